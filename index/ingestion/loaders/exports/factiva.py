"""Factiva: records of two-letter fields, and the form for readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.ingestion.block import ends_sentence
from index.ingestion.boilerplate.phrases import RIGHTS
from index.ingestion.loaders.exports.lines import Line, between, tells_more
from index.ingestion.metadata.bylines import byline
from index.ingestion.metadata.datelines import read_date_line
from index.ingestion.source_text import build
from index.models import Section

_CODE = re.compile(r"(?P<code>[A-Z]{2,3})(?:\s{2,}|\t|\s*$)")
_COPIED = re.compile(r"(?P<code>[A-Z]{2,3})(?:\s|$)")
"""A code in text that was copied: of the blanks behind it, one is left."""
_STORY = {"LP", "TD"}
_BEHIND = {"PUB", "AN", "CLM", "IPD", "IPC", "ART"}
_CATEGORIES = {"CO", "IN", "NS", "RE"}
_ALL_OF = {"HD", "PD", "SN", "LP"}
_CODES = frozenset(
    "SE HD BY CR WC PD ET SN SC ED PG VOL LA CY LP TD ART CT CO IN NS RE IPC IPD PUB AN CLM RF "
    "DE GC".split()
)
_MIN_CODES = 4


def factiva_fields(raw: str, lines: Sequence[Line]) -> list[Section] | None:
    """Read records of two-letter fields: HD headline, PD date, SN outlet, LP and TD the story."""
    pattern, coded = _CODE, _coded(lines, _CODE)
    if not coded:
        pattern, coded = _COPIED, _coded(lines, _COPIED)
        if not {code for _, code in coded} >= _ALL_OF:
            return None
    sections: list[Section] = []
    starts = [place for place, (_, code) in enumerate(coded) if code == "HD"]
    for place, following in zip(starts, [*starts[1:], len(coded)], strict=True):
        record = coded[place:following]
        last = coded[following][0] if following < len(coded) else len(lines)
        sections.append(_factiva_record(raw, lines, record, last, pattern))
    return sections


def _coded(lines: Sequence[Line], pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    """Return the lines that begin with a code, and the codes; [] if these are no records."""
    coded: list[tuple[int, str]] = []
    told = False  # the story has begun
    for index, line in enumerate(lines):
        match = pattern.match(line.text)
        code = match["code"] if match else ""
        rest = line.text[match.end() :] if match else ""
        if code not in _CODES or (pattern is _COPIED and told and not _ends_story(code, rest)):
            continue
        coded.append((index, code))
        told = code in _STORY or (told and code != "HD")
    codes = {code for _, code in coded}
    whole = {"HD", "PD"} <= codes and not codes.isdisjoint(("LP", "TD"))
    return coded if whole and len(codes) >= _MIN_CODES else []


def _ends_story(code: str, rest: str) -> bool:
    """Whether a line of text that was copied goes on with the record, and not with its story."""
    return code in {"HD", "SE", "TD"} or code in _BEHIND or (code in _CATEGORIES and " : " in rest)


def _factiva_record(
    raw: str,
    lines: Sequence[Line],
    record: Sequence[tuple[int, str]],
    last: int,
    pattern: re.Pattern[str],
) -> Section:
    values: dict[str, tuple[int, int]] = {}
    for place, (index, code) in enumerate(record):
        match = pattern.match(lines[index].text)
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


_DOCUMENT = re.compile(
    r"\s*(?:Document (?=[A-Za-z]{2})[0-9A-Za-z]{16,}"
    r"|\w{4,20} [A-Z][A-Z0-9]{7}(?:19|20)\d{6}[0-9a-z]{9})\s*"
)
"""The last line of an article: a word, in the reader's language, and the accession number.

That has the code of the source, filled up with zeros to eight characters, the day, and nine more.
"""
_TIME = re.compile(r"[\d:. ]+(?:[ap]\.?m\.?)?\s?(?:[A-Z]{2,4})?", re.IGNORECASE)
_COUNT = re.compile(r"\s*\d{1,3}(?:[.,’'\s]?\d{3})? [^\W\d_]{3,15}\s*")
"""How many words an article has, in any language."""


def factiva_documents(raw: str, lines: Sequence[Line]) -> list[Section] | None:
    """Split Factiva's readable form at the "Document ..." line that ends each article."""
    ends = [i for i, line in enumerate(lines) if _DOCUMENT.fullmatch(line.text)]
    filled = [line.text for line in lines if line.text.strip()] if ends else []
    if not any(_is_count(*pair) for pair in pairwise(filled)):
        return None
    ranges = zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True)
    found = [_factiva_document(raw, lines[begin:end]) for begin, end in ranges]
    rest = lines[ends[-1] + 1 :]
    last = _factiva_document(raw, rest)
    return [*found, last] if tells_more(raw, rest, last) else found


def _is_count(text: str, following: str) -> bool:
    """Return whether a line counts the words of an article: the day stands below it."""
    return _COUNT.fullmatch(text) is not None and bool(read_date_line(following))


_BELOW_OUTLET = re.compile(r"[A-Z][A-Z0-9]{1,8}|\d{1,5}|[^\W\d_]{4,15}")
"""The code of a source, a page, and the language."""
_HEAD, _LONGEST_HEAD = 6, 12  # lines
_SECTION_WORDS = 2
_HEADLINE_WORDS = 4


def _is_below_section(above: str, text: str) -> bool:
    """Return whether a line is a headline below the name of a section: "World", "Sports Desk"."""
    named = len(above.split()) <= _SECTION_WORDS and above.istitle()
    headline = len(text.split()) >= _HEADLINE_WORDS and not re.search(r"[,;]", text)
    return named and headline and not byline(text)


def _head_end(head: Sequence[str], dated: int | None) -> int:
    """Return where a head ends that has no copyright line: outlet, code and language follow."""
    if dated is None:
        return min(len(head), _HEAD)
    named = False
    for index in range(dated + 1, len(head)):
        if not _TIME.fullmatch(head[index]) and not (
            named and _BELOW_OUTLET.fullmatch(head[index])
        ):
            if named or ends_sentence(head[index]):
                return index
            named = True
    return len(head)


def _factiva_document(raw: str, lines: Sequence[Line]) -> Section:
    """Read headline, byline, word count, date, outlet, codes, copyright, and then the story."""
    filled = [line for line in lines if line.text.strip()]
    rights = next((i for i, line in enumerate(filled[:20]) if RIGHTS.match(line.text)), None)
    head = [line.text.strip() for line in filled[: rights if rights is not None else _LONGEST_HEAD]]
    fields: dict[str, str] = {}
    counted = next((i for i, pair in enumerate(pairwise(head)) if _is_count(*pair)), len(head))
    if counted:
        fields["title"] = head[1] if counted > 1 and _is_below_section(*head[:2]) else head[0]
    for text in head[1:counted]:
        if author := byline(text):
            fields["author"] = author[0]
    dated = next((i for i, text in enumerate(head) if read_date_line(text)), None)
    if dated is not None:
        fields["date"] = head[dated]
        names = [text for text in head[dated + 1 :] if not _TIME.fullmatch(text)]
        fields |= {"outlet": names[0]} if names else {}
    begin = rights + 1 if rights is not None else _head_end(head, dated)
    return between(raw, filled, begin, len(filled), fields)
