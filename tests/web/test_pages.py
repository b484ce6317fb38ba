"""Addresses that people name: what is kept, what is a new version, and what is refused."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from index.errors import ArticleRefused, PageUnavailable, UnusableSetting
from index.ingestion.articles_folder import MAX_NAME_BYTES, ArticlesFolder
from index.ingestion.parser import read_file
from tests.helpers.fakes import FakeClock
from tests.helpers.web import START, Site, article_page, kept_files, open_sources, serve_site

pytestmark = pytest.mark.slow
PATH = "/news/2026/bridge-opens"
FILE = "127.0.0.1/bridge-opens.html"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serve_site() as running:
        running.pages[PATH] = article_page()
        yield running


async def test_a_page_is_kept_byte_for_byte_with_its_address(site: Site, tmp_path: Path) -> None:
    site.pages[PATH] = article_page(canonical="https://elsewhere.example/x")
    async with open_sources(tmp_path) as sources:
        page = await sources.add(site.url(f"{PATH}#comments"))
    assert (page.outcome, page.file, page.title) == ("added", FILE, "New bridge in Norwich opens")
    assert (page.outlet, page.published) == ("The Daily Example", dt.date(2026, 2, 27))
    articles = tmp_path / "articles"
    assert (articles / FILE).read_bytes() == article_page(
        canonical="https://elsewhere.example/x"
    ).encode()
    (article,) = read_file(articles, FILE).articles
    assert article.url == site.url(PATH)
    assert article.notes == ()


async def test_the_same_page_is_not_kept_twice(site: Site, tmp_path: Path) -> None:
    async with open_sources(tmp_path) as sources:
        await sources.add(site.url(PATH))
        again = await sources.add(site.url(PATH))
        assert (again.outcome, again.title) == ("unchanged", "New bridge in Norwich opens")
        assert site.asked[-1].headers["If-None-Match"]
        site.pages[PATH] = article_page(aside="Read more: 17 other stories, updated 3 minutes ago")
        assert (await sources.add(site.url(PATH))).outcome == "unchanged"
    assert kept_files(tmp_path) == [FILE]


async def test_a_changed_page_is_a_new_file(site: Site, tmp_path: Path) -> None:
    """The old one is untouched: quotes of it are where they were."""
    clock = FakeClock(START)
    async with open_sources(tmp_path, clock=clock) as sources:
        await sources.add(site.url(PATH))
        first = (tmp_path / "articles" / FILE).read_bytes()
        found = []
        for metres in (130, 140, 120):
            clock.forward(12 * 3600)
            site.pages[PATH] = article_page(said=f"It is {metres} metres long.")
            found.append(await sources.add(site.url(PATH)))
    assert [page.outcome for page in found] == ["new version"] * 3
    assert [page.file for page in found] == [
        "127.0.0.1/bridge-opens.2026-03-03.html",
        "127.0.0.1/bridge-opens.2026-03-03-2.html",
        "127.0.0.1/bridge-opens.2026-03-04.html",
    ]
    assert [page.previous for page in found] == [FILE, found[0].file, found[1].file]
    assert (tmp_path / "articles" / FILE).read_bytes() == first
    (article,) = read_file(tmp_path / "articles", found[0].file).articles
    assert article.notes == (
        f"changed at its address: this is its text of 2026-03-03, after {FILE}",
    )


async def test_versions_are_told_apart_after_the_archive_was_lost(
    site: Site, tmp_path: Path
) -> None:
    async with open_sources(tmp_path) as sources:
        await sources.add(site.url(PATH))
    for path in (tmp_path / "data").iterdir():
        path.unlink()
    async with open_sources(tmp_path) as sources:
        assert (await sources.add(site.url(PATH))).outcome == "unchanged"
        site.pages[PATH] = article_page(said="It is 9 metres long.")
        assert (await sources.add(site.url(PATH))).previous == FILE


async def test_a_redirected_address_is_the_same_page(site: Site, tmp_path: Path) -> None:
    site.pages["/short"] = lambda request: web.Response(status=302, headers={"Location": PATH})
    async with open_sources(tmp_path) as sources:
        assert (await sources.add(site.url("/short"))).file == FILE
        assert (await sources.add(site.url(PATH))).outcome == "unchanged"
        assert (await sources.add(site.url("/short"))).outcome == "unchanged"
    assert kept_files(tmp_path) == [FILE]


async def test_the_address_that_was_named_is_fetched(site: Site, tmp_path: Path) -> None:
    """Not another one that once redirected to it, and may be gone."""
    site.pages["/short"] = lambda request: web.Response(status=302, headers={"Location": PATH})
    async with open_sources(tmp_path) as sources:
        await sources.add(site.url("/short"))
        site.pages["/short"] = lambda request: web.Response(status=410)
        again = await sources.add(site.url(PATH))
        assert (again.outcome, again.file) == ("unchanged", FILE)
        assert site.asked[-1].path == PATH
        assert site.asked[-1].headers["If-None-Match"]


async def test_a_version_found_under_one_address_is_not_kept_again_under_another(
    site: Site, tmp_path: Path
) -> None:
    site.pages["/short"] = lambda request: web.Response(status=302, headers={"Location": PATH})
    async with open_sources(tmp_path) as sources:
        for first, second in (("/short", PATH), (PATH, "/short")):
            site.pages[PATH] = article_page(said=f"The road to {first} is open again.")
            found = await sources.add(site.url(first))
            assert found.outcome != "unchanged"
            again = await sources.add(site.url(second))
            assert (again.outcome, again.file) == ("unchanged", found.file)
    assert len(kept_files(tmp_path)) == 2


@pytest.mark.parametrize("validators", [True, False])
async def test_a_page_whose_file_was_emptied_is_kept_again(
    site: Site, tmp_path: Path, validators: bool
) -> None:
    if not validators:
        site.pages[PATH] = lambda request: web.Response(
            text=article_page(), content_type="text/html"
        )
    async with open_sources(tmp_path) as sources:
        await sources.add(site.url(PATH))
        (tmp_path / "articles" / FILE).write_bytes(b"")
        found = await sources.add(site.url(PATH))
        assert (found.outcome, found.previous) == ("new version", FILE)
        assert (tmp_path / "articles" / found.file).read_text() == article_page()
        assert (await sources.add(site.url(PATH))).file == found.file


async def test_a_removed_page_can_be_added_again(site: Site, tmp_path: Path) -> None:
    async with open_sources(tmp_path) as sources:
        await sources.add(site.url(PATH))
        ArticlesFolder(tmp_path / "articles").remove(FILE)
        assert not list((tmp_path / "articles" / ".sources").rglob("*.json"))
        assert (await sources.add(site.url(PATH))).outcome == "added"
    assert kept_files(tmp_path) == [FILE]


async def test_a_page_that_somebody_saved_already(site: Site, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "mine.html").write_text(article_page(), "utf-8")
    async with open_sources(tmp_path) as sources:
        page = await sources.add(site.url(PATH))
    assert (page.outcome, page.file) == ("unchanged", "mine.html")


async def test_the_encoding_that_the_server_states(site: Site, tmp_path: Path) -> None:
    text = article_page(title="Міст відкрито знову").replace('<meta charset="utf-8">', "")
    site.pages["/uk"] = lambda request: web.Response(
        body=text.encode("cp1251"), headers={"Content-Type": "text/html; charset=windows-1251"}
    )
    async with open_sources(tmp_path) as sources:
        page = await sources.add(site.url("/uk"))
    assert page.title == "Міст відкрито знову"
    (article,) = read_file(tmp_path / "articles", page.file).articles
    assert (article.title, article.notes) == (page.title, ())
    raw = (tmp_path / "articles" / page.file).read_bytes().decode("cp1251")
    for paragraph in article.paragraphs:
        start, end = paragraph.locate(0, len(paragraph.text))
        assert " ".join(raw[start:end].split()) == paragraph.text


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "127.0.0.1/new-bridge-in-norwich-opens.html"),
        ("/story?id=12", "127.0.0.1/new-bridge-in-norwich-opens.html"),
        ("/2026/02/27/", "127.0.0.1/new-bridge-in-norwich-opens.html"),
        ("/A%20B/..%2f..%2Fetc%2Fpasswd.html", "127.0.0.1/passwd.html"),
        ("/con.html", "127.0.0.1/_con.html"),
        ("/%2e%2e", "127.0.0.1/new-bridge-in-norwich-opens.html"),
        ("/zürich-brücke", "127.0.0.1/zürich-brücke.html"),
        ("/" + "long-" * 100, None),
    ],
)
async def test_names_of_files(site: Site, tmp_path: Path, path: str, file: str | None) -> None:
    site.otherwise = article_page()
    async with open_sources(tmp_path) as sources:
        page = await sources.add(site.url(path))
    assert kept_files(tmp_path) == [page.file]
    assert len(page.file.encode()) <= MAX_NAME_BYTES
    assert file is None or page.file == file


async def test_a_link_out_of_the_folder_is_not_followed(site: Site, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "articles" / "127.0.0.1").symlink_to(tmp_path / "outside")
    async with open_sources(tmp_path) as sources:
        with pytest.raises(ArticleRefused, match=r"127\.0\.0\.1 in the articles folder is a link"):
            await sources.add(site.url(PATH))
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("image/png", b"\x89PNG\r\n", "is an image/png file, not an article"),
        ("application/zip", b"PK\x03\x04", "is an application/zip file, not an article"),
        ("video/mp4; x=<b>", b"\0\0", "is a video/mp4 file, not an article"),
        ("text/html", b"  \n", "the page is empty"),
        ("text/html", b"<html><body><nav><a>Home</a></nav></body></html>", "no article text"),
        ("text/html", b"\x89PNG\r\n\0\0", "is a PNG image, not text"),
        ("application/xml", b"<rss><channel></channel></rss>", "add its address to BOT_FEEDS"),
        ("application/json", b"{}", "is an application/json file"),
        ("application/pdf", b"%PDF-1.7 broken", "is a PDF that cannot be read"),
        ("application/octet-stream", b"%PDF-1.7 broken", "is a PDF that cannot be read"),
    ],
)
async def test_what_is_no_article_is_refused(
    site: Site, tmp_path: Path, kind: str, body: bytes, words: str
) -> None:
    site.pages["/x"] = lambda request: web.Response(body=body, headers={"Content-Type": kind})
    async with open_sources(tmp_path) as sources:
        with pytest.raises(PageUnavailable) as raised:
            await sources.add(site.url("/x"))
    assert words in str(raised.value)
    assert str(raised.value).startswith(site.url("/x"))
    assert kept_files(tmp_path) == []


async def test_text_without_a_type_and_packed(site: Site, tmp_path: Path) -> None:
    body = gzip.compress(article_page().encode())
    site.pages["/x"] = lambda request: web.Response(
        body=body, headers={"Content-Encoding": "gzip", "Content-Type": ""}
    )
    async with open_sources(tmp_path) as sources:
        page = await sources.add(site.url("/x"))
    assert (tmp_path / "articles" / page.file).read_text("utf-8") == article_page()


async def test_no_address(tmp_path: Path) -> None:
    async with open_sources(tmp_path) as sources:
        with pytest.raises(UnusableSetting):
            await sources.add("what happened?")


async def test_an_origin_that_somebody_broke_is_ignored(site: Site, tmp_path: Path) -> None:
    async with open_sources(tmp_path) as sources:
        await sources.add(site.url(PATH))
    (beside,) = (tmp_path / "articles" / ".sources").rglob("*.json")
    assert json.loads(beside.read_text("utf-8"))["url"] == site.url(PATH)
    for broken in ("", "[]", "{", '{"url": 3}', '{"url": "x", "fetched": "soon"}'):
        beside.write_text(broken, "utf-8")
        (article,) = read_file(tmp_path / "articles", FILE).articles
        assert article.title == "New bridge in Norwich opens"
