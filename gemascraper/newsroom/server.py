"""Serves a newsroom on 127.0.0.1: HTTP and HTTPS on free ports, with a temporary certificate authority.

The host names are those of the profile; a crawler connects with the rules of `Site.connect_to` and trusts
`Site.ca_file`.
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

from gemascraper.newsroom.connections import Connections
from gemascraper.newsroom.local_site import Site
from gemascraper.newsroom.paper import Newsroom


@contextmanager
def running(paper: Newsroom) -> Iterator[Site]:
    """Serve *paper* from another thread during a ``with`` block. Raises `OSError` where no port can be opened."""
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
    """Serve *paper* until interrupted; *ready* is called with the site once it listens."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(paper, ready))


async def _serve(paper: Newsroom, ready: Callable[[Site], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="newsroom-") as folder:
        site = Site(paper, Path(folder, "ca.pem"))
        connections, secure = Connections(site), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(site.ca_file))
        authority.issue_cert(*site.hosts).configure_cert(secure)
        servers = {
            "https": await asyncio.start_server(connections.secure, "127.0.0.1", 0, ssl=secure, backlog=256),
            "http": await asyncio.start_server(connections.plain, "127.0.0.1", 0, backlog=256),
        }
        site.ports.update({scheme: server.sockets[0].getsockname()[1] for scheme, server in servers.items()})
        ready(site)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            for server in servers.values():
                server.close()
            for writer in tuple(connections.open):
                writer.transport.abort()
