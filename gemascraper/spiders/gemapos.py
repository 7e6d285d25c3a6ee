"""Gemapos.ID and its editions: the worked example of a spider that is a class.

The profile would do without it (`spiders/loader.py` makes a spider of every profile). Write such a class only where an
outlet needs behaviour; facts belong into the profile.
"""

from gemascraper.spiders.outlet import OutletSpider


class GemaposSpider(OutletSpider):
    """Crawl Gemapos.ID with Gema Bali, Gema Lampung and Gema Kalteng into ``output/gemapos/``."""

    name = "gemapos"
