"""Text files that hold several articles: Nexis and Factiva exports, and joined articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.ingestion.loaders.source import section_of
from index.ingestion.metadata.bylines import byline
from index.ingestion.metadata.datelines import full_dates, read_date_line
from index.ingestion.source_text import build
from index.models import Format, Section

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its break, at ``[start:end]`` of the file."""

    text: str
    start: int
    end: int


def _lines(raw: str, start: int = 0, end: int | None = None) -> list[_Line]:
    found = []
    for match in _LINE.finditer(raw, start, len(raw) if end is None else end):
        text = match.group().rstrip("\r\n")
        found.append(_Line(text, match.start(), match.start() + len(text)))
    return found


def export_sections(raw: str, form: Format) -> list[Section] | None:
    """Return the articles of a text file that holds several; None if it is an ordinary one."""
    lines = _lines(raw)
    for read in (_nexis, _factiva_fields, _factiva_documents):
        if sections := read(raw, lines):
            return sections
    return _joined(raw, lines, form)


_NEXIS = re.compile(
    r"[\s\ufeff]*(?:\d{1,5} of \d{1,5} documents?|document \d{1,5} of \d{1,5})\s*", re.IGNORECASE
)
_END = re.compile(r"\s*End of Document\s*", re.IGNORECASE)
_LABEL = re.compile(r"\s*(?P<name>[A-Z][A-Z]{2,20}(?:[ -][A-Z]{2,20}){0,2}):(?:\s|$)")
_LABELS_ABOVE = frozenset(
    "BYLINE SECTION LENGTH DATELINE HEADLINE TITLE AUTHOR HIGHLIGHT BODY SOURCE COLUMN "
    "SERIES EDITION".split()
)
_RIGHTS = re.compile(r"\s*(?:copyright|\(c\)|©|all rights reserved)", re.IGNORECASE)
_FIELD_OF = {
    "BYLINE": "author",
    "AUTHOR": "author",
    "HEADLINE": "title",
    "TITLE": "title",
    "SOURCE": "outlet",
}
_STORY_WORDS = 12


def _nexis(raw: str, lines: Sequence[_Line]) -> list[Section] | None:
    """Split at "2 of 14 DOCUMENTS" or "End of Document"."""
    starts = [i for i, line in enumerate(lines) if _NEXIS.fullmatch(line.text)]
    if starts:
        ranges = zip(starts, [*starts[1:], len(lines)], strict=True)
        return [_nexis_article(raw, lines[begin + 1 : end]) for begin, end in ranges]
    ends = [i for i, line in enumerate(lines) if _END.fullmatch(line.text)]
    if not ends:
        return None
    ranges = zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True)
    return [_nexis_article(raw, lines[begin:end]) for begin, end in ranges]


def _nexis_article(raw: str, lines: Sequence[_Line]) -> Section:
    """Read outlet, date and headline, the labels above the story, the story, and those below."""
    fields: dict[str, str] = {}
    loose: list[str] = []
    filled = [line for line in lines if line.text.strip()]
    index = 0
    while index < len(filled):
        text = filled[index].text.strip()
        label = _LABEL.match(text)
        if label and label["name"] in _LABELS_ABOVE:
            _keep_label(fields, label["name"], text[label.end() :].strip())
        elif _RIGHTS.match(text):
            pass
        elif label or (len(text.split()) >= _STORY_WORDS and _seen_label(filled[:index])):
            break
        elif len(loose) < 4 and not _seen_label(filled[:index]):
            loose.append(text)
        else:
            break
        index += 1
    _name_loose(fields, loose)
    return _between(raw, filled, index, _story_end(filled, index), fields)


def _keep_label(fields: dict[str, str], name: str, value: str) -> None:
    if value and name in _FIELD_OF:
        fields.setdefault(_FIELD_OF[name], re.sub(r"^[Bb][Yy]\s+", "", value))


def _seen_label(lines: Sequence[_Line]) -> bool:
    return any(_LABEL.match(line.text) for line in lines)


def _name_loose(fields: dict[str, str], loose: Sequence[str]) -> None:
    """Name the lines without a label: the outlet above the date, the headline below it."""
    dated = next((i for i, text in enumerate(loose) if full_dates(text)), None)
    if dated is None:
        before, after = list(loose[:1]), list(loose[1:])
    else:
        fields["date"] = loose[dated]
        before, after = list(loose[:dated]), list(loose[dated + 1 :])
    if dated is not None and not after and len(before) > 1:  # Nexis Uni: headline, outlet, date
        fields.setdefault("title", before[0])
        before = before[1:]
    elif after:
        fields.setdefault("title", " ".join(after[:1]))
    if before:
        fields.setdefault("outlet", before[-1])


def _story_end(lines: Sequence[_Line], begin: int) -> int:
    """Return the index of the first label or copyright line after which no prose follows."""
    end = len(lines)
    for index in range(len(lines) - 1, begin - 1, -1):
        text = lines[index].text
        if _LABEL.match(text) or _RIGHTS.match(text):
            end = index
        elif len(text.split()) >= _STORY_WORDS and end == len(lines):
            break
    return end


def _between(
    raw: str, lines: Sequence[_Line], begin: int, end: int, fields: dict[str, str]
) -> Section:
    if begin >= end:
        at = lines[-1].end if lines else 0
        return section_of(raw, at, at, "text", fields)
    return section_of(raw, lines[begin].start, lines[end - 1].end, "text", fields)


_CODE = re.compile(r"(?P<code>[A-Z]{2,3})(?:\s{2,}|\t|\s*$)")
_CODES = frozenset(
    "SE HD BY CR WC PD ET SN SC ED PG VOL LA CY LP TD ART CT CO IN NS RE IPC IPD PUB AN CLM RF "
    "DE GC".split()
)
_FEWEST_CODES = 4


def _factiva_fields(raw: str, lines: Sequence[_Line]) -> list[Section] | None:
    """Read records of two-letter fields: HD headline, PD date, SN outlet, LP and TD the story."""
    coded = [
        (index, match["code"])
        for index, line in enumerate(lines)
        if (match := _CODE.match(line.text)) and match["code"] in _CODES
    ]
    codes = {code for _, code in coded}
    if not {"HD", "PD"} <= codes or codes.isdisjoint(("LP", "TD")) or len(codes) < _FEWEST_CODES:
        return None
    sections: list[Section] = []
    starts = [place for place, (_, code) in enumerate(coded) if code == "HD"]
    for place, following in zip(starts, [*starts[1:], len(coded)], strict=True):
        record = coded[place:following]
        last = coded[following][0] if following < len(coded) else len(lines)
        sections.append(_factiva_record(raw, lines, record, last))
    return sections


def _factiva_record(
    raw: str, lines: Sequence[_Line], record: Sequence[tuple[int, str]], last: int
) -> Section:
    values: dict[str, tuple[int, int]] = {}
    for place, (index, code) in enumerate(record):
        match = _CODE.match(lines[index].text)
        begin = lines[index].start + (match.end() if match else 0)
        end = record[place + 1][0] if place + 1 < len(record) else last
        values.setdefault(code, (begin, lines[end - 1].end))
    names = {"title": "HD", "author": "BY", "date": "PD", "outlet": "SN"}
    fields = {
        name: value
        for name, code in names.items()
        if code in values and (value := " ".join(raw[slice(*values[code])].split()))
    }
    story = [values[code] for code in ("LP", "TD") if code in values]
    pieces: list[tuple[str, int, int]] = []
    for begin, end in story:
        if pieces:
            pieces.append(("\n\n", pieces[-1][2], begin))
        pieces.append((raw[begin:end], begin, end))
    traced = build(pieces)
    return Section(traced.text, traced.spans, "text", fields)


_DOCUMENT = re.compile(r"\s*Document (?=[A-Za-z]{2})[0-9A-Za-z]{16,}\s*")
_COUNT = re.compile(r"\s*[\d,]{1,7} words\s*")


def _factiva_documents(raw: str, lines: Sequence[_Line]) -> list[Section] | None:
    """Split Factiva's readable form at the "Document ..." line that ends each article."""
    ends = [i for i, line in enumerate(lines) if _DOCUMENT.fullmatch(line.text)]
    if not ends or not any(_COUNT.fullmatch(line.text) for line in lines):
        return None
    ranges = zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True)
    return [_factiva_document(raw, lines[begin:end]) for begin, end in ranges]


def _factiva_document(raw: str, lines: Sequence[_Line]) -> Section:
    """Read headline, byline, word count, date, outlet, codes, copyright, and then the story."""
    filled = [line for line in lines if line.text.strip()]
    rights = next((i for i, line in enumerate(filled[:20]) if _RIGHTS.match(line.text)), None)
    head = [line.text.strip() for line in filled[: rights if rights is not None else 6]]
    fields: dict[str, str] = {}
    counted = next((i for i, text in enumerate(head) if _COUNT.fullmatch(text)), len(head))
    if counted:
        fields["title"] = head[0]
    for text in head[1:counted]:
        if author := byline(text):
            fields["author"] = author[0]
    dated = next((i for i, text in enumerate(head) if read_date_line(text)), None)
    if dated is not None:
        fields["date"] = head[dated]
        names = [text for text in head[dated + 1 :] if not re.fullmatch(r"[\d:. ]+", text)]
        fields |= {"outlet": names[0]} if names else {}
    begin = rights + 1 if rights is not None else min(len(head), len(filled))
    return _between(raw, filled, begin, len(filled), fields)


_RULE = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|#{3,}|~{3,}|(?:- ){2,}-|(?:\* ){2,}\*)\s*")
_KEY = re.compile(r"[A-Za-z_][\w -]{0,40}:(?:\s|$)")
_TITLE = re.compile(r"# \S")
_HEAD_LINES = 5
_TITLE_WORDS = 30


@dataclass(slots=True)
class _Piece:
    """Lines between two rules; ``front``: it is front matter, which belongs to what follows."""

    lines: list[_Line] = field(default_factory=list)
    front: bool = False

    @property
    def filled(self) -> list[_Line]:
        return [line for line in self.lines if line.text.strip()]


def _joined(raw: str, lines: Sequence[_Line], form: Format) -> list[Section] | None:
    """Split articles that were joined with rules between them, or by their headings.

    They are several articles only if each has a headline and its own date or front matter: rules
    and headings also divide the parts of one article.
    """
    for pieces in (_by_rules(lines, form), _by_titles(lines) if form == "markdown" else []):
        articles = list(_articles(pieces))
        if len(articles) > 1 and all(_is_article(article) for article in articles):
            return [
                section_of(raw, article[0].lines[0].start, article[-1].lines[-1].end, form)
                for article in articles
            ]
    return None


def _by_rules(lines: Sequence[_Line], form: Format) -> list[_Piece]:
    pieces = [_Piece()]
    for index, line in enumerate(lines):
        if not _RULE.fullmatch(line.text.lstrip("\ufeff")) or (
            form == "markdown" and _is_underline(lines, index)
        ):
            pieces[-1].lines.append(line)
            continue
        front = pieces[-1]
        opened = len(pieces) > 1 or not front.filled
        keyed = bool(front.filled) and all(
            _KEY.match(each.text) or each.text.startswith((" ", "\t", "- ", "#"))
            for each in front.filled
        )
        if opened and keyed and line.text.strip().startswith("-"):
            front.front = True
            front.lines = [lines[_index_of(lines, front.lines[0]) - 1], *front.lines, line]
        pieces.append(_Piece())
    return [piece for piece in pieces if piece.filled]


def _index_of(lines: Sequence[_Line], line: _Line) -> int:
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        if lines[middle].start < line.start:
            low = middle + 1
        else:
            high = middle
    return low


def _is_underline(lines: Sequence[_Line], index: int) -> bool:
    """Return whether a rule underlines the heading right above it, and ends no front matter."""
    text = lines[index].text.strip()
    above = lines[index - 1].text if index else ""
    inside = _KEY.match(above) or above.startswith((" ", "\t", "- "))
    return text[0] in "=-" and " " not in text and bool(above.strip()) and not inside


def _by_titles(lines: Sequence[_Line]) -> list[_Piece]:
    pieces = [_Piece()]
    for line in lines:
        if _TITLE.match(line.text.lstrip("\ufeff")) and pieces[-1].filled:
            pieces.append(_Piece())
        pieces[-1].lines.append(line)
    return [piece for piece in pieces if piece.filled]


def _articles(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Put front matter together with the piece that follows it."""
    front: _Piece | None = None
    for piece in pieces:
        if piece.front:
            front = piece
            continue
        yield [front, piece] if front else [piece]
        front = None


def _is_article(article: Sequence[_Piece]) -> bool:
    if article[0].front:
        return True
    lines = article[0].filled
    head = [line.text.strip().strip("#*_ ").strip() for line in lines[: _HEAD_LINES + 1]]
    titled = len(head[0].split()) <= _TITLE_WORDS and not read_date_line(head[0])
    dated = any(read_date_line(text.strip("*_ ")) for text in head[1:])
    return titled and dated and len(lines) > 2
