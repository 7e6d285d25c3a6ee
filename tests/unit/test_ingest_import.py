"""Importing WARC files, ours and other crawlers': each record once, byte for byte, read like a crawled page."""

import gzip
import json
import os
from collections import Counter
from pathlib import Path

import pytest
from archiving import START, answer, import_files, open_archive, page, rebuild, run_async, url_of, warcio_file
from click.testing import CliRunner
from crawling import Archive, assert_sound, assert_valid

from gemascraper.archive import warc_reader
from gemascraper.cli.warc_files import import_
from gemascraper.errors import Damaged
from gemascraper.items import Entry

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PICTURE = "https://cms.gemapos.co.id/posts/banjir.png"
DEV = Path(__file__).resolve().parents[2].parent / "shared/quality/id-dev.warc.gz"


def members(path):
    """Record id → the gzip member that it came in."""
    return {record.id: record.member for record in warc_reader.walk(path)}


def stored(archive):
    return {name: member for path in archive.warcs for name, member in members(path).items()}


@pytest.fixture
def foreign(tmp_path):
    """Three stories, one of them again as a revisit, and what is no page of an outlet's."""
    response = "response"
    again = {
        "WARC-Refers-To-Target-URI": url_of(1),
        "WARC-Refers-To-Date": "2026-11-24T08:00:00Z",
        "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    }
    records = [
        (response, url_of(1), page(1), {"WARC-Date": "2026-11-24T08:00:00Z"}),
        (response, url_of(2), page(2), {"WARC-Date": "2026-11-24T08:00:01Z"}),
        (response, "https://www.gemapos.id/robots.txt", b"User-agent: *", {}),
        (response, "https://cms.gemapos.co.id/posts/a.css", b"p {}", {}),
        ("revisit", url_of(1), b"", again),
        (response, f"{url_of(3)}?page=2", page(3, "Dua."), {"WARC-Date": "2026-11-24T08:00:02Z"}),
        (response, url_of(3), paged(3), {"WARC-Date": "2026-11-24T08:00:03Z"}),
    ]
    path = tmp_path / "others.warc.gz"
    path.write_bytes(warcio_file(records))
    return path


def paged(number):
    link = f'<div class="pagination"><a href="{url_of(number)}?page=2">2</a></div></article>'.encode()
    return page(number).replace(b"</article>", link)


def test_records_of_other_crawlers_are_copied_verbatim_and_read(tmp_path, foreign):
    archive = Archive(tmp_path / "out/gemapos")
    run_async(import_files(tmp_path / "out", foreign))
    copied = stored(archive)
    assert {name: copied[name] for name in members(foreign)} == members(foreign)
    assert len(copied) == len(members(foreign)) + 1
    found = {line["id"][-1]: line for line in archive.lines()}
    assert [(line["id"][-1], line["revision"]) for line in archive.lines()] == [("1", 1), ("2", 1), ("3", 1)]
    assert found["3"]["pages"] == {"expected": 2, "read": 2}
    assert [ref["url"] for ref in found["3"]["captures"]] == [url_of(3), f"{url_of(3)}?page=2"]
    assert found["1"]["captured_at"] == "2026-11-24T08:00:00+00:00"
    assert_sound(archive)
    before = archive.bag(), archive.bag("image_credits")
    run_async(rebuild(tmp_path / "out"))
    assert (archive.bag(), archive.bag("image_credits")) == before


@pytest.mark.parametrize("shape", ["plain", "whole"])
def test_every_shape_of_file_gives_the_same(tmp_path, foreign, shape):
    data = gzip.decompress(foreign.read_bytes())
    other = tmp_path / "other.warc"
    other.write_bytes(gzip.compress(data) if shape == "whole" else data)
    for name, file in (("one", foreign), ("two", other)):
        run_async(import_files(tmp_path / name, file))
    one, two = Archive(tmp_path / "one/gemapos"), Archive(tmp_path / "two/gemapos")
    assert texts(one) == texts(two)
    records = {name: gzip.decompress(member) for name, member in members(foreign).items()}
    assert {name: gzip.decompress(stored(two)[name]) for name in records} == records
    assert_sound(two)


def texts(archive):
    return [(line["url"], line["text_digest"], line["captured_at"]) for line in archive.lines()]


def test_importing_a_file_twice_adds_nothing(tmp_path, foreign):
    archive = Archive(tmp_path / "out/gemapos")
    run_async(import_files(tmp_path / "out", foreign, foreign))
    before, records = archive.bag(), stored(archive)
    run_async(import_files(tmp_path / "out", foreign))
    run_async(rebuild(tmp_path / "out"))
    run_async(import_files(tmp_path / "out", foreign))
    assert archive.bag() == before
    assert stored(archive) == records


def test_a_truncated_file_gives_what_is_whole_and_is_named(tmp_path, foreign):
    archive = Archive(tmp_path / "out/gemapos")
    os.truncate(foreign, foreign.stat().st_size - 30)
    done = CliRunner().invoke(import_, [str(foreign), "--output", str(tmp_path / "out")])
    assert isinstance(done.exception, Damaged)
    assert done.exception.exit_code == 7
    assert "others.warc.gz" in str(done.exception)
    assert [line["id"][-1] for line in archive.lines()] == ["1", "2"]
    assert_sound(archive)


def test_our_own_archive_into_an_empty_folder(tmp_path):
    async def scenario():
        async with open_archive(tmp_path / "one", GEMASCRAPER_IMAGES=True) as d:
            await d.story(url_of(1), answer(page(1, pictures=[PICTURE])), {PICTURE: answer(PNG, "200 OK", "image/png")})
            second = {f"{url_of(2)}?page=2": answer(page(2, "Dua."))}
            await d.story(url_of(2), answer(paged(2)), second)
            await d.story(url_of(1), answer(page(1, "Ralat.", pictures=[PICTURE])))
            await d.story(url_of(1, "bali"), answer(page(1)))
            await d.story(url_of(2), answer(paged(2)), second)
            await d.story(url_of(1), b"HTTP/1.1 304 Not Modified\r\n\r\n")
            await d.keep(url_of(5), b"", entry=Entry(url=url_of(5)))

    run_async(scenario())
    one, two = Archive(tmp_path / "one/gemapos"), Archive(tmp_path / "two/gemapos")
    run_async(import_files(tmp_path / "two", *one.warcs))
    assert without_places(one.lines()) == without_places(two.lines())
    assert one.bag("image_credits") == two.bag("image_credits")
    assert {name: stored(two)[name] for name in stored(one)} == stored(one)
    assert [path.read_bytes() for path in two.folder.glob("images/*/*")] == [PNG]
    before = stored(one)
    run_async(import_files(tmp_path / "one", *one.warcs))
    assert stored(one) == before, "an archive's own records are known"


def without_places(lines):
    for line in lines:
        for ref in line["captures"]:
            ref |= {"warc": "", "offset": 0}
    return lines


def test_each_record_goes_to_its_outlet(tmp_path):
    elsewhere = "https://harian.example/2026/11/24/banjir-surut-di-kota"
    file = tmp_path / "x.warc.gz"
    file.write_bytes(warcio_file([("response", url_of(1), page(1), {}), ("response", elsewhere, page(2), {})]))
    done = CliRunner().invoke(import_, [str(file), "--output", str(tmp_path / "out"), "--quiet"])
    assert (done.exit_code, done.output) == (0, ""), done.exception
    for name, url in (("gemapos", url_of(1)), ("generic", elsewhere)):
        archive = Archive(tmp_path / "out" / name)
        assert [line["url"] for line in archive.lines()] == [url]
        infos = [record.type for path in archive.warcs for record in warc_reader.walk(path)]
        assert Counter(infos) == {"warcinfo": 2, "response": 1}
        assert archive.run["command"] == "import"


def test_a_revisit_whose_payload_is_missing(tmp_path):
    lost = {"WARC-Refers-To-Target-URI": url_of(9), "WARC-Refers-To-Date": "2020-01-01T00:00:00Z"}
    file = tmp_path / "x.warc.gz"
    file.write_bytes(warcio_file([("revisit", url_of(1), b"", lost)]))
    run_async(import_files(tmp_path / "out", file))
    archive = Archive(tmp_path / "out/gemapos")
    assert archive.lines() == []
    assert archive.run["findings"] == {"payload_elsewhere": 1}


def test_an_import_does_not_end_a_crawl_that_was_cut_short(tmp_path, foreign):
    async def scenario():
        async with open_archive(tmp_path / "out", reason="shutdown") as d:
            await d.story(url_of(7), answer(page(7)))
        await import_files(tmp_path / "out", foreign)
        async with open_archive(tmp_path / "out", started=START.replace(hour=10)) as d:
            return await d.ask(lambda r: [one.entry.url for one in r.ledger.frontier.due(9, 9, d.now)])

    assert run_async(scenario()) == []


@pytest.mark.skipif(not DEV.exists(), reason="the pages of others are not here")
def test_real_pages_are_read_without_a_crash(tmp_path):
    """All of them through the very reader, in this process: the command itself is tried by tests/soak."""
    done = CliRunner().invoke(import_, [str(DEV), "--output", str(tmp_path), "--quiet"])
    assert (done.exit_code, done.output) == (0, ""), done.exception
    pages = [record for record in warc_reader.walk(DEV) if record.type == "response"]
    archives = [Archive(folder) for folder in tmp_path.iterdir()]
    assert sum(archive.run["captures"]["200"] for archive in archives) == len(pages)
    outcomes = sum((Counter(archive.run["outcomes"]) for archive in archives), Counter())
    assert outcomes == {"read": len(pages)}, json.dumps(outcomes)
    assert sum(len(archive.lines()) for archive in archives) > len(pages) // 2
    for archive in archives:
        for path in archive.warcs:
            assert_valid(path)
