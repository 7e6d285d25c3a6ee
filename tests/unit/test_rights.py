"""Rights of pictures: from linked data, from the files, and what counts when the two differ."""

import asyncio
import io
import zlib
from struct import pack

import pytest
from archiving import answer, open_archive, page, rebuild, url_of
from crawling import Archive
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pixels

from gemascraper import outlets
from gemascraper.extract import Document, extract
from gemascraper.extract.images.file_metadata import FileMetadata, read
from gemascraper.extract.images.rights import disagrees, with_file
from gemascraper.items import Credit, Image, Rights
from gemascraper.newsroom import Newsroom
from gemascraper.newsroom.generated_pictures import picture_bytes
from gemascraper.newsroom.picture_metadata import OTHER, PictureMetadata, iptc, metadata_of

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
 photoshop:Credit="ANTARA FOTO" xmpRights:WebStatement="https://foto.example/lisensi">
<dc:creator><rdf:Seq><rdf:li>Rina Lestari</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">Hak cipta ANTARA FOTO</rdf:li></rdf:Alt></dc:rights>
<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorURL>https://foto.example/beli</plus:LicensorURL>
</rdf:li></rdf:Seq></plus:Licensor></rdf:Description></rdf:RDF></x:xmpmeta>"""
WHOLE = FileMetadata(
    credit="ANTARA FOTO",
    by_line="Rina Lestari",
    copyright_notice="Hak cipta ANTARA FOTO",
    license="https://foto.example/lisensi",
    acquire_license_page="https://foto.example/beli",
)


def picture(kind, **given):
    file = io.BytesIO()
    Pixels.new("RGB", (8, 8)).save(file, kind, **given)
    return file.getvalue()


def exif(artist, notice):
    said = Pixels.Exif()
    said[0x013B], said[0x8298] = artist, notice
    return said


def png_with(keyword, text, packed=False):
    plain = picture("PNG")
    value = (
        keyword
        + b"\x00"
        + (b"\x01" if packed else b"\x00")
        + b"\x00\x00\x00"
        + (zlib.compress(text) if packed else text)
    )
    chunk = pack(">I", len(value)) + b"iTXt" + value + pack(">I", zlib.crc32(b"iTXt" + value))
    return plain[:-12] + chunk + plain[-12:]


# ------------------------------------------------------------------------------------------------------- the files


@pytest.mark.parametrize(
    "data",
    [
        picture("JPEG", xmp=XMP),
        picture("WEBP", xmp=XMP),
        png_with(b"XML:com.adobe.xmp", XMP),
        png_with(b"XML:com.adobe.xmp", XMP, packed=True),
    ],
    ids=["jpeg", "webp", "png", "png, packed"],
)
def test_xmp(data):
    assert read(data) == WHOLE


def test_iptc_in_utf8_and_before_exif():
    said = PictureMetadata(credit="ANTARA FOTO", by_line="Ayu Wulandari Sétya", notice="Hak cipta ANTARA", agrees=True)
    plain = picture("JPEG", exif=exif("Kamera", "Lain"))
    found = read(plain[:2] + iptc(said) + plain[2:])
    assert found == FileMetadata(
        credit="ANTARA FOTO", by_line="Ayu Wulandari Sétya", copyright_notice="Hak cipta ANTARA"
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_exif(kind):
    data = picture(kind, exif=exif("Rina Lestari", "(c) 2026 Gemapos"))
    assert read(data) == FileMetadata(by_line="Rina Lestari", copyright_notice="(c) 2026 Gemapos")


def test_a_picture_without_metadata_and_bytes_that_are_not_a_picture():
    assert read(picture("JPEG")) == read(picture("GIF")) == read(b"<html>") == read(b"") == FileMetadata()


def test_entities_and_bombs_are_not_unpacked():
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 12))
        + b"]><x>&a11;</x>"
    )
    assert read(picture("WEBP", xmp=bomb)) == FileMetadata()
    assert read(png_with(b"XML:com.adobe.xmp", b"<x>" + b" " * 50_000_000, packed=True)) == FileMetadata()
    vast = picture("PNG").replace(pack(">II", 8, 8), pack(">II", 2**31 - 1, 2**31 - 1))
    assert read(vast) == FileMetadata()


@given(st.binary(max_size=300), st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP", b""]))
def test_any_bytes_are_read_without_an_exception(data, start):
    assert isinstance(read(start + data), FileMetadata)


@given(st.integers(0, 400), st.integers(0, 255))
def test_damaged_pictures_are_read_without_an_exception(at, byte):
    for data in (picture("JPEG", xmp=XMP, exif=exif("a", "b")), picture("WEBP", xmp=XMP)):
        assert isinstance(read(data[:at] + bytes([byte]) + data[at + 1 :]), FileMetadata)
        assert isinstance(read(data[:at]), FileMetadata)


# ---------------------------------------------------------------------------------------------------- what follows


@pytest.mark.parametrize(
    ("printed", "said", "odd"),
    [
        (Credit(kind="agency", agency="ANTARA", photographer="Rina Lestari"), WHOLE, False),
        (Credit(kind="agency", agency="Antara"), WHOLE, False),
        (
            Credit(kind="staff", holder="Gemapos", photographer="Rina Lestari"),
            FileMetadata(by_line="RINA LESTARI"),
            False,
        ),
        (Credit(kind="staff", holder="Gemapos", photographer="Rina Lestari"), FileMetadata(by_line="Gemapos"), False),
        (Credit(kind="agency", agency="Antaranews"), FileMetadata(credit="LKBN Antara"), False),
        (Credit(kind="courtesy"), WHOLE, False),
        (None, WHOLE, False),
        (Credit(kind="staff", holder="Gemapos", photographer="Rina Lestari"), FileMetadata(), False),
        (
            Credit(kind="staff", holder="Gemapos", photographer="Budi Santoso"),
            FileMetadata(by_line="Rina Lestari"),
            True,
        ),
        (Credit(kind="agency", agency="Reuters"), WHOLE, True),
        (Credit(kind="handout", holder="BNPB"), FileMetadata(credit="Getty Images"), True),
    ],
)
def test_when_file_and_page_disagree(printed, said, odd):
    assert disagrees(printed, said) is odd


def test_the_file_fills_what_the_page_does_not_say():
    image = Image(url="https://a.id/x.jpg", rights=Rights(license="https://a.id/lisensi"))
    filled, finding = with_file(image, WHOLE)
    assert filled.rights == Rights(
        license="https://a.id/lisensi",
        copyright_notice="Hak cipta ANTARA FOTO",
        acquire_license_page="https://foto.example/beli",
    )
    assert (filled.credit, filled.credit_line, finding) == (None, None, None)
    assert with_file(image, FileMetadata()) == (image, None)


def test_rights_in_linked_data():
    node = (
        '{"@type": "ImageObject", "contentUrl": "https://www.kabarkota.example/pasar.jpg", "license": '
        '"https://www.kabarkota.example/lisensi", "acquireLicensePage": "https://www.kabarkota.example/beli", '
        '"copyrightNotice": "© 2026 Kabar Kota", "creditText": "Kabar Kota/Rina Lestari"}'
    )
    text = "<p>Wali kota membuka pasar murah di halaman balai kota pada Senin pagi, disambut ratusan warga.</p>" * 3
    html = (
        f"<html lang=id><head><script type='application/ld+json'>{node}</script></head><body><article>"
        f"<h1>Pasar Murah Dibuka</h1><figure><img src='/pasar.jpg'></figure>{text}</article></body></html>"
    )
    (image,) = extract([Document(html, "https://www.kabarkota.example/a/pasar")], outlets.generic()).article.images
    assert image.rights == Rights(
        license="https://www.kabarkota.example/lisensi",
        copyright_notice="© 2026 Kabar Kota",
        acquire_license_page="https://www.kabarkota.example/beli",
    )
    assert image.credit_line == "Kabar Kota/Rina Lestari"


# -------------------------------------------------------------------------------------------------- from end to end


def test_the_newsroom_files_pictures_that_agree_and_some_that_do_not():
    pictures = list(Newsroom(seed=1).pictures().values())
    told = [(picture, said) for picture in pictures if (said := metadata_of(picture))]
    assert len(told) > 20
    assert {said.agrees for _, said in told} == {True, False}
    for picture, said in told:
        found = read(picture_bytes(picture))
        assert (found.credit, found.by_line, found.copyright_notice) == (said.credit, said.by_line, said.notice)
        assert disagrees(picture.credit.credit, found) is not said.agrees, picture.name


def jpeg(by_line, credit):
    plain = picture("JPEG")
    said = PictureMetadata(credit=credit, by_line=by_line, notice="Hak cipta ANTARA", agrees=True)
    return answer(plain[:2] + iptc(said) + plain[2:], "200 OK", "image/jpeg")


def test_rights_in_kept_pictures_are_read_in_a_crawl_and_in_a_rebuild(tmp_path):
    agreeing, contradicting = "https://cms.gemapos.co.id/posts/banjir.jpg", "https://cms.gemapos.co.id/posts/sawah.jpg"
    archive = Archive(tmp_path / "gemapos")

    async def scenario():
        async with open_archive(tmp_path, GEMASCRAPER_IMAGES=True) as d:
            given = {agreeing: jpeg(None, "ANTARA FOTO"), contradicting: jpeg(OTHER, "Reuters")}
            return await d.story(url_of(1), answer(page(1, pictures=[agreeing, contradicting])), given)

    asyncio.run(asyncio.wait_for(scenario(), 60))
    (line,) = archive.lines()
    assert [image["rights"]["copyright_notice"] for image in line["images"]] == ["Hak cipta ANTARA"] * 2
    (finding,) = [each for each in line["findings"] if each["code"] == "credit_disagrees"]
    assert finding == {
        "code": "credit_disagrees",
        "field": "images",
        "message": f"picture 2: the page says Antara, its file says Reuters/{OTHER}",
    }
    before = (archive.bag(), archive.bag("image_credits"))
    asyncio.run(rebuild(tmp_path))
    assert (archive.bag(), archive.bag("image_credits")) == before
