"""Serves a newsroom on the loopback: HTTP/1.1 over TLS and plain, on free ports, with a throw-away authority.

The hosts are the real ones; who crawls maps them here with the rules of `Site.connect_to` and trusts `Site.ca_file`.
"""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import trustme

from gemascraper.newsroom.paper import Newsroom
from gemascraper.newsroom.site import Site
from gemascraper.newsroom.wire import Wire


@contextmanager
def running(paper: Newsroom) -> Iterator[Site]:
    """Serve *paper* from a thread of its own for the length of a ``with`` block."""
    loop, ready, sites = asyncio.new_event_loop(), threading.Event(), list[Site]()
    failures = list[BaseException]()

    def begun(site: Site) -> None:
        sites.append(site)
        ready.set()

    def run() -> None:
        try:
            loop.run_until_complete(_serve(paper, begun))
        except asyncio.CancelledError:
            pass
        except OSError as error:
            failures.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="newsroom", daemon=True)
    thread.start()
    ready.wait()
    if not sites:
        raise failures[0]
    try:
        yield sites[0]
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        thread.join(10)
        loop.close()


def serve(paper: Newsroom, ready: Callable[[Site], None]) -> None:
    """Serve *paper* in the foreground until interrupted; *ready* is told the addresses."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(paper, ready))


async def _serve(paper: Newsroom, ready: Callable[[Site], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="newsroom-") as folder:
        site = Site(paper, Path(folder, "ca.pem"))
        wire, secure = Wire(site), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(site.ca_file))
        authority.issue_cert(*site.hosts).configure_cert(secure)
        servers = {
            "https": await asyncio.start_server(wire.secure, "127.0.0.1", 0, ssl=secure, backlog=256),
            "http": await asyncio.start_server(wire.plain, "127.0.0.1", 0, backlog=256),
        }
        site.ports.update({scheme: server.sockets[0].getsockname()[1] for scheme, server in servers.items()})
        ready(site)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            for server in servers.values():
                server.close()
            for writer in tuple(wire.open):
                writer.transport.abort()
