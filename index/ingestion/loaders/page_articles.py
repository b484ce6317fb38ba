"""Pages that hold several whole articles, each in an ``<article>`` element of its own.

Press reviews, blogs that show their last posts, and exports of Europresse are such pages. Teasers
of other stories and comments stand in ``<article>`` elements, too, but those are short, or have no
headline or no day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from index.ingestion.loaders.markup import (
    TOKEN,
    HiddenElements,
    number_of_words,
    on_one_line,
    visible_text,
)
from index.ingestion.loaders.schema_org import declared_things, is_article
from index.ingestion.loaders.source import section_of
from index.ingestion.metadata.datelines import full_dates
from index.ingestion.metadata.foreign_dates import foreign_dates
from index.ingestion.metadata.outlet import names_medium
from index.models import Section

_ARTICLE = re.compile(r"<article\b", re.IGNORECASE)
_DECLARED = re.compile(
    r"<meta\b(?=[^<>]{0,500}og:type)[^<>]{0,500}?\bcontent\s{0,3}=\s{0,3}[\"']?(?:article|post)\b",
    re.IGNORECASE,
)
_FEWEST = 2  # articles of such a page
_MIN_WORDS = 60  # of an article; teasers are shorter
_MIN_SHARE = 0.6  # of the words of the page that are in its articles
_MAX_LINKED = 0.5  # of the words of an article
_HEAD = 8  # lines, of which one states the day
_LONGEST = 120  # characters of such a line
_AROUND = " ,;|–—-·•/()[]"  # the name of an outlet
_LINK = re.compile(r"<a\b[^<>]{0,2000}>((?:[^<]++|<(?!/a\b)){0,50}+)</a\b", re.IGNORECASE)
_HEADING = re.compile(
    r"<(?P<tag>h[1-4])\b[^<>]{0,1000}>(?P<text>(?:[^<]++|<(?!/h[1-4]\b)){0,50}+)</(?P=tag)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"<time\b[^<>]{0,500}?\bdatetime\s{0,3}=\s{0,3}[\"']?([^\"'<>]{4,40})", re.IGNORECASE
)
_EUROPRESSE = re.compile(r"\bclass\s{0,3}=\s{0,3}[\"'](?P<name>DocPublicationName|DocHeader)\b")
_EDITION = re.compile(r"\s{0,9}(?:\(|, no\.).{0,100}")
"""What stands behind the name of an outlet: "(site web)", ", no. 23901"."""
_TITLE_OF_EUROPRESSE = re.compile(r"\bclass\s{0,3}=\s{0,3}[\"'][^\"'<>]{0,200}\btitreArticle\b")
_CLOSING = re.compile(r"</(?:div|span|p|h\d)\b", re.IGNORECASE)
_LONGEST_NAME = 2_000  # characters of a title or the name of an outlet, with their markup
_HEADER_END = re.compile(r"</header\s{0,9}>", re.IGNORECASE)
_NUMBER_OF_EUROPRESSE = re.compile(r"<[a-z]{1,9}\b[^<>]{0,200}\bpubliC-lblNodoc\b", re.IGNORECASE)


def articles_of_page(raw: str) -> list[Section]:
    """Return the articles of a page that holds several; [] for any other page.

    A page that declares itself to be an article has teasers of others, however long, or comments.
    """
    if len(_ARTICLE.findall(raw)) < _FEWEST or _is_declared(raw):
        return []
    found: list[Section] = []
    words = 0
    for start, end in _elements(raw):
        piece = raw[start:end]
        exported = _of_europresse(piece)
        if fields := exported or _fields(piece):
            begin, stop = _text_of_europresse(piece) if exported else (0, len(piece))
            found.append(section_of(raw, start + begin, start + stop, "html", fields))
            words += number_of_words(piece)
    if len(found) < _FEWEST or words < _MIN_SHARE * number_of_words(raw):
        return []
    return found


def _is_declared(raw: str) -> bool:
    return bool(_DECLARED.search(raw)) or any(map(is_article, declared_things(raw)))


def _elements(raw: str) -> Iterator[tuple[int, int]]:
    """Yield where the ``<article>`` elements are that are in no other one."""
    at, depth, start, hidden = 0, 0, 0, HiddenElements(raw)
    while match := TOKEN.search(raw, at):
        at = match.end()
        if (end := hidden.end(match)) is not None:
            at = end
        elif (match["tag"] or "").lower() == "article":
            if match.group()[1] != "/":
                start = start if depth else match.start()
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    yield start, at


def _fields(piece: str) -> Mapping[str, str]:
    """Return the title and the day of an article; nothing for what is no whole article."""
    heading = next((m for m in _HEADING.finditer(piece) if on_one_line(m["text"])), None)
    if heading is None or number_of_words(piece) < _MIN_WORDS:
        return {}
    linked = sum(number_of_words(link[1]) for link in _LINK.finditer(piece))
    title, stated = on_one_line(heading["text"]), ""
    if time := _TIME.search(piece):
        stated = time[1]
    else:
        lines = (" ".join(line.split()) for line in visible_text(piece).text.split("\n"))
        head = [line for line in lines if line and line != title][:_HEAD]
        stated = next((line for line in head if len(line) <= _LONGEST and _dates(line)), "")
    dates = _dates(stated)
    if not dates or linked > _MAX_LINKED * number_of_words(piece):
        return {}
    start, day = dates[0]
    outlet = stated[:start].strip(_AROUND)
    named = {"outlet": outlet} if names_medium(outlet) else {}
    return {"title": title, "date": day.isoformat(), **named}


def _dates(text: str) -> list[tuple[int, dt.date]]:
    """Return the days in a text that names day, month and year, and where each begins."""
    named = [(each.start, each.days[0]) for each in full_dates(text) if len(each.days) == 1]
    return named or [(start, day) for start, _, day in foreign_dates(text)]


def _of_europresse(piece: str) -> Mapping[str, str]:
    """Return what the header of an article of Europresse states; nothing for other articles."""
    named = {m["name"]: _element_text(piece, m.end()) for m in _EUROPRESSE.finditer(piece)}
    title = _TITLE_OF_EUROPRESSE.search(piece)
    dates = _dates(named.get("DocHeader", ""))
    if title is None or "DocPublicationName" not in named or not dates:
        return {}
    return {
        "title": _element_text(piece, title.end()),
        "outlet": _EDITION.sub("", named["DocPublicationName"]),
        "date": dates[0][1].isoformat(),
    }


def _element_text(piece: str, at: int) -> str:
    """Return the text of the element in whose tag ``at`` is, up to the next closed block."""
    begin = piece.find(">", at) + 1
    end = _CLOSING.search(piece, begin, begin + _LONGEST_NAME) if begin else None
    return on_one_line(piece[begin : end.start()]) if end else ""


def _text_of_europresse(piece: str) -> tuple[int, int]:
    """Return where the text is: below the header, above the number of the document."""
    header = _HEADER_END.search(piece)
    number = _NUMBER_OF_EUROPRESSE.search(piece)
    return header.end() if header else 0, number.start() if number else len(piece)
