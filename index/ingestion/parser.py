"""Turns the bytes of a file into articles: title, date, outlet and paragraphs with offsets."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from pathlib import Path

from index.errors import UnreadableArticle
from index.ingestion.article_files import check_size, read_bytes
from index.ingestion.block import Block
from index.ingestion.date_order import date_order_in_folder
from index.ingestion.loaders.error_pages import NO_ARTICLE, shows_no_article
from index.ingestion.loaders.front_matter import read_front_matter, read_headers_below
from index.ingestion.loaders.markdown import markdown_blocks
from index.ingestion.loaders.mojibake import WrongEncoding
from index.ingestion.loaders.recognition import read_source
from index.ingestion.loaders.source import section_of
from index.ingestion.loaders.text import text_blocks
from index.ingestion.metadata.field_dates import field_date, with_sure_dates
from index.ingestion.metadata.file_names import day_in_name
from index.ingestion.metadata.publication_date import (
    BesideNote,
    Dated,
    DateNote,
    FindDateOrder,
    Published,
    unknown_date_order,
)
from index.ingestion.origins import LISTED, Origin, origin_of
from index.ingestion.source_text import Spans
from index.ingestion.story import Story, read_story
from index.models import Article, Failure, Furniture, PublishedFrom, Section


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The articles of a file, in order, and why those that cannot be read cannot."""

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """One article of a section: its story, or why there is none."""

    section: Section
    part: int
    story: Story | None = None
    error: str = ""


def read_file(folder: Path, file: str, run: int | None = None) -> ParsedFile:
    """Read one file below ``folder``; ``file`` is its name from ``list_articles``.

    ``run`` is the same for all files of a re-index, which asks once for a folder how its dates are
    written.

    Raises UnreadableArticle, whose message says what is wrong and what to do.
    """
    beside = partial(date_order_in_folder, folder, file, run)
    return parse_file(file, read_bytes(folder, file), origin_of(folder, file), beside)


def parse_file(
    file: str,
    data: bytes,
    origin: Origin | None = None,
    beside: FindDateOrder = unknown_date_order,
) -> ParsedFile:
    """Turn the bytes of a file into its articles; content and suffix decide the format.

    ``origin`` is where the file came from, if it was fetched from the web, and ``beside`` tells how
    other files of its folder write dates.

    Raises UnreadableArticle if there is no article in it that can be read.
    """
    check_size(len(data))
    source = read_source(file, data, origin.charset if origin else None)
    sha256 = hashlib.sha256(data).hexdigest()
    sections = with_sure_dates(source.sections)
    if origin is not None:
        sections = [replace(s, fields={**origin.fields, **s.fields}) for s in sections]
    found = [each for section in sections for each in _found_in(section, beside)]
    articles: list[Article] = []
    failures: list[Failure] = []
    for number, each in enumerate(found, 1):
        name = f"{file}#{number}" if len(found) > 1 else file
        if each.story is None:
            failures.append(Failure(name, each.error))
            continue
        article = _article(name, sha256, source.raw, each.section, each.story)
        notes = (*source.notes, *article.notes, *(origin.notes if origin else ()))
        article = replace(article, notes=notes, pages=source.pages)
        articles.append(replace(article, part=each.part, first=not articles))
    if len(found) == len(articles) == 1 and articles[0].published is None:
        unsure = any(isinstance(note, DateNote) for note in articles[0].notes)
        day = None if unsure else day_in_name(file)
        if day is not None:
            articles = [replace(articles[0], published=day, published_from="file name")]
    if articles:
        return ParsedFile(tuple(articles), tuple(failures))
    if len(failures) == 1:
        raise UnreadableArticle(failures[0].error)
    first = f"; the first {failures[0].error}" if failures else ""
    raise UnreadableArticle(f"holds {len(failures)} articles, none of which can be read{first}")


def read_article(folder: Path, file: str) -> Article:
    """Like ``read_file``, for a file that holds one article: return the first one."""
    return read_file(folder, file).articles[0]


def parse_article(file: str, data: bytes) -> Article:
    """Like ``parse_file``, for a file that holds one article: return the first one."""
    return parse_file(file, data).articles[0]


def parse_again(article: Article, text: str) -> Article:
    """Read an article from a changed ``text`` of its section, which is as long as the old one.

    Of several stories it is the one that has most of the article's paragraphs: another may be gone.
    Raises UnreadableArticle if nothing is left of it.
    """
    section = article.section or _whole(article)
    changed = replace(section, text=text)
    story = max(read_section(changed), key=partial(_shared, article))
    if not _shared(article, story):
        raise UnreadableArticle(_NO_TEXT)
    again = _article(article.file, article.sha256, article.raw, changed, story)
    if again.published is None and _is_dated_from_outside(article):
        again = replace(again, published=article.published, published_from=article.published_from)
    return replace(
        again,
        part=article.part,
        notes=article.notes,
        first=article.first,
        pages=article.pages,
    )


def _shared(article: Article, story: Story) -> int:
    """Return how many paragraphs of a story begin within one of an article."""
    places = sorted(paragraph.locate(0, len(paragraph.text)) for paragraph in article.paragraphs)
    found = 0
    for begin in (paragraph.spans[0][0] for paragraph in story.paragraphs):
        at = bisect_right(places, begin, key=itemgetter(0)) - 1
        found += at >= 0 and begin < places[at][1]
    return found


def _is_dated_from_outside(article: Article) -> bool:
    """Return whether an article's day comes from its file's name or the files beside it."""
    beside = any(isinstance(note, BesideNote) for note in article.notes)
    return article.published_from == "file name" or beside


def _whole(article: Article) -> Section:
    """Return the section of an article that was not made from a file."""
    return section_of(article.raw, 0, len(article.raw), "text")


def _found_in(section: Section, beside: FindDateOrder) -> list[_Found]:
    if section.error:
        return [_Found(section, 0, error=section.error)]
    try:
        stories = read_section(section, beside)
    except UnreadableArticle as error:
        return [_Found(section, 0, error=str(error))]
    empty = next((note for note in section.notes if isinstance(note, WrongEncoding)), _NO_TEXT)
    return [
        _Found(section, part, story) if _has_text(story) else _Found(section, part, error=empty)
        for part, story in enumerate(stories)
    ]


_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_TEXT = "contains no article text, only menus and captions; add the text or remove the file"


def _has_text(story: Story) -> bool:
    return any(not paragraph.heading for paragraph in story.paragraphs)


def read_section(section: Section, beside: FindDateOrder = unknown_date_order) -> list[Story]:
    """Read the articles of a section, with offsets into the file. Raises UnreadableArticle."""
    if section.format == "html":
        from index.ingestion.loaders.html import read_html  # slow to import

        stories = read_html(section.text, section.fields, beside)
    else:
        front = read_front_matter(section.text)
        below = read_headers_below(section.text, front.end)
        fields = {**below.fields, **front.fields, **section.fields}
        source: PublishedFrom = "metadata" if "date" in section.fields else "front matter"
        stretches = (front.end, below.begin), (below.end, len(section.text))
        body = [block for stretch in stretches for block in _blocks(section, *stretch)]
        dated = _field_day(fields, source, body, beside)
        titled = "title" in fields
        story = read_story(body, fields, dated.published, beside, titled=titled)
        if not titled and shows_no_article(section.text, story):
            raise UnreadableArticle(NO_ARTICLE)
        stories = [replace(story, notes=(*story.notes, *filter(None, [dated.note])))]
    return [_in_file(story, section) for story in stories]


def _blocks(section: Section, start: int, end: int) -> list[Block]:
    """Split a stretch of a section that is no page into blocks."""
    if section.format == "markdown":
        return markdown_blocks(section.text, start, end)
    return text_blocks(section.text, start, end, section.rows, section.headings)


def _field_day(
    fields: Mapping[str, str], source: PublishedFrom, body: Sequence[Block], beside: FindDateOrder
) -> Dated:
    if "date" not in fields:
        return Dated()
    return field_date(fields["date"], source, [block.text for block in body], beside)


def _in_file(story: Story, section: Section) -> Story:
    """Turn offsets into the section's text into offsets into the file."""
    outer = section.spans
    if isinstance(outer, Spans) and outer.is_verbatim:
        return story
    return replace(
        story,
        paragraphs=tuple(
            replace(paragraph, spans=Spans.of(paragraph.spans).within(outer))
            for paragraph in story.paragraphs
        ),
        furniture=tuple(
            Furniture(outer[each.start][0], outer[each.end - 1][1], each.kind)
            for each in story.furniture
        ),
    )


def _article(file: str, sha256: str, raw: str, section: Section, story: Story) -> Article:
    if not _has_text(story):
        raise UnreadableArticle(_NO_TEXT)
    published = story.published or _listed_day(section)
    return Article(
        file=file,
        sha256=sha256,
        raw=raw,
        title=_storable(story.title),
        paragraphs=story.paragraphs,
        outlet=_storable(story.outlet) if story.outlet else None,
        published=published.day if published else None,
        published_from=published.source if published else None,
        author=_storable(story.author) if story.author else None,
        url=_storable(story.url) if story.url else None,
        furniture=story.furniture,
        notes=tuple(type(note)(_storable(note)) for note in (*section.notes, *story.notes)),
        section=section,
    )


def _storable(field: str) -> str:
    r"""Return what a file declares, or a note on it, without lone surrogates ("\ud83d" in JSON).

    They cannot be written in UTF-8. Texts have none: their loaders replace them one by one.
    """
    return _SURROGATE.sub("\ufffd", field)


def _listed_day(section: Section) -> Published | None:
    """Return the day that the feed gave which listed a page, for a page that names none."""
    day = section.fields.get(LISTED)
    return Published(dt.date.fromisoformat(day), "metadata") if day else None
