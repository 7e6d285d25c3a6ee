"""WARC files: other readers read what we write, and we read the files of other crawlers."""

import base64
import gzip
import os
from datetime import UTC, datetime

import pytest
from archiving import START, answer, page, url_of, warcio_file
from crawling import assert_valid
from vectors import vectors

from gemascraper.archive import cdxj, records, warc, warc_reader
from gemascraper.archive.capture_records import CaptureReader
from gemascraper.archive.lock import Lock
from gemascraper.errors import Damaged, DiskFull, Locked
from gemascraper.items import Capture, Entry, Exchange

ODD = (
    b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    b"HTTP/1.1 200 \r\nX-Odd:no space\r\nx-odd:   twice  \r\nX-Latin: caf\xe9\r\n folded\r\n\r\n\x00\xff body"
)


def exchange(received, **more):
    known = {"url": url_of(1), "started": START, "sent": b"GET / HTTP/1.1\r\n\r\n", "received": received}
    return Exchange(**known | {"outcome": "200", "address": "127.0.0.1", "protocols": ("http/1.1",)} | more)


def packed(one, original=None):
    return records.pack(one, records.ParsedResponse.of(one), original)


def written(folder, *exchanges, max_size=1 << 30):
    """A sealed file with these exchanges, and their captures as they were packed."""
    folder.mkdir(exist_ok=True)
    writer = warc.WarcWriter(folder, "gemapos", START, {"software": "test"}, max_size)
    found = []
    for one in exchanges:
        pack = packed(one)
        place = writer.append(pack.members)
        found.append((pack.capture, place))
        writer.roll()
    writer.seal()
    return warc.files(folder), found


def captures(path):
    reader = CaptureReader()
    return [capture for record in warc_reader.walk(path) if (capture := reader.read(record, path))]


def test_an_exchange_is_archived_byte_for_byte(tmp_path):
    entry = Entry(url=url_of(1), title="Judul: dengan titik dua", published=START, tags=("a", "b"))
    (path,), [(capture, place)] = written(tmp_path, exchange(ODD, entry=entry, page_of="urn:x"))
    assert_valid(path)
    by_type = {record.type: record for record in warc_reader.walk(path)}
    assert list(by_type) == ["warcinfo", "request", "metadata", "response"]
    assert by_type["request"].block == b"GET / HTTP/1.1\r\n\r\n"
    assert by_type["response"].block == ODD[44:]
    assert by_type["metadata"].fields()["interim"] == "SFRUUC8xLjEgMTAzIEVhcmx5IEhpbnRzDQpMaW5rOiA8L2EuY3NzPg0KDQo="
    assert by_type["response"].get("WARC-IP-Address") == "127.0.0.1"
    assert by_type["request"].get("WARC-Concurrent-To") == f"<{capture.record_id}>"
    assert warc_reader.read_at(tmp_path, path.name, place.offset, place.length).id == capture.record_id
    [found] = captures(path)
    assert (found.entry, found.page_of, found.record_id, found.payload_digest) == (
        entry,
        "urn:x",
        capture.record_id,
        capture.payload_digest,
    )


def test_every_answer_is_archived_as_it_was_received(tmp_path):
    answers = [base64.b64decode(vector["wire_b64"]) for vector in vectors("http_answers")]
    paths, _ = written(tmp_path, *map(exchange, answers))
    archived = [
        base64.b64decode(interim) + record.block
        for interim, record in zip(interims(paths), responses(paths), strict=True)
    ]
    assert archived == answers


def records_of(paths, kind):
    return [record for path in paths for record in warc_reader.walk(path) if record.type == kind]


def responses(paths):
    return records_of(paths, "response")


def interims(paths):
    return [record.fields().get("interim", "") for record in records_of(paths, "metadata")]


def test_an_exchange_without_an_answer_is_a_capture_too(tmp_path):
    (path,), [(capture, _)] = written(tmp_path, exchange(b"", outcome="tls_expired", sent=b""))
    assert_valid(path)
    [found] = captures(path)
    assert (found.outcome, found.status, found.record_id) == ("tls_expired", None, capture.record_id)


def test_a_revisit_is_small_and_refers_to_what_it_repeats(tmp_path):
    first = packed(exchange(answer(page(1)))).capture
    entry = Entry(
        url=url_of(1), title="J" * 120, published=START, section="Daerah", found_on="https://x.id/sitemap.xml"
    )
    headers = "".join(f"X-Header-{n}: {'v' * 20}\r\n" for n in range(12)).encode()
    for received in (
        answer(page(1)).replace(b"\r\n\r\n", b"\r\n" + headers + b"\r\n", 1),
        b"HTTP/1.1 304 Not Modified\r\n" + headers + b"\r\n",
    ):
        pack = packed(exchange(received, entry=entry, sent=b"GET /x HTTP/1.1\r\n" + headers + b"\r\n"), first)
        assert sum(map(len, pack.members)) <= 2048
        assert (pack.capture.revisit, pack.capture.refers_to) == (True, first.record_id)


def test_files_roll_at_their_size_and_never_overwrite(tmp_path):
    files, _ = written(tmp_path, *[exchange(answer(os.urandom(4000)), url=url_of(n)) for n in range(5)], max_size=9000)
    more, _ = written(tmp_path, exchange(answer(b"x")))
    assert [file.name[-13:] for file in more] == [f"{n:05d}.warc.gz"[-13:] for n in range(1, len(files) + 2)]
    assert len(files) == 3
    for file in more:
        assert_valid(file)


def test_a_file_is_cut_back_and_the_tail_is_kept(tmp_path):
    (path,), [_, (_, place)] = written(tmp_path, exchange(answer(b"a")), exchange(answer(b"b")))
    size, end = path.stat().st_size, place.offset + place.length
    assert end == size
    with path.open("ab") as file:
        file.write(b"half a reco")
    warc.cut_back(path, end, tmp_path / "quarantine")
    assert path.stat().st_size == size
    assert (tmp_path / "quarantine" / f"{path.name}.{end}").read_bytes() == b"half a reco"


@pytest.mark.parametrize("cut", [1, 8, 40, 200])
def test_whole_end_of_a_torn_file(tmp_path, cut):
    (path,), [(_, first), _] = written(tmp_path, exchange(answer(b"a")), exchange(answer(page(2))))
    os.truncate(path, path.stat().st_size - cut)
    whole = warc_reader.whole_end(path)
    assert first.offset + first.length <= whole < path.stat().st_size
    os.truncate(path, whole)
    assert_valid(path)


# ---------------------------------------------------------------------------------------------- files of others


def foreign():
    """A file as warcio writes it."""
    return warcio_file([("response", url_of(number), page(number), {}) for number in range(3)])


def parts(path):
    return [(record.type, record.url, record.block) for record in warc_reader.walk(path)]


def test_gzipped_by_record_whole_or_plain_all_the_same(tmp_path):
    by_record, plain = tmp_path / "a.warc.gz", tmp_path / "b.warc"
    by_record.write_bytes(foreign())
    plain.write_bytes(gzip.decompress(by_record.read_bytes()))
    whole, double = tmp_path / "c.warc.gz", tmp_path / "d.warc.gz"
    whole.write_bytes(gzip.compress(plain.read_bytes()))
    double.write_bytes(by_record.read_bytes() + by_record.read_bytes())
    assert parts(by_record) == parts(plain) == parts(whole)
    assert parts(double) == parts(by_record) * 2
    assert b"".join(record.member for record in warc_reader.walk(by_record)) == by_record.read_bytes()
    for other in (plain, whole):
        made = b"".join(record.member for record in warc_reader.walk(other))
        assert gzip.decompress(made) == plain.read_bytes()


@pytest.mark.parametrize("shape", ["by record", "plain", "whole"])
def test_a_file_that_ends_too_early_gives_what_is_whole(tmp_path, shape):
    data = gzip.decompress(foreign()) if shape != "by record" else foreign()
    data = gzip.compress(data) if shape == "whole" else data
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data[: len(data) - 60])
    found = []
    with pytest.raises(Damaged, match=r"x\.warc\.gz"):
        found += (record.type for record in warc_reader.walk(path))
    assert found == ["warcinfo", "response", "response"]


def test_a_record_hidden_in_a_page_is_not_found(tmp_path):
    (inner,), _ = written(tmp_path / "inner", exchange(answer(b"planted"), url="https://victim.test/"))
    hostile = exchange(answer(inner.read_bytes(), "200 OK", "image/png"))
    (path,), _ = written(tmp_path / "outer", hostile)
    assert [one.url for one in captures(path)] == [url_of(1)]
    data = bytearray(path.read_bytes())
    data[data.index(b"\x1f\x8b", 200) + 12] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(Damaged):
        list(warc_reader.walk(path))


def test_a_record_that_is_too_large_is_skipped(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(warc_reader, "LARGEST_RECORD", 5000)
    files, _ = written(tmp_path, exchange(answer(b"<p>" * 20000)), exchange(answer(b"b"), url=url_of(2)))
    assert [one.url for one in captures(files[0])] == [url_of(2)]
    assert "left out" in caplog.text


@pytest.mark.parametrize(
    ("stated", "understood"),
    [
        ("2026-11-24T08:00:00Z", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ("2026-11-24T08:00:00.123456Z", datetime(2026, 11, 24, 8, 0, 0, 123456, tzinfo=UTC)),
        ("2026-11-24T15:00:00+07:00", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_in_the_forms_of_other_crawlers(stated, understood):
    assert warc_reader.Record((("WARC-Date", stated),), b"", b"", 0).instant() == understood


def test_a_response_without_a_date_is_not_a_capture(caplog):
    record = warc_reader.Record((("WARC-Type", "response"), ("WARC-Target-URI", url_of(1))), answer(b"x"), b"", 0)
    assert CaptureReader().read(record, warc.Path("x.warc.gz")) is None
    assert "no date" in caplog.text


# ---------------------------------------------------------------------------------------------- index and lock


def test_the_index_stays_sorted_and_without_duplicates(tmp_path):
    path = tmp_path / "index.cdxj"
    made = [
        Capture(
            url=url_of(n), captured_at=START, outcome="200", status=200, warc="A", offset=n, length=5, mime="text/html"
        )
        for n in (3, 1, 2)
    ]
    failed = Capture(url=url_of(9), captured_at=START, outcome="timeout")
    cdxj.add(path, [*made[:2], failed])
    cdxj.add(path, made)
    lines = path.read_text().splitlines()
    assert lines == sorted(cdxj.line(capture).strip() for capture in made)
    assert lines[0].startswith("id,gemapos)/daerah/2788000001/warga-desa-1 20261124080000 {")


def test_a_lock_has_one_holder_and_names_it(tmp_path):
    lock = Lock(tmp_path / "gemapos", "crawl since noon")
    with pytest.raises(Locked, match="crawl since noon"):
        Lock(tmp_path / "gemapos", "another")
    lock.release()
    Lock(tmp_path / "gemapos", "another").release()


def test_a_full_disk_stops_the_writer_with_its_name(tmp_path):
    writer = warc.WarcWriter(tmp_path, "gemapos", START, {})
    writer.append([b"x" * 10])
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, writer._handle)
    os.close(full)
    with pytest.raises(DiskFull, match="No space left"):
        writer.append([b"y" * 10])
