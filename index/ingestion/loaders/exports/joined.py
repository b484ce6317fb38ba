"""Articles that somebody joined in one file: between rules or page breaks, or by their heads."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.ingestion.loaders.exports.lines import Line
from index.ingestion.loaders.front_matter import read_headers
from index.ingestion.loaders.source import section_of
from index.ingestion.metadata.datelines import full_dates, read_date_line
from index.ingestion.metadata.outlet import may_be_medium, parts_beside
from index.ingestion.story import TITLE_NUMBER
from index.models import Format, Section

_RULE = re.compile(
    r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|#{3,}|~{3,}|\+{3}|(?:- ){2,}-|(?:\* ){2,}\*)\s*"
)
_DIVIDER = re.compile(
    r"\s{0,9}(?:ARTICLE|STORY|ITEM|(?:[Aa]rticle|[Ss]tory|[Ii]tem)(?=\s{1,3}\d{1,4}\s{0,3}(?:of|/)))"
    r"\s{1,3}(?:no\.?\s{0,3}|#)?\d{1,4}(?:\s{0,3}(?:of|/)\s{0,3}\d{1,4})?"
    r"\s{0,3}[:.]?\s{0,9}",
)
_ADDRESS = re.compile(r"\s*<?https?://\S+>?\s*")
_SENTENCE = re.compile(r"[.!?][\"”’')\]]*\s*\Z")
_LONGEST_FRONT = 40  # lines
_KEYS = {
    "-": re.compile(r"[A-Za-z_][\w -]{0,40}:(?:\s|$)"),  # YAML
    "+": re.compile(r"[A-Za-z_][\w-]{0,40}\s{0,9}=\s"),  # TOML
}
_KEY = _KEYS["-"]
_HEADING = re.compile(r"(#{1,6}) \S")
_HEAD_LINES = 5
_TITLE_WORDS = 30
_BODY_WORDS = 8  # of one line of an article that is told by its head alone
_HEADERS = {"title", "date"}
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_WITH_SOURCE = re.compile(
    r"(?P<title>[^()\[\]]{3,200}?)\s*[(\[](?:(?P<outlet>[^()\[\]\d]{2,80}),\s)?"
    r"(?P<date>[^()\[\]]{6,40})[)\]]"
)
"""A heading like "Bank closes branches (The Daily Coin, 3 March 2025)"."""


@dataclass(slots=True)
class _Piece:
    """Lines between two rules; ``front``: it is front matter, which belongs to what follows."""

    lines: list[Line] = field(default_factory=list)
    front: bool = False

    @property
    def filled(self) -> list[Line]:
        return [line for line in self.lines if line.text.strip()]


def joined(raw: str, lines: Sequence[Line], form: Format) -> list[Section] | None:
    """Split articles that were joined with something between them, or by their heads.

    They are several articles only if each has a headline and its own date or front matter: rules
    and headings also divide the parts of one article. Among those below headings, one without a
    date is an article if it has a heading like theirs.
    """
    for pieces, below_headings in _ways(raw, lines, form):
        articles = list(_articles(pieces))
        dated = [_is_article(raw, article) for article in articles]
        marks = [_heading_mark(article) for article in articles]
        shared = {mark for mark, is_dated in zip(marks, dated, strict=True) if is_dated}
        headed = len(shared) == 1 and all(mark and mark in shared for mark in marks)
        if sum(dated) > 1 and (headed or (all(dated) and not below_headings)):
            numbered = _are_numbered(articles)
            return [_section(raw, article, form, numbered=numbered) for article in articles]
    return _below_days(raw, lines, form) if form == "markdown" else None


def _below_days(raw: str, lines: Sequence[Line], form: Format) -> list[Section] | None:
    """Split below headings that are days: each heading of the next level begins an article.

    Without such headings, what stands below a day is one article.
    """
    headings = [
        (at, len(mark[1]), line.text[mark.end() - 1 :].strip("#* "))
        for at, line in enumerate(lines)
        if (mark := _HEADING.match(line.text))
    ]
    days = {at: (level, text) for at, level, text in headings if read_date_line(text, head=False)}
    levels = {level for level, _ in days.values()}
    if len(days) <= 1 or len(levels) > 1:
        return None
    (level,) = levels
    found: list[tuple[int, str]] = []
    day = ""
    for at, deep, _ in headings:
        if at in days:
            day = days[at][1]
        elif day and deep == level + 1:
            found.append((at, day))
    first = min(days)
    if all(at in days or at < first for at, _, _ in headings):
        return _of_days(raw, lines, {at: day for at, (_, day) in days.items()}, form)
    ends = sorted([*days, *(at for at, _ in found), len(lines)])
    told = [(at, ends[bisect_right(ends, at)], day) for at, day in found]
    if len({day for _, day in found}) <= 1 or any(
        max(map(_words, lines[at + 1 : end]), default=0) < _BODY_WORDS for at, end, _ in told
    ):
        return None
    # Text that stands below no heading of an article would be lost.
    held = {at for at, _, _ in headings}
    held.update(itertools.chain.from_iterable(range(at, end) for at, end, _ in told))
    if any(_words(line) >= _BODY_WORDS for at, line in enumerate(lines) if at not in held):
        return None
    return [
        section_of(raw, lines[at].start, lines[end - 1].end, form, {"date": day})
        for at, end, day in told
    ]


def _of_days(
    raw: str, lines: Sequence[Line], days: Mapping[int, str], form: Format
) -> list[Section] | None:
    """Return what stands below each day as a section; None for one article with a chronology.

    That has an opening above the first day, or a day of its own.
    """
    starts = sorted(days)
    above = [line.text.strip("#*_ ") for line in lines[: starts[0]]]
    parts = [
        (at, end)
        for at, end in itertools.pairwise((*starts, len(lines)))
        if any(line.text.strip() for line in lines[at + 1 : end])
    ]
    told = sum(any(_words(x) >= _BODY_WORDS for x in lines[at + 1 : end]) for at, end in parts)
    opened = any(len(text.split()) >= _BODY_WORDS and _SENTENCE.search(text) for text in above)
    if told <= 1 or 2 * told < len(parts) or opened or any(map(read_date_line, above)):
        return None
    return [
        section_of(raw, lines[at + 1].start, lines[end - 1].end, form, {"date": days[at]})
        for at, end in parts
    ]


def _section(raw: str, article: Sequence[_Piece], form: Format, *, numbered: bool) -> Section:
    """An article as a section, without the number of its title, if all are ``numbered``."""
    first, fields = article[0].lines[0], _fields(article)
    begin, heading = first.start, article[-1].filled[0]
    if numbered and not article[0].front:
        title = heading.text.lstrip("#* ")
        mark = TITLE_NUMBER.match(title)
        size = mark.end() if mark else 0
        if _HEADING.match(heading.text):
            fields = {"title": title[size:].strip("#* "), **fields}
        else:
            begin = heading.start + len(heading.text) - len(title) + size
    return section_of(raw, begin, article[-1].lines[-1].end, form, fields)


def _are_numbered(articles: Sequence[Sequence[_Piece]]) -> bool:
    """Whether the titles of articles are numbered from 1."""
    titles = (article[-1].filled[0].text.lstrip("#* ") for article in articles)
    marks = [TITLE_NUMBER.match(title) for title in titles]
    return [mark and int(mark["number"]) for mark in marks] == list(range(1, len(marks) + 1))


def _by_rules(lines: Sequence[Line], form: Format) -> list[_Piece]:
    pieces = [_Piece()]
    for index, line in enumerate(lines):
        if not _is_rule(line) or (form == "markdown" and _is_underline(lines, index)):
            pieces[-1].lines.append(line)
            continue
        front = pieces[-1]
        opened = len(pieces) > 1 or not front.filled
        key = _KEYS.get(line.text.strip()[0])
        keyed = (
            key is not None
            and bool(front.filled)
            and all(
                key.match(each.text) or each.text.startswith((" ", "\t", "- ", "#", "]"))
                for each in front.filled
            )
        )
        if opened and keyed:
            front.front = True
            front.lines = [lines[_place_of(lines, front.lines[0]) - 1], *front.lines, line]
        pieces.append(_Piece())
    return [piece for piece in pieces if piece.filled]


def _heads_with_stories(raw: str, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Put heads that stand between two rules together with the stories below the second one."""
    found: list[_Piece] = []
    for piece in pieces:
        below_head = bool(found) and _is_head(found[-1])
        if below_head and not (piece.front or _is_head(piece) or _is_article(raw, [piece])):
            found[-1] = _Piece([*found[-1].lines, *piece.lines])
        else:
            found.append(piece)
    return found


def _is_head(piece: _Piece) -> bool:
    """Return whether a piece is a headline with its day, and perhaps outlet and author only."""
    title, *others = (line.text.strip() for line in piece.filled)
    brief = len(others) < _HEAD_LINES and all(len(text.split()) <= _TITLE_WORDS for text in others)
    told = any(_SENTENCE.search(text) and len(text.split()) > _BODY_WORDS for text in others)
    dated = any(map(read_date_line, others))
    return not piece.front and _is_brief(title) and brief and dated and not told


def _is_rule(line: Line) -> bool:
    return _RULE.fullmatch(line.text) is not None or _DIVIDER.fullmatch(line.text) is not None


def _place_of(lines: Sequence[Line], line: Line) -> int:
    return bisect_left(lines, line.start, key=lambda each: each.start)


def _is_underline(lines: Sequence[Line], index: int) -> bool:
    """Return whether a rule underlines the heading right above it, and ends no front matter."""
    text = lines[index].text.strip()
    above = lines[index - 1].text if index else ""
    inside = _KEY.match(above) or above.startswith((" ", "\t", "- "))
    told = _SENTENCE.search(above) is not None and len(above.split()) > _BODY_WORDS
    if text[0] not in "=-" or " " in text or not above.strip() or inside or told:
        return False
    return not _opens_front_matter(lines, index)


def _opens_front_matter(lines: Sequence[Line], index: int) -> bool:
    """Whether a rule is followed by lines of "key: value" and another rule."""
    for place, line in enumerate(lines[index + 1 : index + _LONGEST_FRONT]):
        if line.text.strip() == lines[index].text.strip():
            return place > 0
        if not (_KEY.match(line.text) or line.text.startswith((" ", "\t", "- ", "#"))):
            return False
    return False


def _by_titles(lines: Sequence[Line], mark: str) -> list[_Piece]:
    """Split before headings of one level; a heading of all of them at the top belongs to none."""
    pieces = [_Piece()]
    for line in lines:
        if line.text.startswith(mark) and pieces[-1].filled:
            pieces.append(_Piece())
        pieces[-1].lines.append(line)
    filled = [piece for piece in pieces if piece.filled]
    above = len(filled) > 1 and len(filled[0].filled) == 1
    return filled[1:] if above and not filled[0].filled[0].text.startswith(mark) else filled


def _ways(raw: str, lines: Sequence[Line], form: Format) -> Iterator[tuple[list[_Piece], bool]]:
    """Yield what the text may be divided into, and whether that is below headings."""
    ruled = _by_rules(lines, form)
    yield ruled, False
    yield _heads_with_stories(raw, ruled), False
    yield _by_page_breaks(lines), False
    yield _by_headers(raw, lines), False
    if form == "markdown":
        for level in (1, 2, 3):
            yield _by_titles(lines, "#" * level + " "), True
    yield _by_dated_titles(lines), False
    yield _by_outlets_and_days(lines), False


def _by_page_breaks(lines: Sequence[Line]) -> list[_Piece]:
    """Split before form feeds, which some exports put between articles."""
    pieces = [_Piece()]
    for line in lines:
        if "\f" in line.text[: len(line.text) - len(line.text.lstrip())]:
            pieces.append(_Piece())
        pieces[-1].lines.append(line)
    return [piece for piece in pieces if piece.filled]


def _by_headers(raw: str, lines: Sequence[Line]) -> list[_Piece]:
    """Split before blocks of lines like "Title: ..." and "Date: ..."; the first is at the top."""
    starts = [
        at
        for at, line in enumerate(lines)
        if (at == 0 or not lines[at - 1].text.strip())
        and line.text.strip()
        and read_headers(raw, line.start).keys() >= _HEADERS
    ]
    return _cut(lines, starts) if starts and starts[0] == _first_filled(lines) else []


def _by_dated_titles(lines: Sequence[Line]) -> list[_Piece]:
    """Split before titles of one kind with a date line below; the text begins with such a title."""
    starts: list[int] = []
    kinds: set[str] = set()
    told = True  # something since the last of the starts
    for at, line in enumerate(lines):
        kind = _dated_title(lines, at) if told else None
        if kind is not None:
            starts.append(at)
            kinds.add(kind)
            told = False  # what is right below it is its headline, below the outlet
        elif line.text.strip():
            told = True
    if not starts or starts[0] != _first_filled(lines) or len(kinds) > 1:
        return []
    pieces = _cut(lines, starts)
    bodies = (each.filled[2:] for each in pieces)
    return pieces if all(any(_words(x) >= _BODY_WORDS for x in body) for body in bodies) else []


def _by_outlets_and_days(lines: Sequence[Line]) -> list[_Piece]:
    """Split before lines of one form with an outlet and a day, right above titles of cuttings."""
    starts: list[int] = []
    forms: set[str] = set()
    for at, line in enumerate(lines):
        below = [each.text.strip() for each in lines[at : at + 3]]
        if (at == 0 or not lines[at - 1].text.strip()) and _is_cutting(below):
            starts.append(at)
            forms.add(_form_beside_day(line.text))
    return _cut(lines, starts) if len(forms) == 1 and starts[0] == _first_filled(lines) else []


def _is_cutting(head: Sequence[str]) -> bool:
    """Return whether lines are an outlet with a day, a title, and the beginning of a text.

    Entries of a diary have places and days above their titles: the outlet has to be a medium, or
    the title in capitals.
    """
    if len(head) < 3 or not all(head[:3]) or not read_date_line(head[0]):
        return False
    named, title, text = parts_beside(head[0]), head[1], head[2]
    titled = _is_brief(title) and len(title.split()) > 1 and not read_date_line(title)
    told = len(text.split()) >= _BODY_WORDS and not title.startswith(tuple("#*-_="))
    return len(named) == 1 and titled and told and (may_be_medium(named[0]) or title.isupper())


def _form_beside_day(text: str) -> str:
    """Return what stands between an outlet and a day: ", ", " | "; behind the day "0" if before."""
    (day,) = full_dates(text)[:1] or (None,)
    if day is None:
        return ""
    before = text[: day.start]
    return before[len(before.rstrip(" ,;|–—-·•(")) :] if before.strip() else "0"


def _first_filled(lines: Sequence[Line]) -> int:
    return next((at for at, line in enumerate(lines) if line.text.strip()), 0)


def _cut(lines: Sequence[Line], starts: Sequence[int]) -> list[_Piece]:
    return [_Piece(list(lines[a:b])) for a, b in itertools.pairwise((*starts, len(lines)))]


def _dated_title(lines: Sequence[Line], at: int) -> str | None:
    """How a title is marked ("##", "*", "=" below it, or ""); None for what is no dated title."""
    if at and lines[at - 1].text.strip():
        return None
    if _ADDRESS.fullmatch(lines[at].text) and at + 1 < len(lines):
        at += 1  # the title is below its address
    text = lines[at].text.strip()
    if not text or not _is_brief(text):
        return None
    below = [line.text.strip() for line in lines[at + 1 : at + _HEAD_LINES] if line.text.strip()]
    under = below[0][0] if below and _UNDERLINE.fullmatch(below[0]) else ""
    dates = below[1:] if under else below
    dates = dates[: 2 if dates and _is_brief(dates[0]) else 1]  # an outlet or a byline between
    plain = text.strip("#*_ ")
    if len(plain.split()) < 2 or read_date_line(plain):
        return None
    if not any(read_date_line(date.strip("*_ ")) for date in dates):
        return None
    heading = _HEADING.match(text)
    return heading[1] if heading else under or ("*" if text[0] in "*_" else "")


def _is_brief(text: str) -> bool:
    return text[-1] not in ".!,;:" and len(text.split()) <= _TITLE_WORDS


def _words(line: Line) -> int:
    return len(line.text.split())


def _articles(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Put front matter together with the piece that follows it."""
    front: _Piece | None = None
    for piece in pieces:
        if piece.front:
            front = piece
            continue
        yield [front, piece] if front else [piece]
        front = None


def _heading_mark(article: Sequence[_Piece]) -> str:
    """Return the number signs of the heading that an article begins with; "" if it has none."""
    match = _HEADING.match(article[-1].filled[0].text)
    return match[1] if match else ""


def _is_article(raw: str, article: Sequence[_Piece]) -> bool:
    if article[0].front:
        return True
    lines = article[0].filled
    if read_headers(raw, lines[0].start).keys() >= _HEADERS:
        return True
    if _fields(article):
        return len(lines) > 1
    head = [line.text.strip().strip("#*_ ").strip() for line in lines[: _HEAD_LINES + 1]]
    if _is_cutting(head):
        return True
    titled = len(head[0].split()) <= _TITLE_WORDS and not read_date_line(head[0])
    dated = any(read_date_line(text.strip("*_ ")) for text in head[1:])
    return titled and dated and len(lines) > 2


def _fields(article: Sequence[_Piece]) -> dict[str, str]:
    """Return title, outlet and date of an article whose heading states them; {} for others."""
    heading = article[-1].filled[0].text
    found = _WITH_SOURCE.fullmatch(heading.strip("#* ").strip()) if heading[:1] in "#*" else None
    if found is None or not read_date_line(found["date"]):
        return {}
    return {name: value.strip("* ") for name, value in found.groupdict().items() if value}
