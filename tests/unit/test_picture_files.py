"""`ingest.picture_files`: names of files come from bytes, so that no URL can lead out of the archive."""

import re

from vectors import vectors

from gemascraper.ingest.picture_files import PictureFiles


def test_file_names_are_safe_whatever_the_urls_are(tmp_path):
    pictures = PictureFiles(tmp_path / "images")
    urls = [vector["url"] for vector in vectors("filename_urls")]
    digests = {pictures.store(url.encode("utf-8", "surrogatepass")) for url in urls}
    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == len(digests) == len(set(urls))
    assert all(re.fullmatch(r"images/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]+", str(path)) for path in files)
