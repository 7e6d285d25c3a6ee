"""The download handler that captures: every exchange is archived, whatever its outcome.

    Scrapy's HTTP/1.1 client ── Tap ── [TLS: Trust] ── TCP: CheckedEndpoint ── the host

Everything passes here: pages, robots.txt, redirects, retries and failures. State belongs to the exchange, never to
`request.meta` (redirects and retries copy it) or to a global.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from gemascraper.crawl.endpoint import CheckedEndpoint
from gemascraper.crawl.failures import outcome_of
from gemascraper.crawl.live_exchange import LiveExchange, TapFactory
from gemascraper.crawl.manners import restart_delay
from gemascraper.crawl.refusals import FetchRefusal, FetchStopped, TooLarge
from gemascraper.crawl.routes import Routes
from gemascraper.crawl.session import close_connections, session_of
from gemascraper.crawl.trust import Trust
from gemascraper.outcomes import AnyOutcome, Outcome, of_status
from gemascraper.values import urls

_current: ContextVar[LiveExchange] = ContextVar("the exchange that needs a connection")


class TappedPool:
    """Scrapy's own connection pool, with a CheckedEndpoint and a Tap for each new connection."""

    def __init__(self, pool: Any, routes: Routes, trust: Trust) -> None:
        self._pool, self._routes, self._trust = pool, routes, trust
        pool.retryAutomatically = False  # or Twisted sends a request twice without telling

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def getConnection(self, key: Any, _: Any) -> Any:
        exchange = _current.get()  # Scrapy calls this before download_request() first yields: same context
        scheme, host, port = key[0].decode(), key[1].decode(), key[2]
        route = self._routes.of(host, port)
        endpoint = CheckedEndpoint(route, self._trust.of(host) if scheme == "https" else None, TapFactory)
        return self._pool.getConnection((*key, route), endpoint).addCallback(exchange.attach)


class CapturingHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler on our pool. Every exchange is archived, whatever its outcome."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        without_contact = not (settings["GEMASCRAPER_CONTACT"] or "").strip()
        routes = Routes(
            settings.getlist("GEMASCRAPER_CONNECT_TO"), settings.getbool("GEMASCRAPER_ALLOW_PRIVATE"), without_contact
        )
        self._pool: Any = TappedPool(self._pool, routes, Trust(settings["GEMASCRAPER_CA_FILE"]))
        self._session = session_of(crawler)
        self._max_size = settings.getint("DOWNLOAD_MAXSIZE")
        self._live: set[LiveExchange] = set()
        crawler.signals.connect(self._close_connections, close_connections)

    async def download_request(self, request: Request) -> Response:
        exchange = LiveExchange(request.url, request.meta.get("download_maxsize", self._max_size))
        pauses, host = self._session.pauses, urls.host(request.url)
        pauses.check(host)
        outcome: AnyOutcome = Outcome.FAILED
        _current.set(exchange)
        self._live.add(exchange)
        try:
            response = await super().download_request(request)
            outcome = of_status(response.status)
            pauses.note(host, response.status, response.headers.get(b"Retry-After"))
            return response
        except BaseException as error:
            outcome, cause = outcome_of(_ours(exchange, error))
            if isinstance(cause, FetchRefusal) and cause is not error:
                raise cause from error  # Scrapy would retry its own DownloadFailedError
            raise
        finally:
            self._live.discard(exchange)
            exchange.detach()
            restart_delay(self._crawler, request)
            entry, page_of = request.cb_kwargs.get("entry"), request.cb_kwargs.get("page_of")
            await self._session.keep(exchange.ended(outcome, entry, page_of), request)

    def _close_connections(self) -> None:
        for exchange in list(self._live):
            exchange.abort(Outcome.STOPPED)

    async def close(self) -> None:
        self._close_connections()
        await super().close()


def _ours(exchange: LiveExchange, error: BaseException) -> BaseException:
    """Our own reason where we closed the connection, else *error*; Scrapy would retry what looks like the host's."""
    if exchange.ended_by_us == Outcome.TOO_LARGE:
        return TooLarge(f"{exchange.url} is larger than the limit")
    return FetchStopped() if exchange.ended_by_us == Outcome.STOPPED else error
