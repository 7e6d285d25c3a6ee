"""The ledger: what is due and when, what counts as a change, and that no cost grows with what is already known."""

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from archiving import GEMAPOS, START, url_of

from gemascraper.errors import ArchiveError, DiskFull
from gemascraper.items import STORY_KINDS, Article, Block, Byline, Capture, Credit, Entry, Image, Related
from gemascraper.ledger import Ledger
from gemascraper.ledger.frontier import TRIES, YOUNG
from gemascraper.ledger.revisions import PlannedLine, fingerprint

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite", GEMAPOS)
    ledger.frontier.begin(NOON, refresh=False)
    yield ledger
    ledger.close()


@pytest.fixture
def frontier(ledger):
    return ledger.frontier


def story(number, edition="www", **more):
    return Entry(url=url_of(number, edition), **more)


def sitemap(name="sitemap", **more):
    return Entry(url=f"https://www.gemapos.id/{name}.xml", kind="sitemap", **more)


def due(frontier, room=99, per_host=99, now=NOON, **more):
    return [one.entry.url for one in frontier.due(room, per_host, now, **more)]


# ------------------------------------------------------------------------------------------------- the frontier


def test_sources_are_due_before_stories_and_each_entry_once(frontier):
    assert frontier.add([story(1), story(2), sitemap(), story(1)]) == 3
    assert due(frontier) == [sitemap().url, url_of(1), url_of(2)]
    assert due(frontier) == []
    frontier.release(url_of(2))
    assert due(frontier) == [url_of(2)]


def test_leases_keep_to_hosts_room_and_one_entry_of_a_story(frontier):
    frontier.add([story(n, host) for n in range(5) for host in ("www", "bali", "lampung")])
    assert due(frontier, room=4, per_host=2) == [
        url_of(0, "bali"),
        url_of(1, "bali"),
        url_of(2, "lampung"),
        url_of(3, "lampung"),
    ]
    assert due(frontier, room=9, per_host=2) == [url_of(4)]
    frontier.settle(url_of(0, "bali"), "read", NOON)
    assert due(frontier, room=9, per_host=2) == [url_of(0, "lampung")] or due(frontier) == []


def test_entries_that_this_run_does_not_want_stay_in_the_queue(frontier):
    frontier.add([story(n) for n in range(200)] + [sitemap()])
    asked = []

    def sources(entry):
        asked.append(entry.url)
        return entry.kind == "sitemap"

    assert due(frontier, wanted=sources) == [sitemap().url]
    assert len(asked) == 201
    assert due(frontier, wanted=sources) == []
    assert frontier.next_due(sources) is None
    assert len(asked) == 201, "nobody is asked twice"
    frontier.settle(sitemap().url, "read", NOON)
    frontier.end(NOON, "finished")
    frontier.begin(NOON + HOUR, refresh=False)
    assert len(due(frontier, 500, 500, NOON + HOUR)) == 200


def test_the_limit_of_stories_is_kept(frontier):
    frontier.add([sitemap("a"), *[story(n) for n in range(9)], sitemap("b")])
    assert due(frontier, stories=2) == [sitemap("a").url, sitemap("b").url, url_of(0), url_of(1)]


def test_a_finished_run_and_a_new_one(frontier):
    old, young = NOON - YOUNG - timedelta(days=2), NOON - timedelta(days=1)
    frontier.add([story(1), story(2), story(3), sitemap()])
    for number, published in ((1, old), (2, young)):
        frontier.settle(url_of(number), "read", NOON, published=published)
    frontier.settle(url_of(3), "410", NOON)
    frontier.settle(sitemap().url, "read", NOON)
    frontier.end(NOON, "finished")
    assert frontier.begin(NOON + HOUR, refresh=False) is False
    assert due(frontier, now=NOON + HOUR) == [url_of(2)]
    frontier.settle(url_of(2), "unchanged", NOON + HOUR)
    frontier.add([sitemap()])
    assert due(frontier, now=NOON + HOUR) == [sitemap().url], "every run asks its sources"
    frontier.settle(sitemap().url, "read", NOON + 2 * HOUR)
    frontier.add([sitemap()], again=True)
    assert due(frontier, now=NOON + 2 * HOUR) == [], "but only once"
    frontier.end(NOON + 2 * HOUR, "finished")
    frontier.begin(NOON + 3 * HOUR, refresh=True)
    assert due(frontier, now=NOON + 3 * HOUR) == [url_of(1), url_of(2), url_of(3)]


@pytest.mark.parametrize("reason", [None, "shutdown", "disk", "failed"])
def test_a_run_cut_short_goes_on(frontier, reason):
    frontier.add([story(1), story(2), sitemap()])
    for url in (url_of(1), sitemap().url):
        frontier.settle(url, "read", NOON + HOUR, published=NOON)
    if reason:
        frontier.end(NOON + HOUR, reason)
    assert frontier.begin(NOON + 2 * HOUR, refresh=False) is True
    frontier.add([sitemap()], again=True)
    assert due(frontier, now=NOON + 2 * HOUR) == [url_of(2)]


def test_a_run_cut_short_yesterday_is_over(frontier):
    assert frontier.begin(NOON + timedelta(days=2), refresh=False) is False


def test_a_story_that_a_source_says_was_modified_is_due_again(frontier):
    frontier.add([story(1, modified=NOON - HOUR), story(2), sitemap(modified=NOON - HOUR)])
    for url in (url_of(1), url_of(2), sitemap().url):
        frontier.settle(url, "read", NOON)
    frontier.end(NOON, "finished")
    frontier.begin(NOON + HOUR, refresh=False)
    frontier.add([story(1, modified=NOON - HOUR), story(2, modified=NOON - HOUR), sitemap(modified=NOON - HOUR)])
    assert due(frontier, now=NOON + HOUR) == []
    frontier.add([story(1, modified=NOON), story(2, modified=NOON), sitemap(modified=NOON)])
    assert due(frontier, now=NOON + HOUR) == [sitemap().url, url_of(1), url_of(2)]
    frontier.settle(url_of(1), "read", NOON + HOUR)
    frontier.add([story(1, modified=NOON)])
    assert due(frontier, now=NOON + HOUR) == []


def test_failures_are_tried_again_a_few_times(frontier):
    frontier.add([story(1)])
    for attempt in range(TRIES):
        now = NOON + attempt * HOUR
        assert due(frontier, now=now) == [url_of(1)]
        frontier.settle(url_of(1), "500", now, failed=True)
        frontier.end(now, "finished")
        frontier.begin(now + HOUR / 2, refresh=False)
    assert due(frontier, now=NOON + 99 * HOUR) == []
    frontier.add([story(1, modified=NOON)])
    frontier.add([story(1, modified=NOON + HOUR)])
    assert due(frontier, now=NOON + 99 * HOUR) == [url_of(1)]


def test_an_outage_loses_no_story(frontier):
    """Without an answer nothing is known against the story itself."""
    frontier.add([story(1)])
    for attempt in range(3 * TRIES):
        now = NOON + attempt * HOUR
        assert due(frontier, now=now) == [url_of(1)]
        frontier.settle(url_of(1), "robots_unreachable", now, failed=True, answered=False)
        frontier.end(now, "finished")
        frontier.begin(now + HOUR / 2, refresh=False)


def test_a_pause_outlives_the_run(frontier):
    frontier.add([story(1)])
    due(frontier)
    frontier.put_off(url_of(1), (NOON + 2 * HOUR).timestamp(), counts=True)
    assert (due(frontier), frontier.next_due()) == ([], (NOON + 2 * HOUR).timestamp())
    frontier.begin(NOON + HOUR, refresh=False)
    assert due(frontier, now=NOON + HOUR) == []
    assert due(frontier, now=NOON + 2 * HOUR) == [url_of(1)]


def test_validators_of_an_entry_are_replaced_or_updated(frontier):
    frontier.add([story(1)])
    frontier.validate(url_of(1), ('"a"', "Mon"), anew=True)
    frontier.validate(url_of(1), ('"b"', None), anew=False)
    [found] = frontier.due(1, 1, NOON)
    assert (found.etag, found.last_modified) == ('"b"', "Mon")
    frontier.validate(url_of(1), (None, None), anew=True)
    frontier.release(url_of(1))
    [found] = frontier.due(1, 1, NOON)
    assert (found.etag, found.last_modified) == (None, None)


# ----------------------------------------------------------------------------------------- what does not grow


def steps(ledger, work):
    """Thousands of steps of SQLite's machine that some work takes."""
    count = [0]
    ledger._db.set_progress_handler(lambda: count.__setitem__(0, count[0] + 1), 1000)
    work()
    ledger._db.set_progress_handler(None, 0)
    return count[0]


def cost(ledger, size):
    """What a lease, an idle look and a settlement cost with so many entries known."""
    with ledger.transaction():
        ledger.frontier.add(story(n, ("www", "bali", "lampung", "kalteng")[n % 4]) for n in range(size))
        leased = ledger.frontier.due(16, 4, NOON)
        assert len(leased) == 16

        def work():
            for one in leased:
                ledger.frontier.settle(one.entry.url, "read", NOON)
                ledger.frontier.next_due()
                ledger.captures.read([], one.entry.url)
            leased[:] = ledger.frontier.due(16, 4, NOON)

        return steps(ledger, work)


def test_a_lease_costs_the_same_however_much_is_known(tmp_path):
    few, many = Ledger(tmp_path / "few", GEMAPOS), Ledger(tmp_path / "many", GEMAPOS)
    for ledger in (few, many):
        ledger.frontier.begin(NOON, refresh=False)
    assert cost(many, 20_000) <= 2 * cost(few, 400) + 10
    few.close()
    many.close()


def capture(number, **more):
    known = {
        "url": url_of(number),
        "captured_at": START + timedelta(seconds=number),
        "outcome": "200",
        "status": 200,
        "warc": "A",
        "offset": number * 10,
        "length": 9,
        "record_id": f"urn:uuid:00000000-0000-0000-0000-{number:012d}",
        "payload_digest": f"sha256:{number}",
        "entry": Entry(url=url_of(number)),
    }
    return Capture(**known | more)


def test_reading_what_was_imported_costs_the_same_for_each(tmp_path):
    def reading(size):
        ledger = Ledger(tmp_path / str(size), GEMAPOS)
        with ledger.transaction():
            for number in range(size):
                ledger.captures.add(capture(number), unread=True)
            _, batch = ledger.captures.batch("unread", 0)
            spent = steps(ledger, lambda: [ledger.captures.read([one], one.entry.url) for one in batch[:100]])
        ledger.close()
        return spent

    assert reading(10_000) <= 2 * reading(300) + 10


# --------------------------------------------------------------------------------------------------- captures


def test_a_capture_comes_back_as_it_was(ledger):
    one = capture(1, validators=('"x"', None), mime="text/html", truncated="time", page_of="urn:first")
    ledger.captures.add(one, unread=False)
    assert ledger.captures.by_record(one.record_id) == one
    assert ledger.captures.pages_of("urn:first") == (one,)


def test_captures_still_to_be_read_are_listed(ledger):
    kept = {
        1: {},
        2: {"status": 301},
        3: {"status": 500},
        4: {"entry": None},
        5: {"entry": Entry(url=url_of(5), kind="image"), "page_of": "x"},
        6: {"status": 410},
        7: {"status": None},
        8: {"page_of": "x", "entry": Entry(url=url_of(8), kind="page")},
        9: {},
    }
    for number, more in kept.items():
        ledger.captures.add(capture(number, **more), unread=number != 9)
    assert [one.url for one in ledger.captures.unread()] == [url_of(1), url_of(6)]
    assert [one.url for one in ledger.captures.batch("readable", 0)[1]] == [url_of(1), url_of(6), url_of(9)]
    again = capture(20, url=url_of(1), entry=Entry(url=url_of(1)))
    ledger.captures.add(again, unread=True)
    ledger.captures.read([capture(1)], url_of(1))
    assert [one.record_id for one in ledger.captures.unread()] == [capture(6).record_id, again.record_id]
    ledger.captures.read([], url_of(1))
    assert [one.record_id for one in ledger.captures.unread()] == [capture(6).record_id]


def test_revisits_of_others_find_their_payload_even_when_it_comes_later(ledger):
    by_id = capture(1, revisit=True, refers_to=capture(5).record_id, payload_digest="sha1:A")
    by_time = capture(2, revisit=True, refers_to_page=(url_of(5), capture(5).captured_at), payload_digest="")
    lost = capture(3, revisit=True, payload_digest="sha1:B")
    for one in (by_id, by_time, lost):
        ledger.captures.add(one, unread=True)
    assert [one.original for one in ledger.captures.unread()] == [None] * 3
    ledger.captures.add(capture(5), unread=False)
    assert [one.original for one in ledger.captures.unread()] == [("A", 50, 9), ("A", 50, 9), None]
    chained = capture(6, revisit=True, refers_to=by_id.record_id)
    ledger.captures.add(chained, unread=False)
    assert ledger.captures.by_record(chained.record_id).original is None, "never the head of another revisit"


def test_a_304_confirms_the_capture_with_its_validators(ledger):
    for number, etag, more in ((1, '"a"', {}), (2, '"b"', {}), (3, '"c"', {"truncated": "disconnect"})):
        ledger.captures.add(capture(number, url=url_of(1), validators=(etag, None), **more), unread=False)
    assert ledger.captures.confirmed(url_of(1), '"a"').record_id == capture(1).record_id
    assert ledger.captures.confirmed(url_of(1), None).record_id == capture(2).record_id
    assert ledger.captures.confirmed(url_of(9), None) is None


def test_record_ids_of_all_shapes_are_known_once(ledger):
    ids = [
        "urn:uuid:4b66a500-c362-4b91-b674-3a744c00fffc",
        "urn:uuid:4B66A500-C362-4B91-B674-3A744C00FFFC",
        "http://x/1",
    ]
    ledger.captures.know(ids)
    ledger.captures.know(ids)
    assert [ledger.captures.knows(one) for one in (*ids, "http://x/2")] == [True, True, True, False]


# -------------------------------------------------------------------------------------------------- revisions


def article(number=1, edition="pusat", **more):
    known = {
        "id": str(number),
        "outlet": "gemapos",
        "edition": edition,
        "url": url_of(number),
        "headline": "Warga Bersihkan Saluran",
        "blocks": (Block(type="paragraph", text="Sejak pagi."),),
        "byline": (Byline(name="Siti"),),
        "images": (
            Image(url="https://x/a.jpg", caption="Warga.", credit_line="Antara", credit=Credit(agency="Antara")),
        ),
        "extractor": "one",
        "captured_at": NOON,
    }
    return Article(**known | more)


def file(ledger, one, before=None, numbers=(1,)):
    found = ledger.revisions.numbered(one, before)
    if found:
        ledger.revisions.add(found, list(numbers), PlannedLine("articles/2026-11.jsonl", 1, b"x"), None)
    return found


def test_what_is_a_revision_and_what_is_not(ledger):
    assert file(ledger, article()).revision == 1
    image = article().images[0]
    idle = [
        {},
        {"related": (Related(url="x", text="y"),)},
        {"images": (attrs.evolve(image, width=900, digest="sha256:1", alt="x", position=2),)},
        {"captured_at": NOON + HOUR, "text_digest": "other"},
        {"url": url_of(1) + "-baru", "canonical_url": "https://other/"},
    ]
    for more in idle:
        assert file(ledger, article(**more)) is None, more
    changes = [
        {"headline": "Judul Baru"},
        {"kicker": "Banjir"},
        {"standfirst": "Ringkasan."},
        {"blocks": ()},
        {"byline": ()},
        {"initials": "ns"},
        {"published": NOON},
        {"modified": NOON},
        {"section": "Daerah"},
        {"tags": ("a",)},
        {"sources": ("BNPB",)},
        {"paywalled": True},
        {"images": (attrs.evolve(image, caption="Lain."),)},
        {"images": (attrs.evolve(image, credit_line="AFP"),)},
        {"images": (attrs.evolve(image, url="https://x/b.jpg"),)},
    ]
    for number, more in enumerate(changes, 2):
        assert file(ledger, article(**more)).revision == number, more
    assert "article" in STORY_KINDS


def test_another_edition_joins_and_makes_no_revision(ledger):
    assert file(ledger, article()).editions == ("pusat",)
    assert file(ledger, article(edition="bali", headline="Judul di Bali")) is None
    assert ledger.revisions.editions() == {"1": ["pusat", "bali"]}
    corrected = file(ledger, article(headline="Ralat"))
    assert (corrected.revision, corrected.edition, corrected.editions) == (2, "pusat", ("pusat", "bali"))


def test_another_extractor_asks_for_the_captures_again(ledger):
    file(ledger, article(), numbers=(4, 5))
    better = article(extractor="two", byline=())
    assert ledger.revisions.stale(article()) is None
    assert ledger.revisions.stale(attrs.evolve(better, edition="bali")) is None
    assert ledger.revisions.stale(better).captures == (4, 5)
    assert file(ledger, better, before=fingerprint(better)) is None, "the page is as it was: only the reader is better"
    assert ledger.revisions.stale(better) is None
    assert file(ledger, article(extractor="two", byline=(), headline="Ralat")).revision == 2


def test_a_revision_knows_the_record_it_was_made_of(ledger):
    ledger.captures.add(capture(1), unread=False)
    ledger.captures.add(capture(2), unread=False)
    file(ledger, article(), numbers=(1,))
    assert ledger.revisions.made_of(capture(1).record_id, "one")
    assert not ledger.revisions.made_of(capture(1).record_id, "two")
    file(ledger, article(headline="Ralat"), numbers=(2,))
    assert not ledger.revisions.made_of(capture(1).record_id, "one")
    assert ledger.revisions.made_of(capture(2).record_id, "one")


# --------------------------------------------------------------------------------------------------- the file


def test_a_transaction_is_all_or_nothing(ledger):
    def broken():
        with ledger.transaction():
            ledger.frontier.add([story(1)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert due(ledger.frontier) == []


def test_a_full_database_is_a_full_disk(ledger):
    ledger._db.execute("PRAGMA max_page_count = 60")
    with pytest.raises(DiskFull, match="full"), ledger.transaction():
        ledger.frontier.add(story(n) for n in range(5000))
    assert due(ledger.frontier) == []


def test_the_error_for_a_damaged_or_foreign_database_says_what_to_do(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"nothing of a database " * 90)
    with pytest.raises(ArchiveError, match="rebuild"):
        Ledger(path, GEMAPOS)
    newer = Ledger(tmp_path / "newer.sqlite", GEMAPOS)
    newer._db.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(ArchiveError, match="another version"):
        Ledger(tmp_path / "newer.sqlite", GEMAPOS)
