"""``python -O`` removes assert statements: nothing may depend on them."""

import json
import subprocess
import sys

import gemascraper
from gemascraper.newsroom import Newsroom
from gemascraper.newsroom.responses import Responder

READ = """
import json, sys
import gemascraper
assert False, "asserts are removed here"
json.dump(gemascraper.read(sys.stdin.buffer.read(), sys.argv[1]).article.to_dict(), sys.stdout)
"""


def test_a_reading_without_asserts_is_the_same():
    paper = Newsroom(seed=1, stories=40)
    url = next(printed.url for printed in paper.printed_stories("bali") if printed.byline and printed.pictures)
    page = Responder(paper).at("bali.gemapos.id", url.removeprefix("https://bali.gemapos.id")).body
    command = [sys.executable, "-O", "-c", READ, url]
    optimized = json.loads(subprocess.run(command, input=page, capture_output=True, check=True).stdout)
    normal = gemascraper.read(page, url).article.to_dict()
    assert optimized.keys() == normal.keys()
    assert {field: optimized[field] for field in normal if optimized[field] != normal[field]} == {}
    assert normal["published"]
    assert normal["byline"]
