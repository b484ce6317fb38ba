"""Turns the bytes of a file into articles: title, date, outlet and paragraphs with offsets."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.english.sentences import sentence_spans, word_count
from index.errors import UnreadableArticle
from index.ingestion.article_files import check_size, read_bytes
from index.ingestion.boilerplate.blocks import is_lead, is_prose, mark_lines, mark_places
from index.ingestion.boilerplate.captions import byline
from index.ingestion.loaders.front_matter import read_front_matter
from index.ingestion.loaders.markdown import markdown_blocks
from index.ingestion.loaders.recognition import read_source
from index.ingestion.loaders.source import section_of
from index.ingestion.loaders.text import Block, ends_sentence, text_blocks
from index.ingestion.metadata.datelines import glued_prefix
from index.ingestion.metadata.field_dates import FieldDate, field_date, with_sure_dates
from index.ingestion.metadata.outlet import (
    WireTag,
    head_outlet,
    is_address,
    outlet_of,
    split_title,
    wire_tag,
    without_scheme,
    without_site,
)
from index.ingestion.metadata.publication_date import Published, published_day
from index.ingestion.origins import LISTED, Origin, origin_of
from index.ingestion.source_text import Spans
from index.models import Article, Failure, Furniture, Paragraph, PublishedFrom, Section

_TITLE_WORDS = 45
_HEADINGS = 20  # blocks at the top that may have the headline
_HEADING_WORDS = 12
_FALLBACK_TITLE = 120  # characters
_QUESTION = re.compile(r"(?:What|Why|How|Who|When|Where|Will|Is|Are|Can|Could|Does|Did|Has)\b")
_TOLD = re.compile(
    r"\b(?:said|told|was|were|had|has|have|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)


@dataclass(frozen=True, slots=True)
class Story:
    """What was found on a page, before front matter or HTML metadata is added."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    outlet: str | None
    author: str | None
    published: Published | None
    furniture: tuple[Furniture, ...] = field(default=())
    url: str | None = None
    notes: tuple[str, ...] = ()


def read_story(
    blocks: Sequence[Block], known: Mapping[str, str], before: Published | None
) -> Story:
    """Read the blocks of one page.

    ``known`` has the fields of front matter or metadata; ``before`` is the date found there, if
    any, which replaces the search on the page.
    """
    marked = mark_lines(_split_glued_date(blocks))
    title = _title_index(marked, known.get("title"))
    marked = mark_places(marked, title)
    marked, tag = _without_wire_tag(marked, title)
    headline, site = split_title(marked[title].text) if title is not None else ("", None)
    named = head_outlet(marked, title)
    if named is not None and named[1] is not None:
        marked[named[1]] = replace(marked[named[1]], kind="outlet")
    known_title, known_site = _known_title(known, marked, headline)
    outlet = known.get("outlet")
    if outlet and is_address(outlet):
        outlet = known_site or site or (named[0] if named else None) or without_scheme(outlet)
    story = [b for i, b in enumerate(marked) if b.kind is None and i != title]
    published = before or published_day(marked, [block.text for block in story])
    return Story(
        title=known_title or headline or _fallback_title(story),
        paragraphs=_paragraphs(marked, title),
        outlet=outlet
        or site
        or (named[0] if named else None)
        or known_site
        or outlet_of(marked, tag),
        author=known.get("author") or _author(marked),
        published=published,
        furniture=tuple(Furniture(b.start, b.end, b.kind) for b in marked if b.kind),
        url=known.get("url"),
    )


def _known_title(
    known: Mapping[str, str], blocks: Sequence[Block], headline: str
) -> tuple[str, str | None]:
    """Return the title that is known and the site's name that was split off it, if any."""
    headings = [headline, *(block.text for block in blocks[:_HEADINGS] if block.heading)]
    return without_site(known.get("title", ""), known.get("outlet"), headings)


def _split_glued_date(blocks: Sequence[Block]) -> list[Block]:
    """Split a date off the headline at the top of the page, if they were joined."""
    if not blocks or (found := glued_prefix(blocks[0].text)) is None:
        return list(blocks)
    first, (at, _) = blocks[0], found
    date = replace(first, traced=first.traced.cut(0, at), kind="date line")
    return [date, replace(first, traced=first.traced.cut(at)), *blocks[1:]]


def _title_index(blocks: Sequence[Block], known: str | None) -> int | None:
    """Return the index of the headline's block, or None if there is no headline."""
    led = False
    for index, block in enumerate(blocks[:40]):
        if block.kind is not None:
            continue
        if block.heading:
            if led and (known is None or block.text.casefold() != known.casefold()):
                break  # a sub-heading below the lead
            return index
        if is_prose(block.text) and not block.text.endswith("?"):
            break
        led = led or is_lead(block.text) or word_count(block.text) > _TITLE_WORDS
    free = [i for i, block in enumerate(blocks[:60]) if block.kind is None]
    if known is not None:
        same = [i for i in free[:8] if blocks[i].text.casefold() == known.casefold()]
        return same[0] if same else None
    if len(free) < 2:
        return None
    named = [i for i in free if word_count(blocks[i].text) >= 3 or len(blocks[i].text) >= 20]
    if len(named) > 1 and _is_menu_item(blocks, named):
        named = named[1:]
    return named[0] if named and _is_headline(blocks[named[0]]) else None


def _is_menu_item(blocks: Sequence[Block], named: Sequence[int]) -> bool:
    """Return whether a short first line is part of the menu that follows."""
    first, second = (blocks[i] for i in named[:2])
    short = word_count(first.text) < 5 <= word_count(second.text)
    return short and blocks[named[0] + 1].kind == "menu" and _is_headline(second)


def _is_headline(block: Block) -> bool:
    words = block.text.split()
    if word_count(block.text) > _TITLE_WORDS or block.item or wire_tag(block.text):
        return False
    if not block.text.rstrip("\"'”’").endswith((".", "。", "۔", "।")):
        return True
    capitals = sum(word[0].isupper() or not word[0].isalpha() for word in words)
    return len(words) <= 20 and capitals >= 0.7 * len(words) and not block.text.isupper()


def _without_wire_tag(blocks: list[Block], title: int | None) -> tuple[list[Block], WireTag | None]:
    """Split "LONDON (AP) _" off the first paragraph that has it and mark it as boilerplate."""
    for index, block in [(i, b) for i, b in enumerate(blocks) if b.kind is None][:5]:
        if index != title and (tag := wire_tag(block.text)):
            head = replace(block, traced=block.traced.cut(0, tag.end), kind="wire tag")
            rest = replace(block, traced=block.traced.cut(tag.end))
            return [*blocks[:index], head, rest, *blocks[index + 1 :]], tag
    return blocks, None


def _paragraphs(blocks: Sequence[Block], title: int | None) -> tuple[Paragraph, ...]:
    free = (index for index, b in enumerate(blocks) if b.kind is None)
    # a question above or instead of the headline is the lead; further down it is a sub-heading
    first = next(free, 0) if title is None else title
    punctuated = any(
        b.kind is None and i != title and ends_sentence(b.text) for i, b in enumerate(blocks)
    )
    return tuple(
        Paragraph(
            b.text,
            b.spans,
            heading=index == title
            or (
                punctuated
                and _is_subheading(b)
                and (b.heading or index > first or not b.text.endswith("?"))
            ),
        )
        for index, b in enumerate(blocks)
        if b.kind is None
    )


def _is_subheading(block: Block) -> bool:
    """Return whether a block is a sub-heading: short, and without a sentence's end or verb."""
    if block.heading or block.item:
        return block.heading
    if len(block.text.split()) > _HEADING_WORDS or block.text[0] in "\"“'‘":
        return False
    if block.text.endswith("?"):
        asks = block.gap or _QUESTION.match(block.text) is not None
        return len(block.text.split()) <= 8 and asks
    return not ends_sentence(block.text) and not _TOLD.search(block.text)


def _fallback_title(story: Sequence[Block]) -> str:
    text = next((block.text for block in story), "")
    first = next(iter(sentence_spans(text[: 2 * _FALLBACK_TITLE])), (0, 0))
    sentence = text[: first[1]]
    if len(sentence) <= _FALLBACK_TITLE:
        return sentence
    return sentence[:_FALLBACK_TITLE].rsplit(" ", 1)[0] + "…"


def _author(blocks: Sequence[Block]) -> str | None:
    for block in blocks:
        if block.kind in ("byline", "date line") and (found := byline(block.text)):
            return found[0].title() if found[0].isupper() else found[0]
    return None


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


def read_file(folder: Path, file: str) -> ParsedFile:
    """Read one file below ``folder``; ``file`` is its name from ``list_articles``.

    Raises UnreadableArticle, whose message says what is wrong and what to do.
    """
    return parse_file(file, read_bytes(folder, file), origin_of(folder, file))


def parse_file(file: str, data: bytes, origin: Origin | None = None) -> ParsedFile:
    """Turn the bytes of a file into its articles; content and suffix decide the format.

    ``origin`` is where the file came from, if it was fetched from the web.

    Raises UnreadableArticle if there is no article in it that can be read.
    """
    check_size(len(data))
    source = read_source(file, data, origin.charset if origin else None)
    sha256 = hashlib.sha256(data).hexdigest()
    sections = with_sure_dates(source.sections)
    if origin is not None:
        sections = [replace(s, fields={**origin.fields, **s.fields}) for s in sections]
    found = [each for section in sections for each in _found_in(section)]
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

    Raises UnreadableArticle if nothing is left of it.
    """
    section = article.section or _whole(article)
    changed = replace(section, text=text)
    stories = read_section(changed)
    if article.part >= len(stories):
        raise UnreadableArticle("contains no article text")
    story = stories[article.part]
    again = _article(article.file, article.sha256, article.raw, changed, story)
    return replace(
        again,
        part=article.part,
        notes=article.notes,
        first=article.first,
        pages=article.pages,
    )


def _whole(article: Article) -> Section:
    """Return the section of an article that was not made from a file."""
    return section_of(article.raw, 0, len(article.raw), "text")


def _found_in(section: Section) -> list[_Found]:
    try:
        stories = read_section(section)
    except UnreadableArticle as error:
        return [_Found(section, 0, error=str(error))]
    return [
        _Found(section, part, story) if _has_text(story) else _Found(section, part, error=_NO_TEXT)
        for part, story in enumerate(stories)
    ]


_NO_TEXT = "contains no article text, only menus and captions; add the text or remove the file"


def _has_text(story: Story) -> bool:
    return any(not paragraph.heading for paragraph in story.paragraphs)


def read_section(section: Section) -> list[Story]:
    """Read the articles of a section, with offsets into the file. Raises UnreadableArticle."""
    if section.format == "html":
        from index.ingestion.loaders.html import read_html

        stories = read_html(section.text, section.fields)
    else:
        front = read_front_matter(section.text)
        fields = {**front.fields, **section.fields}
        source: PublishedFrom = "metadata" if "date" in section.fields else "front matter"
        blocks = markdown_blocks if section.format == "markdown" else text_blocks
        body = blocks(section.text, front.end, len(section.text))
        dated = _field_day(fields, source, body)
        story = read_story(body, fields, dated.published)
        stories = [replace(story, notes=(*story.notes, *filter(None, [dated.note])))]
    return [_in_file(story, section) for story in stories]


def _field_day(
    fields: Mapping[str, str], source: PublishedFrom, body: Sequence[Block]
) -> FieldDate:
    if "date" not in fields:
        return FieldDate(None)
    texts = [block.text for block in body]
    return field_date(fields["date"], source, texts, "\n".join(texts))


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
        title=story.title,
        paragraphs=story.paragraphs,
        outlet=story.outlet,
        published=published.day if published else None,
        published_from=published.source if published else None,
        author=story.author,
        url=story.url,
        furniture=story.furniture,
        notes=(*section.notes, *story.notes),
        section=section,
    )


def _listed_day(section: Section) -> Published | None:
    """Return the day that the feed gave which listed a page, for a page that names none."""
    day = section.fields.get(LISTED)
    return Published(dt.date.fromisoformat(day), "metadata") if day else None
