"""The recorder: revisions, revisits, pictures, and an archive made whole after any end of a run."""

import asyncio
import hashlib
import json
import os
import shutil
from datetime import timedelta

import attrs
import pytest
from archiving import (
    START,
    abandon,
    answer,
    archive_of_five,
    five_stories,
    open_archive,
    page,
    rebuild,
    run_async,
    url_of,
)
from crawling import Archive, assert_sound

from gemascraper.archive import capture_records, warc_reader
from gemascraper.errors import ArchiveError, Damaged, DiskFull, Locked
from gemascraper.items import Entry, Reading
from gemascraper.ledger import captures

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(255, -1, -1))
PICTURE = "https://cms.gemapos.co.id/posts/banjir.png"
OTHER = "https://cms.gemapos.co.id/posts/sawah.jpg"
DAY = timedelta(days=1)


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "gemapos")


def picture(data, kind="image/png"):
    return answer(data, "200 OK", kind)


# -------------------------------------------------------------------------------------------------- revisions


def test_a_story_unchanged_corrected_and_retracted(tmp_path, archive):
    async def scenario():
        async with open_archive(tmp_path) as d:
            first = await d.story(url_of(1), answer(page(1, advert="a")))
            same = await d.story(url_of(1), answer(page(1, advert="b")))
            corrected = await d.story(url_of(1), answer(page(1, "Ralat.", advert="c")))
            gone = [await d.story(url_of(1), answer(b"", status)) for status in ("404 Not Found", "410 Gone")]
            front = await d.keep("https://www.gemapos.id/", answer(page(9)), entry=Entry(url=url_of(1)))
            gone.append(await d.recorder.file(await d.reading(front, {})))
            return first, same, corrected, gone

    first, same, corrected, gone = run_async(scenario())
    assert (first.revision, same, corrected.revision, gone) == (1, None, 2, [None] * 3)
    assert [(line["id"], line["revision"]) for line in archive.lines()] == [(first.id, 1), (first.id, 2)]
    assert archive.run["kinds"] == {"article": 3, "removed": 3}
    assert archive.run["stories"] == {"settled": 6, "new": 1, "revised": 1, "unchanged": 1, "no_story": 3}


def test_editions_join_and_later_lines_have_them(tmp_path, archive):
    async def scenario():
        async with open_archive(tmp_path) as d:
            await d.story(url_of(1), answer(page(1)))
            await d.story(url_of(1, "bali"), answer(page(1, "Di Bali.")))
            await d.story(url_of(1), answer(page(1, "Ralat.")))

    run_async(scenario())
    assert [(line["edition"], line["editions"]) for line in archive.lines()] == [
        ("pusat", ["pusat"]),
        ("pusat", ["pusat", "bali"]),
    ]


@pytest.mark.parametrize("how", ["same payload", "304"])
def test_a_page_that_did_not_change_is_a_small_revisit_and_is_not_read_again(tmp_path, archive, how):
    body = page(1) + os.urandom(4000).hex().encode()
    received = {"same payload": answer(body), "304": b'HTTP/1.1 304 Not Modified\r\nETag: "2"\r\n\r\n'}[how]

    async def scenario():
        async with open_archive(tmp_path) as d:
            await d.story(url_of(1), answer(body, "200 OK", "text/html", 'ETag: "1"', "Last-Modified: Mon"))
            before, count = d.recorder.archive.writer.end, d.readers.count
            assert await d.story(url_of(1), received) is None
            return d.recorder.archive.writer.end - before, d.readers.count - count

    assert run_async(scenario()) == (pytest.approx(1024, abs=1024), 0)
    assert len(archive.lines()) == 1
    assert archive.ask("SELECT revisit, payload_digest FROM captures ORDER BY id")[1] == (
        1,
        archive.ask("SELECT payload_digest FROM captures ORDER BY id")[0][0],
    )
    etag = '"2"' if how == "304" else '"1"'
    assert archive.ask("SELECT etag, last_modified FROM entries WHERE kind = 'story'") == [(etag, "Mon")]
    assert_sound(archive)


def test_a_story_that_changes_back_is_read_again(tmp_path, archive):
    async def scenario():
        async with open_archive(tmp_path) as d:
            for text in ("a", "b", "a"):
                await d.story(url_of(1), answer(page(1, text)))

    run_async(scenario())
    assert [line["revision"] for line in archive.lines()] == [1, 2, 3]
    before = archive.bags()
    run_async(rebuild(tmp_path))
    assert archive.bags() == before


@pytest.mark.parametrize("changed", [False, True])
def test_a_new_extractor_reads_the_old_capture_again_first(tmp_path, archive, changed):
    async def scenario():
        async with open_archive(tmp_path) as d:
            d.readers.extractor = "old"
            await d.story(url_of(1), answer(page(1)))
        async with open_archive(tmp_path, started=START + DAY) as d:
            d.readers.extractor = "new"
            # the old reader is pretended to have read less
            await d.ask(lambda r: r.ledger._db.execute("UPDATE revisions SET fingerprint = 'less'"))
            found = await d.story(url_of(1), answer(page(1, "Ralat." if changed else "", advert="x")))
            return found, d.readers.count

    found, count = run_async(scenario())
    assert count == 2
    assert (found.revision if found else None) == (2 if changed else None)
    assert archive.ask("SELECT extractor FROM revisions ORDER BY revision")[-1] == ("new",)


def paged(number, *pages):
    """A story's page that links to others of it."""
    links = "".join(f'<a href="{url_of(number)}?page={n}">{n}</a>' for n in pages)
    return page(number).replace(b"</article>", f'<div class="pagination">{links}</div></article>'.encode())


def test_a_story_on_several_pages_is_one_reading(tmp_path, archive):
    second = page(1, "Halaman dua.").replace(b"Warga Desa 1 bergotong", b"Kelanjutan kisah itu: mereka bergotong")

    async def scenario():
        async with open_archive(tmp_path) as d:
            return await d.story(url_of(1), answer(paged(1, 2)), {f"{url_of(1)}?page=2": answer(second)})

    found = run_async(scenario())
    assert (found.pages.expected, found.pages.read, len(found.captures)) == (2, 2, 2)
    assert "Kelanjutan kisah" in found.body
    before = archive.bags()
    run_async(rebuild(tmp_path))
    assert archive.bags() == before


@pytest.mark.parametrize("fate", ["failed", "never asked"])
def test_a_page_that_is_missing(tmp_path, archive, fate):
    """One that failed was filed without; a story whose run died before is fetched anew, and only that is filed."""
    url, second = url_of(1), f"{url_of(1)}?page=2"

    async def scenario():
        async with open_archive(tmp_path, reason="shutdown") as d:
            first = await d.keep(url, answer(paged(1, 2)))
            if fate == "failed":
                lacking = await d.reading(first, {})
                await d.keep(second, b"", entry=Entry(url=second, kind="page"), page_of=first.record_id)
                assert lacking.failed
                await d.recorder.file(lacking)
        async with open_archive(tmp_path, started=START + DAY) as d:
            assert [one.url for one in d.unread] == ([] if fate == "failed" else [url])
            text = page(1, "Dua.").replace(b"Desa 1 bergotong", b"Desa itu lalu bergotong")
            await d.story(url, answer(paged(1, 2)), {second: answer(text)})

    run_async(scenario())
    assert [line["pages"]["read"] for line in archive.lines()] == ([1, 2] if fate == "failed" else [2])
    before = archive.bags()
    run_async(rebuild(tmp_path))
    assert archive.bags() == before


# --------------------------------------------------------------------------------------------------- pictures


def test_pictures_are_kept_by_digest_as_they_came_and_asked_for_once(tmp_path, archive):
    shown = [PICTURE, OTHER]

    async def scenario():
        async with open_archive(tmp_path, GEMASCRAPER_IMAGES=True) as d:
            given = {PICTURE: picture(PNG), OTHER: picture(JPEG, "image/jpeg")}
            one = await d.story(url_of(1), answer(page(1, pictures=shown)), given)
            two = await d.story(url_of(2), answer(page(2, pictures=[PICTURE])), {})
            return one, two

    one, two = run_async(scenario())
    digest = {PICTURE: PNG, OTHER: JPEG}
    assert [image.digest for image in one.images] == [sha(digest[image.url]) for image in one.images]
    assert [image.digest for image in two.images] == [sha(PNG)]
    kept = {path.relative_to(archive.folder): path.read_bytes() for path in archive.folder.glob("images/*/*")}
    names = {sha(PNG)[7:] + ".png": PNG, sha(JPEG)[7:] + ".jpg": JPEG}
    assert {path.name: data for path, data in kept.items()} == names
    assert all(path.parts[1] == path.name[:2] for path in kept)
    before = archive.bags()
    run_async(rebuild(tmp_path))
    assert archive.bags() == before
    assert {path.name: path.read_bytes() for path in archive.folder.glob("images/*/*")} == names


def test_a_crawl_stores_pictures_without_reading_the_archive_again(tmp_path, archive, monkeypatch):
    real = capture_records.load

    def load(folder, capture):
        assert capture.entry.kind != "image", "its bytes are in memory"
        return real(folder, capture)

    async def scenario():
        monkeypatch.setattr(capture_records, "load", load)
        async with open_archive(tmp_path, GEMASCRAPER_IMAGES=True) as d:
            await d.story(url_of(1), answer(page(1, pictures=[PICTURE])), {PICTURE: picture(PNG)})
            await d.story(url_of(2), answer(page(2, pictures=[OTHER])), {OTHER: chunked(JPEG)})

    run_async(scenario())
    assert sorted(path.read_bytes() for path in archive.folder.glob("images/*/*")) == sorted([PNG, JPEG])


def chunked(data):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n" % len(data) + data + b"\r\n0\r\n\r\n"


def sha(data):
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize(
    "received",
    [answer(b"", "404 Not Found"), answer(PNG)[:-9], answer(b"", "200 OK", "image/png"), b""],
)
def test_a_picture_that_did_not_come_whole_has_no_digest(tmp_path, archive, received):
    async def scenario():
        async with open_archive(tmp_path, GEMASCRAPER_IMAGES=True) as d:
            return await d.story(url_of(1), answer(page(1, pictures=[PICTURE])), {PICTURE: received})

    assert [image.digest for image in run_async(scenario()).images] == [None]
    assert not (archive.folder / "images").exists()


def test_pictures_after_a_run_without_them(tmp_path, archive):
    """Lines of the first run stay without digests, in a rebuild too, whatever was fetched later."""

    async def scenario():
        async with open_archive(tmp_path) as d:
            await d.story(url_of(1), answer(page(1, pictures=[PICTURE])))
        async with open_archive(tmp_path, started=START + DAY, GEMASCRAPER_IMAGES=True) as d:
            await d.story(url_of(2), answer(page(2, pictures=[PICTURE])), {PICTURE: picture(PNG)})
            await d.story(url_of(1), answer(page(1, "Ralat.", pictures=[PICTURE])))

    run_async(scenario())
    digests = [(line["id"][-1], line["images"][0]["digest"]) for line in archive.lines()]
    assert digests == [("1", None), ("2", sha(PNG)), ("1", sha(PNG))]
    before = archive.bags()
    run_async(rebuild(tmp_path))
    assert archive.bags() == before


# -------------------------------------------------------------------------------- ends of all kinds, and rebuild


def test_a_killed_run_is_made_whole_and_goes_on(tmp_path, archive):
    async def scenario():
        async with open_archive(tmp_path) as d:
            await five_stories(d)
            kept = await d.keep(url_of(7), answer(page(7)))
            await abandon(d)
        (open_file,) = archive.warcs
        with open_file.open("ab") as file:
            file.write(b"\x1f\x8bhalf a member")
        lines = archive.folder / "articles/2026-11.jsonl"
        whole = lines.read_bytes()
        lines.write_bytes(whole[: len(whole) // 2])
        async with open_archive(tmp_path, started=START + timedelta(hours=1)) as d:
            assert [one.record_id for one in d.unread] == [kept.record_id]
            assert lines.read_bytes() == whole
            assert await d.ask(lambda r: r.ledger.frontier.due(9, 9, d.now)) == []
            await d.recorder.file(await d.reading(d.unread[0], {}))
        return whole

    whole = run_async(scenario())
    assert [line["id"][-1] for line in archive.lines()] == ["0", "1", "2", "3", "4", "7"]
    assert (archive.folder / "articles/2026-11.jsonl").read_bytes().startswith(whole)
    assert [path.read_bytes() for path in archive.folder.glob("quarantine/*")] == [b"\x1f\x8bhalf a member"]
    assert_sound(archive)


@pytest.mark.parametrize("damage", ["zeros", "gone", "torn", "longer"])
def test_lines_that_a_power_cut_took_are_written_again(tmp_path, archive, damage):
    async def scenario():
        async with open_archive(tmp_path) as d:
            await five_stories(d)
        async with open_archive(tmp_path, started=START + DAY) as d:
            await five_stories(d, 5)
            await abandon(d)
        files = [archive.folder / name / "2026-11.jsonl" for name in ("articles",)]
        whole = [file.read_bytes() for file in files]
        synced = archive.ask("SELECT max(lines_end) FROM revisions WHERE lines IS NULL")[0][0]
        for file, data in zip(files, whole, strict=True):
            lost = {
                "zeros": data[:synced] + bytes(len(data) - synced - 1) + b"\n",
                "gone": data[:synced],
                "torn": data[:-7],
                "longer": data + b'{"half',
            }
            file.write_bytes(lost[damage])
        async with open_archive(tmp_path, started=START + 2 * DAY):
            pass
        assert [file.read_bytes() for file in files] == whole

    run_async(scenario())


def test_lines_lost_after_they_were_synced_are_an_error(tmp_path, archive):
    async def scenario():
        async with open_archive(tmp_path) as d:
            await five_stories(d)
        os.truncate(archive.folder / "articles/2026-11.jsonl", 100)
        with pytest.raises(Damaged, match="gemascraper rebuild"):
            async with open_archive(tmp_path, started=START + DAY):
                pass

    run_async(scenario())
    run_async(rebuild(tmp_path))
    assert len(archive.lines()) == 5


def test_a_warc_file_shorter_than_the_ledger_says_is_an_error(tmp_path, archive):
    async def scenario():
        async with open_archive(tmp_path) as d:
            await five_stories(d)
            await abandon(d)
        os.truncate(archive.warcs[0], 500)
        with pytest.raises(Damaged, match="500 bytes"):
            async with open_archive(tmp_path):
                pass

    run_async(scenario())
    assert archive.run["exit_code"] == 7


def test_one_writer_at_a_time(tmp_path):
    async def scenario():
        async with open_archive(tmp_path):
            with pytest.raises(Locked, match="gemapos is being written to by crawl since 2026-11-24 08:00:00 UTC"):
                async with open_archive(tmp_path):
                    pass

    run_async(scenario())


def test_rebuild_gives_the_same_lines_after_everything_that_happens(tmp_path, archive):
    moved = url_of(4) + "-baru"

    async def scenario():
        async with open_archive(tmp_path, GEMASCRAPER_IMAGES=True) as d:
            await five_stories(d)
            await d.story(url_of(6), answer(page(6, pictures=[PICTURE])), {PICTURE: picture(PNG)})
            await d.keep("https://www.gemapos.id/robots.txt", answer(b"User-agent: *"), entry=None)
            sitemap = Entry(url="https://www.gemapos.id/sitemap.xml", kind="sitemap")
            urlset = f"<urlset><url><loc>{url_of(8)}</loc></url></urlset>".encode()
            await d.recorder.add([sitemap])
            kept = await d.keep(sitemap.url, answer(urlset, "200 OK", "application/xml"), entry=sitemap)
            await d.recorder.file(await d.reading(kept, {}))
        async with open_archive(tmp_path, started=START + DAY) as d:
            await d.story(url_of(0), answer(page(0, "Ralat.")))
            await d.story(url_of(1, "bali"), answer(page(1, "Di Bali.")))
            await d.story(url_of(2), answer(b"", "410 Gone"))
            await d.story(url_of(3), answer(page(3)))
            redirect = f"HTTP/1.1 301 Moved\r\nLocation: {moved}\r\nContent-Length: 0\r\n\r\n".encode()
            entry = Entry(url=url_of(4))
            await d.recorder.add([entry, Entry(url=url_of(5))])
            await d.keep(url_of(4), redirect, entry=entry)
            found = await d.keep(moved, answer(page(4)), entry=entry)
            await d.recorder.file(await d.reading(found, {}))
            await d.keep(url_of(5), b"", outcome="reset")
            await abandon(d)
        async with open_archive(tmp_path, started=START + DAY + timedelta(hours=1)) as d:
            await d.story(url_of(1), answer(page(1, "Ralat.")))

    run_async(scenario())
    before, index = archive.bags(), (archive.folder / "archive/index.cdxj").read_bytes()
    known = archive.ask("SELECT url, kind FROM entries ORDER BY url")
    for name in ("ledger.sqlite", "articles", "image_credits", "images", "archive/index.cdxj"):
        path = archive.folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(ArchiveError, match="gemascraper rebuild gemapos"):
        run_async(_open(tmp_path))
    run_async(rebuild(tmp_path))
    assert archive.bags() == before
    assert (archive.folder / "archive/index.cdxj").read_bytes() == index
    assert archive.ask("SELECT url, kind FROM entries ORDER BY url") == known
    assert [path.read_bytes() for path in archive.folder.glob("images/*/*")] == [PNG]
    assert_sound(archive)


async def _open(output):
    async with open_archive(output, started=START + 9 * DAY):
        pass


def test_rebuild_of_a_killed_run_keeps_to_what_was_committed(tmp_path, archive):
    """The old log of the ledger must not be applied to the new one."""

    async def scenario():
        async with open_archive(tmp_path) as d:
            await five_stories(d)
            await d.ask(lambda r: r.ledger._db.execute("PRAGMA wal_autocheckpoint = 0"))
            log = archive.folder / "ledger.sqlite-wal"
            saved = log.read_bytes()
            await abandon(d)
        log.write_bytes(saved)

    run_async(scenario())
    before = archive.bags()
    run_async(rebuild(tmp_path))
    assert not (archive.folder / "ledger.sqlite-wal").exists()
    assert archive.bags() == before
    assert archive.ask("PRAGMA integrity_check") == [("ok",)]
    run_async(_open(tmp_path))


def test_rebuild_beside_a_ledger_that_cannot_be_read(tmp_path, archive):
    async def scenario():
        async with open_archive(tmp_path) as d:
            await five_stories(d)
            await abandon(d)

    run_async(scenario())
    before = archive.bags()
    (archive.folder / "ledger.sqlite").write_bytes(b"no database " * 400)
    with archive.warcs[0].open("ab") as file:
        file.write(b"\x1f\x8btorn")
    run_async(rebuild(tmp_path))
    assert archive.bags() == before
    assert_sound(archive)


def test_a_rebuild_reads_what_did_not_change_once(tmp_path, archive, monkeypatch):
    monkeypatch.setattr(captures, "BATCH", 5)

    async def scenario():
        async with open_archive(tmp_path) as d:
            for _ in range(6):
                await five_stories(d)
            await d.story(url_of(0), answer(page(0, "Ralat.")))
            await five_stories(d)

    run_async(scenario())
    before = archive.bags()
    assert run_async(rebuild(tmp_path)).readers.count < 5 + 5
    assert archive.bags() == before
    assert [line["revision"] for line in archive.lines() if line["id"].endswith("0")] == [1, 2, 3]


# -------------------------------------------------------------------------------------------------- full disks


@pytest.mark.parametrize("error", ["ENOSPC", "EDQUOT", "EIO"])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_each_disk_error_of_the_system_has_its_exception(tmp_path, archive, monkeypatch, error, call):
    """A quota cannot be had here, so the system call is made to answer as it would."""
    import errno

    real, after = getattr(os, call), [6]

    def failing(*args):
        after[0] -= 1
        if after[0] < 0:
            raise OSError(getattr(errno, error), os.strerror(getattr(errno, error)))
        return real(*args)

    async def scenario():
        told = 0
        async with open_archive(tmp_path) as d:
            monkeypatch.setattr(os, call, failing)
            stopped = None
            while stopped is None:
                try:
                    await d.story(url_of(told), answer(page(told)))
                    told += 1
                except ArchiveError as error:
                    stopped = error
            with pytest.raises(ArchiveError):
                await d.keep(url_of(99), answer(page(99)))
            monkeypatch.undo()
        return told, stopped

    told, stopped = run_async(scenario())
    assert isinstance(stopped, DiskFull) == (error != "EIO")
    assert (stopped.exit_code, archive.run["exit_code"], archive.run["reason"]) == (6, 6, "disk")
    run_async(_open(tmp_path))
    assert len(archive.lines()) in (told, told + 1)
    assert_sound(archive)


def test_an_unexpected_error_stops_the_archive_too(tmp_path):
    async def scenario():
        async with open_archive(tmp_path) as d:
            with pytest.raises(ArchiveError, match="ZeroDivisionError"):
                await d.ask(lambda r: 1 / 0)
            with pytest.raises(ArchiveError):
                await d.keep(url_of(1), answer(page(1)))

    run_async(scenario())


def test_a_closed_archive_accepts_no_capture(tmp_path):
    async def scenario():
        async with open_archive(tmp_path) as d:
            asyncio.get_running_loop().call_soon(lambda: None)
            late = [asyncio.create_task(d.keep(url_of(n), answer(page(n)))) for n in range(3)]
            await asyncio.sleep(0)
            await d.recorder.close("finished")
            assert [(await one).url for one in late] == [url_of(n) for n in range(3)]
            with pytest.raises(ArchiveError, match="closed"):
                await d.keep(url_of(9), answer(page(9)))

    run_async(scenario())


# -------------------------------------------------------------------------------------------------------- import


def test_every_record_written_is_in_the_ledger(tmp_path, archive):
    run_async(archive_of_five(tmp_path))
    ids = [record.id for path in archive.warcs for record in warc_reader.walk(path)]
    assert archive.ask("SELECT count(*) FROM records") == [(len(ids),)]


def test_a_failed_reading_without_a_capture_settles_the_entry(tmp_path, archive):
    async def scenario():
        async with open_archive(tmp_path) as d:
            await d.recorder.add([Entry(url=url_of(1))])
            await d.recorder.file(Reading(url=url_of(1), outcome="no_such_host", failed=True))

    run_async(scenario())
    assert archive.ask("SELECT outcome, tries FROM entries") == [("no_such_host", 1)]
    assert archive.run["troubles"] == [{"url": url_of(1), "outcome": "no_such_host"}]
    assert json.dumps(attrs.asdict(Reading(url="x", outcome="y")))
