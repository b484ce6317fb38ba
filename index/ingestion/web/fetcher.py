"""Fetches pages and feeds: politely, within limits, and only from the internet."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from index.errors import PageUnavailable, UnusableSetting
from index.ingestion.article_files import MAX_BYTES
from index.ingestion.web.addresses import Resolve, addresses_to_connect, resolve
from index.ingestion.web.body import BodyDamaged, BodyTooLarge, read_body
from index.ingestion.web.robots import AGENT, MOST_BYTES, Robots
from index.ingestion.web.urls import clean_url, host_of, shown_url, site_of
from index.storage.archive.web import NOTHING_KNOWN, Validators

if TYPE_CHECKING:  # slow to import
    import httpx

_REDIRECTS = {301, 302, 303, 307, 308}
_MAX_REDIRECTS = 5
_TEMPORARY = {408, 425, 429, 500, 502, 503, 504}
_BUSY = {429, 503}
_WHY = {
    401: "needs a login; save the page as a file in the articles folder",
    402: "is behind a paywall; save the page as a file in the articles folder",
    403: "refuses access; save the page as a file in the articles folder",
    404: "there is no such page; check the address",
    410: "the page has been removed; check the address",
    429: "asks for fewer requests; try again later",
    451: "is blocked for legal reasons",
}
_ROBOTS_SECONDS = 24 * 60 * 60.0  # for which a robots.txt is remembered
_LONGEST_WAIT = 24 * 60 * 60.0  # seconds that a server may ask for
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf;q=0.8,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one request: ``seconds`` for all of it, ``quiet`` seconds without a byte.

    ``pause`` is the least number of seconds between two requests to one host.
    """

    seconds: float = 30.0
    quiet: float = 15.0
    pause: float = 1.0
    bytes: int = MAX_BYTES


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched. ``url`` is where it was in the end; ``kind`` the media type, in lower case.

    ``unchanged`` says that it is as it was when the validators were given; there is no data then.
    """

    url: str
    data: bytes = b""
    kind: str = ""
    charset: str | None = None
    validators: Validators = NOTHING_KNOWN
    unchanged: bool = False


@dataclass(slots=True)
class _Host:
    """One host: a request at a time, with a pause between two."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_request: float = 0.0
    busy_until: float = 0.0
    delay: float = 0.0


class Fetcher:
    """Fetches one thing at a time from each host. Every method raises PageUnavailable.

    A connection goes to an address that was checked, so that a name cannot be resolved to another
    one in between. Proxies are not used, because behind one nothing could be checked.
    """

    def __init__(
        self,
        *,
        resolving: Resolve = resolve,
        own_network: Collection[str] = (),
        limits: Limits = Limits(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``own_network`` are addresses that are fetched from although they are not public."""
        self._resolving = resolving
        self._own_network = frozenset(own_network)
        self._limits = limits
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, tuple[Robots, float]] = {}
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def get(self, url: str, known: Validators = NOTHING_KNOWN) -> Fetched:
        """Fetch a clean address if robots.txt allows it.

        With ``known``, the request is conditional.
        """
        async with self._opening:
            if self._client is None:  # imports, and reads the certificates that are trusted
                self._client = await asyncio.to_thread(_make_client, self._limits.quiet)
        return await self._follow(url, known)

    async def _follow(self, url: str, known: Validators, *, for_robots: bool = False) -> Fetched:
        """Follow redirects by hand: each address is checked as if somebody had named it."""
        at = url
        for _ in range(_MAX_REDIRECTS + 1):
            if not for_robots:
                await self._check_robots(at)
            async with self._turn(at):
                found = await self._in_time(at, known, for_robots=for_robots)
            if isinstance(found, Fetched):
                return found
            try:
                at = clean_url(urljoin(at, found))
            except (UnusableSetting, ValueError):
                raise PageUnavailable(
                    f"{shown_url(url)}: redirects to something that is not a web address"
                ) from None
        raise PageUnavailable(f"{shown_url(url)}: redirects more than {_MAX_REDIRECTS} times")

    async def _in_time(self, url: str, known: Validators, *, for_robots: bool) -> Fetched | str:
        """Make one request; a server that sends a byte now and then has to end, too."""
        most = MOST_BYTES if for_robots else self._limits.bytes
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._request(url, known, most, cut=for_robots)
        except TimeoutError:
            raise PageUnavailable(
                f"{shown_url(url)}: took more than {self._limits.seconds:.0f} s; try again later",
                temporary=True,
            ) from None

    async def _check_robots(self, url: str) -> None:
        origin = site_of(url)
        rules, until = self._robots.get(origin, (None, 0.0))
        if rules is None or self._clock() >= until:
            rules = await self._read_robots(origin)
            self._robots[origin] = rules, self._clock() + _ROBOTS_SECONDS
            self._host(url).delay = rules.delay
        if not rules.allows(url):
            raise PageUnavailable(
                f"{shown_url(url)}: {host_of(url)} does not let programs fetch it (robots.txt); "
                "save the page as a file in the articles folder"
            )

    async def _read_robots(self, origin: str) -> Robots:
        """Return the rules of a site: none if it has no robots.txt."""
        where = f"{origin}/robots.txt"
        try:
            found = await self._follow(where, NOTHING_KNOWN, for_robots=True)
        except PageUnavailable as error:
            if error.temporary:
                raise
            return Robots()  # there is none, or nobody may see it
        return Robots(found.data.decode("utf-8", "replace"))

    @asynccontextmanager
    async def _turn(self, url: str) -> AsyncIterator[None]:
        """Wait for the host's turn. Raises PageUnavailable if it asked not to be asked now."""
        host = self._host(url)
        async with host.lock:
            if (left := host.busy_until - self._clock()) > 0:
                raise PageUnavailable(
                    f"{shown_url(url)}: {host_of(url)} asked to wait; try again in "
                    f"{max(1, round(left / 60))} min",
                    temporary=True,
                    retry_after=left,
                    host=host_of(url),
                )
            if (pause := host.next_request - self._clock()) > 0:
                await asyncio.sleep(pause)
            try:
                yield
            except PageUnavailable as error:
                if error.retry_after:
                    host.busy_until = self._clock() + error.retry_after
                raise
            finally:
                host.next_request = self._clock() + max(self._limits.pause, host.delay)

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(host_of(url), _Host())

    async def _request(self, url: str, known: Validators, most: int, *, cut: bool) -> Fetched | str:
        """Make one request; return what was fetched, or where it redirects to.

        ``cut`` takes the beginning of what is too large.
        """
        import httpx

        try:
            async with self._response(url, known) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return response.headers["location"]
                return await _read(url, response, known, most, cut=cut)
        except httpx.TimeoutException:
            raise PageUnavailable(
                f"{shown_url(url)}: does not answer; try again later", temporary=True
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise PageUnavailable(
                f"{shown_url(url)}: cannot be reached ({reason}); check the address",
                temporary=True,
            ) from error

    @asynccontextmanager
    async def _response(self, url: str, known: Validators) -> AsyncIterator[httpx.Response]:
        """Connect to one of the host's addresses, in turn, and send the request there."""
        import httpx

        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = await addresses_to_connect(url, port, self._resolving, self._own_network)
        if self._client is None:
            raise PageUnavailable(f"{shown_url(url)}: not fetched, because the bot is stopping")
        for address in addresses:
            request = self._client.build_request(
                "GET",
                httpx.URL(url).copy_with(host=address),
                headers={"Host": parts.netloc, **_headers(known)},
                # certificates are of the name, not of the address
                extensions={"sni_hostname": host_of(url)},
            )
            try:
                response = await self._client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if address == addresses[-1]:
                    raise
                continue
            try:
                yield response
            finally:
                await response.aclose()
            return


def _make_client(quiet: float) -> httpx.AsyncClient:
    import httpx

    # httpx logs addresses with their queries, which may be keys
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return httpx.AsyncClient(
        timeout=quiet,
        # a connection that is used again could be one to another name on this address
        limits=httpx.Limits(max_keepalive_connections=0),
        verify=httpx.create_ssl_context(),
        # none are kept: requests go to addresses, and two sites on one would share their cookies
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        trust_env=False,
    )


def _headers(known: Validators) -> dict[str, str]:
    headers = {
        "User-Agent": f"{AGENT}/{version('coverage-bot')} (news archive; obeys robots.txt)",
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip, deflate",
    }
    if etag := _usable(known.etag):
        headers["If-None-Match"] = etag
    if modified := _usable(known.modified):
        headers["If-Modified-Since"] = modified
    return headers


async def _read(
    url: str, response: httpx.Response, known: Validators, most: int, *, cut: bool
) -> Fetched:
    """Return what a response has. Raises PageUnavailable unless it is a whole page."""
    status = response.status_code
    if status == 304 and known != NOTHING_KNOWN:
        return Fetched(url, validators=known, unchanged=True)
    if status != 200:
        raise _refusal(url, response)
    encoding = response.headers.get("content-encoding", "").strip().lower()
    try:
        data = await read_body(response.aiter_raw(), encoding, most)
    except BodyTooLarge as error:
        if not cut:
            raise PageUnavailable(
                f"{shown_url(url)}: is larger than {most / 1e6:,.0f} MB, the limit for one article"
            ) from None
        data = error.args[0]
    except BodyDamaged as error:
        raise PageUnavailable(f"{shown_url(url)}: {error}; try again later", temporary=True) from (
            None
        )
    kind, charset = _content_type(response.headers.get("content-type", ""))
    given = response.headers
    validators = Validators(_usable(given.get("etag")), _usable(given.get("last-modified")))
    return Fetched(url, data, kind, charset, validators)


def _refusal(url: str, response: httpx.Response) -> PageUnavailable:
    status = response.status_code
    why = _WHY.get(status) or (
        "the server has problems; try again later" if status >= 500 else "it sent no page"
    )
    wait = _retry_after(response.headers.get("retry-after", "")) if status in _BUSY else None
    return PageUnavailable(
        f"{shown_url(url)}: {why} (status {status})",
        temporary=status in _TEMPORARY or status >= 500,
        retry_after=wait,
        host=host_of(url),
    )


def _retry_after(value: str) -> float | None:
    """Return the seconds that a server asks to wait, given as such or as a date."""
    value = value.strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return min(float(value), _LONGEST_WAIT) or None
    try:
        until = parsedate_to_datetime(value)
        until = until if until.tzinfo else until.replace(tzinfo=dt.UTC)
        left = (until - dt.datetime.now(dt.UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(left, _LONGEST_WAIT) if left > 0 else None


def _content_type(value: str) -> tuple[str, str | None]:
    """Return the media type and the character encoding of a Content-Type header."""
    from email.message import Message

    message = Message()
    message["Content-Type"] = value[:200] or "application/octet-stream"
    charset = message.get_param("charset")
    kind = message.get_content_type() if value else ""
    return kind, charset if isinstance(charset, str) and charset.isascii() else None


def _usable(value: str | None) -> str | None:
    """Return a validator, unless it cannot be sent back, or is too long to be worth keeping."""
    good = value and len(value) <= 500 and value.isascii() and value.isprintable()
    return value if good else None
