"""A real HTTP server on 127.0.0.1 with pages that we wrote, and what fetches from it."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from index.ingestion.web.addresses import Resolve
from index.ingestion.web.fetcher import Fetcher, Limits
from index.ingestion.web.pages import Indexed
from index.ingestion.web.sources import WebSetup, WebSources
from index.storage.archive.archive import Archive
from tests.helpers.fakes import FakeClock

LOCAL = "127.0.0.1"
START = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
QUICK = Limits(seconds=2.0, quiet=1.0, pause=0.0)

Respond = Callable[[web.Request], Awaitable[web.StreamResponse] | web.StreamResponse]


def article_page(
    title: str = "New bridge in Norwich opens",
    said: str = "It is 120 metres long and carries two cycle lanes.",
    *,
    aside: str = "Read more about bridges",
    day: str | None = "2026-02-27",
    canonical: str = "",
) -> str:
    """A page with a story of three paragraphs, a menu and a line that is no story."""
    meta = f'<meta property="article:published_time" content="{day}T09:00:00Z">' if day else ""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Daily Example</title>
<meta property="og:site_name" content="The Daily Example">{meta}{link}</head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{title}</h1>
<p>The bridge over the river was opened on Tuesday by its architect, Ada Brown, in heavy rain.</p>
<p>{said}</p>
<p>Residents of both banks have asked for it since the old ferry was closed eleven years ago.</p>
</article><aside>{aside}</aside></body></html>
"""


def rss(links: Iterable[str], title: str = "The Daily Example", extra: str = "") -> str:
    """A feed with these links, the first one the newest."""
    items = "".join(
        f"<item><title>Item {n}</title><link>{link}</link>{extra}</item>"
        for n, link in enumerate(links)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
        f"{items}</channel></rss>"
    )


@dataclass
class Site:
    """The server: what it has under each path, and what it was asked for.

    A string is sent as a page, or as XML or robots.txt by the end of its path, with an ETag;
    ``otherwise`` under every other path.
    """

    base: str
    pages: dict[str, str | bytes | Respond] = field(default_factory=dict)
    otherwise: str | None = None
    asked: list[web.Request] = field(default_factory=list)
    now: int = 0
    most: int = 0

    def paths(self, *, robots: bool = False) -> list[str]:
        """The paths that were asked for, in order."""
        found = [request.path_qs for request in self.asked]
        return [path for path in found if robots or path != "/robots.txt"]

    def url(self, path: str) -> str:
        return f"{self.base}{path}"

    async def respond(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            return await self._respond(request)
        finally:
            self.now -= 1

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        found = self.pages.get(request.path_qs)
        if found is None and request.path != "/robots.txt":
            found = self.otherwise
        if found is None:
            return web.Response(status=404, text="not here")
        if callable(found):
            made = found(request)
            return made if isinstance(made, web.StreamResponse) else await made
        data = found.encode() if isinstance(found, str) else found
        etag = f'"{hash(data)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=data, headers={"ETag": etag, "Content-Type": _kind(request.path)})


def _kind(path: str) -> str:
    if path.endswith((".xml", ".rss")):
        return "application/xml"
    return "text/plain" if path.endswith(".txt") else "text/html; charset=utf-8"


@asynccontextmanager
async def serve_site(certificate: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    """Run a server until the context ends, with TLS if there is a certificate."""
    site = Site("")
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.respond)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        listening = web.TCPSite(runner, LOCAL, 0, ssl_context=certificate)
        await listening.start()
        assert listening._server is not None
        port = listening._server.sockets[0].getsockname()[1]
        site.base = f"http://{LOCAL}:{port}"
        yield site
    finally:
        await runner.cleanup()


def names(**addresses: str | Sequence[str]) -> Resolve:
    """Resolve ``news_test="127.0.0.1"`` as the name news.test; other names are not known."""

    async def resolving(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(0)
        with suppress(ValueError):  # an address, not a name
            return [str(ipaddress.ip_address(host))]
        found = addresses.get(host.replace(".", "_"))
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return [found] if isinstance(found, str) else found

    return resolving


@asynccontextmanager
async def open_sources(
    folder: Path,
    *feeds: str,
    clock: FakeClock | None = None,
    fetcher: Fetcher | None = None,
    most_articles: int = 25,
    indexed: Indexed = lambda below: False,
) -> AsyncIterator[WebSources]:
    """Sources with their files in ``folder``, on a clock that only moves when told."""
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    await (await Archive.open(folder / "data")).close()
    moment = clock or FakeClock(START)
    fetcher = fetcher or Fetcher(
        own_network={LOCAL}, limits=QUICK, clock=lambda: moment().timestamp()
    )
    setup = WebSetup(articles, folder / "data", feeds, most_articles=most_articles, indexed=indexed)
    sources = await WebSources.open(setup, fetcher=fetcher, now=moment)
    try:
        yield sources
    finally:
        await sources.close()


def kept_files(folder: Path) -> list[str]:
    """The article files in a folder, relative to it, without hidden ones."""
    articles = folder / "articles"
    found = (path.relative_to(articles).as_posix() for path in articles.rglob("*"))
    return sorted(
        name for name in found if not name.startswith(".") and (articles / name).is_file()
    )
