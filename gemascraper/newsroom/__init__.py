"""A pretend Indonesian outlet on the loopback, nasty in the ways that real ones are.

`Newsroom(seed=1)` writes Gemapos and its editions Gema Bali, Gema Lampung and Gema Kalteng: more than two hundred
different stories, each with its truth, which is what a perfect reader would return. `with running(paper) as site:`
serves them under the real host names; ``site.connect_to`` and ``site.ca_file`` are for the crawler, ``site.log``
says what was on the wire. `serve` does the same in the foreground.

Each edition is printed in one of four looks: the outlet's own CMS, Promedia's pages, WordPress, and Promedia on
Next.js, which no edition has until `switch("bali", "promedia-next")` gives it. `publish` also takes a story you wrote.

    with running(Newsroom(seed=1)) as site:
        story = site.publish()
        site.correct(story.id, headline="Judul baru")
        site.fail("/robots.txt", "503", times=3)
        assert site.paper.truth(story.id)["headline"] == "Judul baru"

From the story outwards: `story` (facts) ← `writer`, `shapes`, `dates` (how they come about) · `sheet` (what one
edition prints) → `truth` and, through the templates, `press` · `paper` (what is in print, and the verbs) ·
`answers` (what stands at an address) · `wire` and `site` (HTTP, and its log) · `server` (sockets and threads).
"""

from gemascraper.newsroom.newsdesk import NOW
from gemascraper.newsroom.paper import Newsroom
from gemascraper.newsroom.server import running, serve
from gemascraper.newsroom.site import Served, Site
from gemascraper.newsroom.story import Story

__all__ = ["NOW", "Newsroom", "Served", "Site", "Story", "running", "serve"]
