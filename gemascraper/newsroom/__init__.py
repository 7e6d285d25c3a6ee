"""An invented Indonesian outlet, served on loopback, with the defects of real ones: for the demo and the tests.

`Newsroom(seed=1)` makes Gemapos and its editions Gema Bali, Gema Lampung and Gema Kalteng: more than two hundred
different stories, and for each the correct article (its *truth*). `with running(paper) as site:` serves them under the
real host names; ``site.connect_to`` and ``site.ca_file`` are for the crawler, ``site.log`` has all requests and
responses. `serve` does the same in the foreground.

Each edition is printed in one of four designs: the outlet's own CMS, Promedia, WordPress, and Promedia on Next.js,
which an edition has only after `switch("bali", "promedia-next")`. `publish` also takes a story of your own.

    with running(Newsroom(seed=1)) as site:
        story = site.publish()
        site.correct(story.id, headline="Judul baru")
        site.fail("/robots.txt", "503", times=3)
        assert site.paper.truth(story.id)["headline"] == "Judul baru"

Modules, from a story to its bytes: `story` (facts), made by `newsdesk`, `writer`, `vocabulary`, `printed_lines` and
`dates` · `printed_story` and `printed_times` (what one edition prints) · `truth` and `page_renderer` (the correct
article, and the page) · `paper` (what is published, and the methods that change it) · `responses` (one for each URL) ·
`generated_pictures` and `picture_metadata` · `connections` and `local_site` (HTTP, and its log) · `server` (sockets and
threads).
"""

from gemascraper.newsroom.local_site import LoggedRequest, Site
from gemascraper.newsroom.newsdesk import NOW
from gemascraper.newsroom.paper import Newsroom
from gemascraper.newsroom.server import running, serve
from gemascraper.newsroom.story import NewsroomStory

__all__ = ["NOW", "LoggedRequest", "Newsroom", "NewsroomStory", "Site", "running", "serve"]
