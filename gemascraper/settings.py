"""Scrapy's settings for this project: which components, in which order, and why each number.

Facts about a site are in its profile. docs/reference/settings.md explains every setting of this file.
"""

from __future__ import annotations

import os

from gemascraper.version import __version__

BOT_NAME = "gemascraper"
SPIDER_MODULES = ["gemascraper.spiders"]
SPIDER_LOADER_CLASS = "gemascraper.spiders.loader.OutletSpiderLoader"
LOG_FORMATTER = "gemascraper.crawl.log.ArticleLogFormatter"
LOG_LEVEL = "INFO"

own_defaults: dict[str, str | int | bool] = {}
"""Default of each setting of our own; its type says what the value must be (crawl/setting_values.py)."""


def _own(name: str, default: str | int | bool) -> str | int | bool:
    own_defaults[name] = default
    return os.environ.get(name, default)


# --- our own; the command line wins over the environment, and the environment over this file
GEMASCRAPER_OUTPUT = _own("GEMASCRAPER_OUTPUT", "output")  # folder of the archives
GEMASCRAPER_CONTACT = _own("GEMASCRAPER_CONTACT", "")  # e-mail address or page where the outlet can reach us
GEMASCRAPER_CONNECT_TO = _own("GEMASCRAPER_CONNECT_TO", "")  # HOST:PORT:ADDRESS:PORT,… as curl's
GEMASCRAPER_CA_FILE = _own("GEMASCRAPER_CA_FILE", "")  # certificate authorities to trust besides the system's
GEMASCRAPER_ALLOW_PRIVATE = _own("GEMASCRAPER_ALLOW_PRIVATE", False)  # connect to private addresses too
GEMASCRAPER_READERS = _own("GEMASCRAPER_READERS", 0)  # processes that read pages; 0 is one for each processor
GEMASCRAPER_IMAGES = _own("GEMASCRAPER_IMAGES", False)  # keep the bytes of pictures too

# --- who we are, and how often we ask
USER_AGENT = f"gemascraper/{__version__}"  # the contact is added; it cannot be changed (crawl/opening.py)
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "gemascraper"  # a full user agent would match the groups of the browsers it names
DOWNLOAD_DELAY = 2.0  # seconds at least between requests to one host; up to twice that, at random (crawl/url_filter.py)
DOWNLOAD_DELAY_JITTER = 0.0
CONCURRENT_REQUESTS = 16
CONCURRENT_ITEMS = 1  # a response gives one reading, and Scrapy makes this many tasks for each response
CONCURRENT_REQUESTS_PER_DOMAIN = 8  # only where the delay is 0; with one, hosts are asked one request at a time
COOKIES_ENABLED = False  # no sessions; and the cookie jar fetches the public suffix list on its own
HTTPPROXY_ENABLED = False  # behind a proxy the host's IP address cannot be checked
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # it runs Python for whoever has its token
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.7",
    "Accept-Encoding": "gzip, deflate",  # not every archive tool can decode br and zstd
}

# --- limits, measured in docs/explanation/limits.md
DOWNLOAD_MAXSIZE = 8 << 20  # bytes of a page; sitemaps, feeds and pictures may be larger (ingest/reading.py)
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the outcome has a line of its own
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # 429 and 503 ask for a pause, for which the frontier waits
HTTPERROR_ALLOW_ALL = True  # a 404 is a reading with a kind
DEPTH_LIMIT = 0
DNSCACHE_ENABLED = True

DOWNLOAD_HANDLERS = {
    "http": "gemascraper.crawl.download_handler.CapturingHandler",
    "https": "gemascraper.crawl.download_handler.CapturingHandler",
    # a sitemap may name file:///etc/passwd; what is not here cannot be fetched
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "gemascraper.crawl.url_filter.UrlFilter": 50,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the URL filter knows the outlet's hosts
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "gemascraper.crawl.robots.Robots": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "gemascraper.crawl.content_coding.ContentCoding": 590,
}
ITEM_PIPELINES = {"gemascraper.crawl.pipeline.RecordPipeline": 100}  # first: user pipelines get articles
FEED_EXPORTERS = {
    **dict.fromkeys(("jl", "jsonl", "jsonlines"), "gemascraper.crawl.feed_exporters.ArticleLines"),
    "json": "gemascraper.crawl.feed_exporters.ArticleList",
}
FEED_EXPORT_ENCODING = "utf-8"
EXTENSIONS = {"scrapy.extensions.logstats.LogStats": None}
