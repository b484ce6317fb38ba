"""Tells what of a page is what: its headline, its story, its outlet, author and day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from index.english.sentences import sentence_spans, word_count
from index.ingestion.block import Block, ends_sentence
from index.ingestion.boilerplate.blocks import is_lead, is_prose, mark_lines, mark_places
from index.ingestion.boilerplate.phrases import is_row_of_sections
from index.ingestion.boilerplate.releases import mark_release
from index.ingestion.boilerplate.whole_page import WholePage, find_story
from index.ingestion.metadata.bylines import author_line, byline, is_job
from index.ingestion.metadata.datelines import glued_prefix, read_date_line
from index.ingestion.metadata.outlet import (
    WireTag,
    head_outlet,
    is_address,
    is_speaker,
    names_medium,
    outlet_of,
    split_title,
    wire_tag,
    without_scheme,
    without_site,
)
from index.ingestion.metadata.publication_date import (
    Dated,
    FindDateOrder,
    Published,
    published_day,
    unknown_date_order,
)
from index.ingestion.metadata.site_names import host_in
from index.models import Furniture, Paragraph

_TITLE_WORDS = 45
_FEWEST_BELOW = 3  # blocks
_HEADINGS = 20  # blocks at the top that may have the headline
_HEADING_WORDS = 12
_FALLBACK_TITLE = 120  # characters
_OPENING = 5  # blocks of which one may begin with a wire tag
_FEWEST_TURNS = 3  # paragraphs of a transcript that begin with who speaks
_DECORATION = re.compile(r"^[*=~#_]{2,9}\s{1,3}|\s{1,3}[*=~#_]{2,9}$")
TITLE_NUMBER = re.compile(
    r"[\[(]?(?P<number>\d{1,3})(?:\s?/\s?\d{1,3})?(?:[\])][.:]?|[.:)])\s+(?=\S)"
)
"""What numbers a title in a list: "1. ", "2) ", "[3/4] "."""
_OF_STORY = ("date line", "byline")
_JUST_ABOVE = 2  # lines above the headline
_TIME = re.compile(r"\d(?::|\s?h\s?)\d\d|\d\s?(?:[ap]\.?m\b|Uhr)", re.IGNORECASE)
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?")
_TOLD = re.compile(
    r"\b(?:said|told|was|were|had|has|have|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)


@dataclass(frozen=True, slots=True)
class Story:
    """One article of a page: its title, text, outlet, author and day.

    They are from its metadata and its text.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    outlet: str | None
    author: str | None
    published: Published | None
    furniture: tuple[Furniture, ...] = field(default=())
    url: str | None = None
    notes: tuple[str, ...] = ()


def read_story(  # noqa: PLR0913  # what is known of a page comes from several places
    blocks: Sequence[Block],
    known: Mapping[str, str],
    before: Published | None,
    beside: FindDateOrder = unknown_date_order,
    *,
    titled: bool = False,
    extracted: bool = False,
) -> Story:
    """Read the blocks of one page.

    ``known`` has the fields of front matter or metadata; ``before`` is the date found there, if
    any, which replaces the search on the page. ``titled``: the known title is that of the text, so
    another heading in it is none. ``extracted``: other stories have been left out already.
    """
    address = _address_in_head(blocks)
    pasted = address.text.strip("<>") if address is not None else ""
    rest = [block for block in blocks if block is not address]
    lines = _split_glued_date(rest)
    page = None if extracted else find_story(lines)
    marked, issuer = mark_release(mark_lines(lines))
    if page is not None:
        marked = _mark_outside(marked, page)
    title = _title_index(marked, known.get("title"), titled=titled)
    if page is not None and page.title is not None and "title" not in known:
        title = page.title
        marked[title] = replace(marked[title], kind=None)
    marked = mark_places(marked, title, teasers=not extracted)
    marked, tag = _without_wire_tag(marked, title)
    shown = _DECORATION.sub("", marked[title].text) if title is not None else ""
    headline, site = split_title(shown) if shown else ("", None)
    bare, named_site = without_site(headline, None, ())
    if named_site:
        headline, site = bare, named_site
    named = head_outlet(marked, title)
    if named is not None and named[1] is not None:
        marked[named[1]] = replace(marked[named[1]], kind="outlet")
    if page is not None:
        marked = _mark_head(marked, {lines[i].start for i in page.outside.intersection(page.head)})
    known_title, known_site = _known_title(known, marked, headline)
    outlet = known.get("outlet")
    if outlet and is_address(outlet):
        outlet = known_site or site or (named[0] if named else None) or without_scheme(outlet)
    story = [b for i, b in enumerate(marked) if b.kind is None and i != title]
    texts = [block.text for block in story]
    dated = Dated(before) if before else published_day(marked, texts, beside)
    return Story(
        title=known_title or headline or _fallback_title(story),
        paragraphs=_paragraphs(marked, title),
        outlet=outlet
        or site
        or (named[0] if named else None)
        or known_site
        or issuer
        or outlet_of(marked, tag)
        or host_in(known.get("url") or pasted)
        or None,
        author=known.get("author") or _author(marked),
        published=dated.published,
        furniture=tuple(
            Furniture(b.start, b.end, b.kind)
            for b in (*([replace(address, kind="address")] if address else []), *marked)
            if b.kind
        ),
        url=known.get("url") or (pasted if "://" in pasted else None),
        notes=tuple(filter(None, [dated.note])),
    )


def _address_in_head(blocks: Sequence[Block]) -> Block | None:
    """Return the address that somebody pasted above the story, if nothing else is in its line."""
    if len(blocks) < _FEWEST_BELOW:
        return None
    head = takewhile(lambda block: not is_prose(block.text), blocks[:_HEADINGS])
    return next((block for block in head if _ADDRESS.fullmatch(block.text)), None)


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


def _mark_outside(blocks: Sequence[Block], page: WholePage) -> list[Block]:
    """Mark the lines of a whole page that are no part of its story, apart from those of its head.

    Of dates that do not stand beside the headline or below it, only those that say what they are or
    what time it was may be the story's, if there is no other. The rest are of other stories, or of
    the day on which somebody copied the page.
    """
    marked = list(blocks)
    top = page.head.start if page.title is None else page.title - _JUST_ABOVE
    near = [i for i in page.head if i >= top and blocks[i].kind == "date line"]
    kept = {i for i in page.head if i >= top or blocks[i].kind != "date line"}
    if not near:
        kept |= {i for i in page.outside if _is_stamp(blocks[i])}
    for index in page.outside - kept:
        if blocks[index].kind in (None, *_OF_STORY):
            kind = "menu" if index < page.head.start else "related"
            marked[index] = replace(blocks[index], kind=kind)
    return marked


def _is_stamp(block: Block) -> bool:
    """Return whether a date line says what its day is, or what time: "Published: 3 May 2024"."""
    return block.kind == "date line" and (
        _TIME.search(block.text) is not None
        or any(line.label for line in read_date_line(block.text))
    )


def _mark_head(blocks: Sequence[Block], outside: set[int]) -> list[Block]:
    """Mark the lines of the head that begin ``outside`` the story, once the outlet is found."""
    return [
        replace(block, kind="menu") if block.kind is None and block.start in outside else block
        for block in blocks
    ]


def _title_index(blocks: Sequence[Block], known: str | None, *, titled: bool) -> int | None:
    """Return the index of the headline's block, or None if there is no headline."""
    led = False
    for index, block in enumerate(blocks[:40]):
        if block.kind is not None:
            continue
        if block.heading:
            if (led or titled) and (known is None or not _is_title(block.text, known)):
                break  # a sub-heading below the lead
            below = next((i for i, b in enumerate(blocks[:40]) if i > index and b.kind is None), 0)
            above = known is None and below and blocks[below].heading
            masthead = above and names_medium(block.text)
            return below if masthead and _is_above_headline(blocks, (index, below)) else index
        if is_prose(block.text) and not block.text.endswith("?"):
            break
        led = led or is_lead(block.text) or word_count(block.text) > _TITLE_WORDS
    free = [i for i, block in enumerate(blocks[:60]) if block.kind is None]
    if known is not None:
        same = [i for i in free[:8] if _is_title(blocks[i].text, known)]
        return same[0] if same else None
    if len(free) < 2:
        return None
    long = [i for i in free if word_count(blocks[i].text) >= 3 or len(blocks[i].text) >= 20]
    named = [i for i in long if not is_job(blocks[i].text)]
    if named and names_medium(blocks[named[0]].text):
        named = [named[0], *(i for i in named[1:] if not is_row_of_sections(blocks[i].text))]
    if len(named) > 1 and _is_above_headline(blocks, named):
        named = named[1:]
    return named[0] if named and _is_headline(blocks[named[0]]) else None


def _is_title(text: str, known: str) -> bool:
    """Whether a line is the title that is known, perhaps with its number in a list before it."""
    mark = TITLE_NUMBER.match(text)
    return known.casefold() in (text.casefold(), text[mark.end() if mark else 0 :].casefold())


def _is_above_headline(blocks: Sequence[Block], named: Sequence[int]) -> bool:
    """Return whether a medium's name stands above the headline, and the date or author below."""
    first, second = named[:2]
    below = {block.kind for block in blocks[first + 1 : second + 3]}
    return (
        names_medium(blocks[first].text)
        and _is_headline(blocks[second])
        and not below.isdisjoint(("date line", "byline"))
    )


def _is_headline(block: Block) -> bool:
    words = block.text.split()
    if word_count(block.text) > _TITLE_WORDS or block.item or wire_tag(block.text):
        return False
    if not block.text.rstrip("\"'”’").endswith((".", "。", "۔", "।")):
        return True
    capitals = sum(word[0].isupper() or not word[0].isalpha() for word in words)
    return len(words) <= 20 and capitals >= 0.7 * len(words) and not block.text.isupper()


def _without_wire_tag(blocks: list[Block], title: int | None) -> tuple[list[Block], WireTag | None]:
    """Split "LONDON (AP) _" off the first paragraph that has it and mark it as boilerplate.

    In a transcript, "ANNA BERG (Labour):" is not a place with its agency but who speaks.
    """
    free = [(i, b) for i, b in enumerate(blocks) if b.kind is None]
    talk = sum(is_speaker(block.text) for _, block in free) >= _FEWEST_TURNS
    points = sum(block.item for _, block in free[:_OPENING])  # above the first paragraph
    for index, block in free[: _OPENING + points]:
        tag = wire_tag(block.text) if index != title else None
        if tag is None or (talk and is_speaker(block.text)):
            continue
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
        return block.gap and len(block.text.split()) <= 8
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
        if block.kind == "byline" and (names := author_line(block.text)):
            return names
    return None
