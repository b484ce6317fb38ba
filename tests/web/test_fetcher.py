"""Fetching from a real server: limits, redirects, robots.txt, packed and broken bodies."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import ssl
import subprocess
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from index.errors import PageUnavailable
from index.ingestion.article_files import MAX_BYTES
from index.ingestion.web.fetcher import Fetcher
from index.storage.archive.web import NOTHING_KNOWN, Validators
from tests.helpers.fakes import FakeClock
from tests.helpers.web import LOCAL, QUICK, START, Site, names, serve_site

PAGE = b"<html><p>A page.</p></html>"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serve_site() as running:
        running.pages["/page"] = PAGE
        yield running


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    made = Fetcher(own_network={LOCAL}, limits=QUICK)
    yield made
    await made.close()


async def error_of(fetcher: Fetcher, url: str) -> PageUnavailable:
    with pytest.raises(PageUnavailable) as raised:
        await fetcher.get(url)
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith("http")
    return raised.value


def answer(**given: Any) -> Any:
    return lambda request: web.Response(**given)


async def test_a_page_is_fetched_politely(site: Site, fetcher: Fetcher) -> None:
    found = await fetcher.get(site.url("/page"))
    assert (found.data, found.kind, found.charset) == (PAGE, "text/html", "utf-8")
    assert site.paths(robots=True) == ["/robots.txt", "/page"]
    sent = site.asked[-1].headers
    assert sent["User-Agent"].startswith("coverage-bot/")
    assert sent["Host"] == site.base.removeprefix("http://")
    assert sent["Accept-Encoding"] == "gzip, deflate"
    assert "Cookie" not in sent


async def test_no_cookie_is_sent_back_nor_to_another_site_on_the_same_address(site: Site) -> None:
    fetcher = Fetcher(
        resolving=names(one_test=LOCAL, two_test=LOCAL), own_network={LOCAL}, limits=QUICK
    )
    port = site.base.rpartition(":")[2]
    site.pages["/cookie"] = answer(headers={"Set-Cookie": "who=reader; Path=/"}, text="hello")
    await fetcher.get(f"http://one.test:{port}/cookie")
    for host in ("one.test", "two.test"):
        await fetcher.get(f"http://{host}:{port}/page")
        assert "Cookie" not in site.asked[-1].headers
    await fetcher.close()


async def test_an_unchanged_page_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    first = await fetcher.get(site.url("/page"))
    assert first.validators.etag
    again = await fetcher.get(site.url("/page"), first.validators)
    assert again.unchanged
    assert not again.data
    assert again.validators == first.validators
    assert site.asked[-1].headers["If-None-Match"] == first.validators.etag
    await fetcher.get(site.url("/page"), Validators(modified="Mon, 02 Mar 2026 12:00:00 GMT"))
    assert site.asked[-1].headers["If-Modified-Since"] == "Mon, 02 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize("etag", [b'"caf\xe9"', '"café"'.encode(), b'"' + b"x" * 600 + b'"'])
async def test_a_validator_that_cannot_be_sent_back_is_not_kept(etag: bytes) -> None:
    given = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: " + etag
    given += b"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(PAGE) + PAGE

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        wanted = request.partition(b"\r\n")[0]
        writer.write(missing if b"robots.txt" in wanted else given)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, LOCAL, 0)
    url = f"http://{LOCAL}:{server.sockets[0].getsockname()[1]}/page"
    fetcher = Fetcher(own_network={LOCAL}, limits=QUICK)
    first = await fetcher.get(url)
    assert first.validators == NOTHING_KNOWN
    kept_before = Validators(etag.decode("latin-1"), "Mån, 02 Mar 2026")  # by an earlier version
    assert (await fetcher.get(url, kept_before)).data == PAGE
    await fetcher.close()
    server.close()


async def test_without_permission_nothing_of_the_own_network_is_fetched(site: Site) -> None:
    fetcher = Fetcher(limits=QUICK)
    error = await error_of(fetcher, site.url("/page"))
    assert "not a public internet address" in str(error)
    assert site.asked == []
    await fetcher.close()


async def test_a_redirect_to_the_own_network_is_refused(site: Site) -> None:
    """Only news.test may be fetched, although both names are this machine."""
    fetcher = Fetcher(
        resolving=names(news_test=LOCAL, inside_test="127.0.0.2"),
        own_network={LOCAL},
        limits=QUICK,
    )
    port = site.base.rpartition(":")[2]
    site.pages["/moved"] = answer(
        status=302, headers={"Location": f"http://inside.test:{port}/page"}
    )
    site.pages["/direct"] = answer(status=301, headers={"Location": "http://169.254.169.254/meta"})
    site.pages["/scheme"] = answer(status=307, headers={"Location": "file:///etc/passwd"})
    base = f"http://news.test:{port}"
    assert (await fetcher.get(f"{base}/page")).data == PAGE
    assert site.asked[-1].headers["Host"] == f"news.test:{port}"
    for path in ("/moved", "/direct"):
        assert "not a public internet address" in str(await error_of(fetcher, base + path))
    assert "not a web address" in str(await error_of(fetcher, f"{base}/scheme"))
    assert "/meta" not in site.paths()
    await fetcher.close()


async def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """A name that is public when it is checked, and private right after, gets nowhere."""
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [LOCAL] if len(asked) % 2 else ["10.0.0.1"]

    fetcher = Fetcher(resolving=rebinding, own_network={LOCAL}, limits=QUICK)
    port = site.base.rpartition(":")[2]
    # robots.txt is asked of the first address, and the page is refused at the second
    error = await error_of(fetcher, f"http://rebind.test:{port}/page")
    assert "not a public internet address" in str(error)
    assert site.paths(robots=True) == ["/robots.txt"]
    # one resolution a connection: what is checked is what is connected to
    assert asked == ["rebind.test"] * 2
    await fetcher.close()


async def test_another_address_is_tried_if_one_does_not_answer(site: Site) -> None:
    fetcher = Fetcher(
        resolving=names(news_test=["127.0.0.9", LOCAL]),
        own_network={LOCAL, "127.0.0.9"},
        limits=QUICK,
    )
    port = site.base.rpartition(":")[2]
    assert (await fetcher.get(f"http://news.test:{port}/page")).data == PAGE
    await fetcher.close()


async def test_redirects_are_followed_to_an_end(site: Site, fetcher: Fetcher) -> None:
    site.pages["/old"] = answer(status=301, headers={"Location": "/older?utm_source=x"})
    site.pages["/older"] = answer(status=308, headers={"Location": site.url("/page#top")})
    site.pages["/loop"] = answer(status=302, headers={"Location": "/loop"})
    assert (await fetcher.get(site.url("/old"))).url == site.url("/page")
    assert "redirects more than 5 times" in str(await error_of(fetcher, site.url("/loop")))


async def test_robots_txt_is_obeyed_also_after_a_redirect(site: Site, fetcher: Fetcher) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /secret\n"
    site.pages["/open"] = answer(status=302, headers={"Location": "/secret/page"})
    site.pages["/secret/page"] = PAGE
    for path in ("/secret/page", "/open"):
        assert "does not let programs fetch it (robots.txt)" in str(
            await error_of(fetcher, site.url(path))
        )
    assert site.paths(robots=True) == ["/robots.txt", "/open"]


@pytest.mark.parametrize(("status", "fetched"), [(404, True), (403, True), (500, False)])
async def test_a_site_without_robots_txt(
    site: Site, fetcher: Fetcher, status: int, fetched: bool
) -> None:
    """None: everything is allowed. A server in trouble: nothing is, until it says what."""
    site.pages["/robots.txt"] = answer(status=status)
    if fetched:
        assert (await fetcher.get(site.url("/page"))).data == PAGE
    else:
        assert (await error_of(fetcher, site.url("/page"))).temporary
        assert "/page" not in site.paths()


async def test_robots_txt_is_read_again_after_a_day(site: Site) -> None:
    clock = FakeClock(START)
    fetcher = Fetcher(own_network={LOCAL}, limits=QUICK, clock=lambda: clock().timestamp())
    for hours in (0, 23, 2):
        clock.forward(hours * 3600)
        await fetcher.get(site.url("/page"))
    assert site.paths(robots=True).count("/robots.txt") == 2
    await fetcher.close()


@pytest.mark.parametrize(
    ("status", "words", "temporary"),
    [
        (401, "needs a login", False),
        (403, "refuses access", False),
        (404, "there is no such page", False),
        (410, "has been removed", False),
        (418, "it sent no page (status 418)", False),
        (204, "it sent no page (status 204)", False),
        (304, "it sent no page (status 304)", False),
        (500, "the server has problems", True),
        (429, "asks for fewer requests", True),
    ],
)
async def test_what_is_no_page_is_said(
    site: Site, fetcher: Fetcher, status: int, words: str, temporary: bool
) -> None:
    site.pages["/x"] = answer(status=status)
    error = await error_of(fetcher, site.url("/x"))
    assert words in str(error)
    assert error.temporary is temporary


async def test_a_host_that_asks_to_wait_is_left_alone(site: Site) -> None:
    clock = FakeClock(START)
    fetcher = Fetcher(own_network={LOCAL}, limits=QUICK, clock=lambda: clock().timestamp())
    site.pages["/busy"] = answer(status=503, headers={"Retry-After": "600"})
    assert (await error_of(fetcher, site.url("/busy"))).retry_after == 600
    before = len(site.asked)
    assert "asked to wait; try again in 10 min" in str(await error_of(fetcher, site.url("/page")))
    assert len(site.asked) == before
    clock.forward(601)
    assert (await fetcher.get(site.url("/page"))).data == PAGE
    await fetcher.close()


_ODD_WAITS = [
    "Wed, 01 Jan 2020 00:00:00 GMT",
    "Wed, 21 Oct 2015 07:28:00 +99999999999999",
    "Wed, 21 Oct 99999 07:28:00 GMT",
    "Wed",
    "soon",
    "-5",
    "",
    "9" * 40,
]


@pytest.mark.parametrize("value", _ODD_WAITS)
async def test_an_odd_retry_after_is_ignored(site: Site, fetcher: Fetcher, value: str) -> None:
    site.pages["/busy"] = answer(status=429, headers={"Retry-After": value})
    assert (await error_of(fetcher, site.url("/busy"))).retry_after is None


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate", "raw"])
async def test_packed_bodies_are_unpacked(site: Site, fetcher: Fetcher, encoding: str) -> None:
    data = PAGE * 1_000
    packed = {
        "deflate": zlib.compress(data),
        "raw": zlib.compress(data)[2:-4],
    }.get(encoding, gzip.compress(data[:100]) + gzip.compress(data[100:]))
    named = "deflate" if encoding == "raw" else encoding
    site.pages["/p"] = answer(body=packed, headers={"Content-Encoding": named})
    assert (await fetcher.get(site.url("/p"))).data == data


@pytest.mark.parametrize("named", ["none", "utf-8", "binary", "Identity", "identity, none"])
async def test_a_coding_that_packs_nothing(site: Site, fetcher: Fetcher, named: str) -> None:
    site.pages["/p"] = answer(body=PAGE, headers={"Content-Encoding": named})
    assert (await fetcher.get(site.url("/p"))).data == PAGE
    site.pages["/q"] = answer(
        body=gzip.compress(PAGE), headers={"Content-Encoding": f"gzip,{named}"}
    )
    assert (await fetcher.get(site.url("/q"))).data == PAGE


@pytest.mark.parametrize(
    ("body", "encoding", "words"),
    [
        (b"this is no gzip", "gzip", "is damaged"),
        (gzip.compress(PAGE * 99, mtime=0)[:40], "gzip", "ends in the middle"),
        (PAGE, "br", "is compressed with br"),
        (PAGE, "gzip, gzip", "is compressed with gzip, gzip"),
        (zlib.compress(PAGE)[:-3] + b"xyz", "deflate", "is damaged"),
    ],
)
async def test_bodies_that_cannot_be_unpacked(
    site: Site, fetcher: Fetcher, body: bytes, encoding: str, words: str
) -> None:
    site.pages["/p"] = answer(body=body, headers={"Content-Encoding": encoding})
    assert words in str(await error_of(fetcher, site.url("/p")))


@pytest.mark.slow
async def test_a_huge_body_is_given_up_at_the_limit(site: Site, fetcher: Fetcher) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x" * 1_000_000)
            sent += 1_000_000
        return response

    site.pages["/endless"] = endless
    site.pages["/bomb"] = answer(
        body=gzip.compress(b"\0" * 200_000_000), headers={"Content-Encoding": "gzip"}
    )
    for path in ("/endless", "/bomb"):
        assert "is larger than 10 MB" in str(await error_of(fetcher, site.url(path)))
    assert sent < 3 * MAX_BYTES


@pytest.mark.slow
async def test_a_slow_body_is_given_up(site: Site, fetcher: Fetcher) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.1)
        return response

    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    site.pages |= {"/drip": drip, "/silent": silent}
    assert "took more than 2 s" in str(await error_of(fetcher, site.url("/drip")))
    error = await error_of(fetcher, site.url("/silent"))
    assert "does not answer" in str(error)
    assert error.temporary


async def test_nobody_is_there(fetcher: Fetcher) -> None:
    error = await error_of(fetcher, "http://127.0.0.1:9/x")
    assert "cannot be reached" in str(error)


async def test_a_host_has_one_request_at_a_time_with_a_pause(site: Site) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.05)
        return web.Response(body=PAGE)

    site.pages |= {f"/{n}": slow for n in range(4)}
    fetcher = Fetcher(own_network={LOCAL}, limits=replace(QUICK, pause=0.1))
    loop = asyncio.get_running_loop()
    started = loop.time()
    await asyncio.gather(*(fetcher.get(site.url(f"/{n}")) for n in range(4)))
    assert site.most == 1
    assert loop.time() - started >= 4 * 0.1
    await fetcher.close()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate of the name news.test, which this test trusts."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("there is no openssl to make a certificate with")
    key, made = tmp_path / "key.pem", tmp_path / "made.pem"
    command = f"{program} req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.test"
    names = ["-addext", "subjectAltName=DNS:news.test", "-keyout", str(key), "-out", str(made)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context


@pytest.mark.slow
async def test_a_certificate_has_to_be_of_the_name(certificate: ssl.SSLContext) -> None:
    """The connection goes to an address, but the name is what is verified."""
    fetcher = Fetcher(
        resolving=names(news_test=LOCAL, other_test=LOCAL), own_network={LOCAL}, limits=QUICK
    )
    async with serve_site(certificate) as site:
        site.pages["/page"] = PAGE
        port = site.base.rpartition(":")[2]
        assert (await fetcher.get(f"https://news.test:{port}/page")).data == PAGE
        for host in ("other.test", LOCAL):
            error = await error_of(fetcher, f"https://{host}:{port}/page")
            assert "certificate verify failed" in str(error)
    await fetcher.close()
