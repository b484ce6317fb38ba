"""Files become articles: text with exact offsets, title, outlet, day, and no page furniture."""

from __future__ import annotations

import hashlib
from pathlib import Path

from index.articles.blocks import text_blocks
from index.articles.decoding import decode
from index.articles.files import MAX_BYTES, check_size, list_articles, read_bytes
from index.articles.front_matter import read_front_matter
from index.articles.markdown import markdown_blocks
from index.articles.published import Published, stated_day
from index.articles.story import Story, read_story
from index.errors import UnreadableArticle
from index.models import Article

__all__ = ["MAX_BYTES", "list_articles", "parse_article", "read_article"]


def read_article(folder: Path, file: str) -> Article:
    """Read one file below ``folder``; ``file`` is its name as ``list_articles`` gives it.

    Raises UnreadableArticle with one line that says what is wrong and what to do.
    """
    return parse_article(file, read_bytes(folder, file))


def parse_article(file: str, data: bytes) -> Article:
    """Turn the bytes of a file into an article; its suffix says how to read it.

    Every offset counts characters of ``data`` decoded as UTF-8. Raises UnreadableArticle.
    """
    check_size(len(data))
    raw = decode(data)
    if file.lower().endswith((".html", ".htm")):
        from index.articles.html import read_html

        fields, story = read_html(raw)
    else:
        front = read_front_matter(raw)
        fields = dict(front.fields)
        blocks = markdown_blocks if file.lower().endswith(".md") else text_blocks
        story = read_story(blocks(raw, front.end, len(raw)), fields, _given_day(fields))
    return _article(file, data, raw, story, fields.get("url"))


def _given_day(fields: dict[str, str]) -> Published | None:
    if "date" in fields and (day := stated_day(fields["date"], "front matter")):
        return day
    return None


def _article(file: str, data: bytes, raw: str, story: Story, url: str | None) -> Article:
    if not any(not paragraph.heading for paragraph in story.paragraphs):
        raise UnreadableArticle(
            "holds no story, only page furniture such as menus and captions; add the text or"
            " remove it"
        )
    return Article(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        raw=raw,
        title=story.title,
        paragraphs=story.paragraphs,
        outlet=story.outlet,
        published=story.published.day if story.published else None,
        published_from=story.published.source if story.published else None,
        author=story.author,
        url=url,
        furniture=story.furniture,
    )
