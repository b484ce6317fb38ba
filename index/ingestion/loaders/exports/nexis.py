"""Nexis: documents with a head of labels, then the story, then labels again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.ingestion.boilerplate.phrases import RIGHTS
from index.ingestion.loaders.exports.lines import Line, between, tells_more
from index.ingestion.metadata.datelines import read_date_line
from index.models import Section

DOCUMENT = re.compile(
    r"\s*(?:\d{1,5} (?:of|von|de|van) \d{1,5} do[ck]ument(?:s|en)?"
    r"|do[ck]ument \d{1,5} (?:of|von|de|van) \d{1,5})\s*",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\s*(?:page|seite|pagina) \d{1,5} (?:of|von|de|van|sur) \d{1,5}\s*", re.I)
_END = re.compile(r"\s*End of Document\s*", re.IGNORECASE)
_LISTING = re.compile(r"\s*Documents? \(\d{1,5}\)\s*")
_LISTED = re.compile(r"\s*\d{1,5}\.\s(?P<title>\S.*)")
_LABEL = re.compile(r"\s*(?P<name>[^\W\d_]{3,21}(?:[ -][^\W\d_]{2,20}){0,2}):(?:\s|$)")
_ABOVE = frozenset(
    "BYLINE SECTION LENGTH DATELINE HEADLINE TITLE AUTHOR HIGHLIGHT BODY SOURCE COLUMN "
    "SERIES EDITION AUTOR RUBRIK LÄNGE TITEL QUELLE AUTEUR RUBRIQUE LONGUEUR TITRE".split()
)
_BELOW = frozenset(
    "LOAD-DATE LANGUAGE PUBLICATION-TYPE DOCUMENT-TYPE GRAPHIC SUBJECT COMPANY ORGANIZATION "
    "PERSON GEOGRAPHIC INDUSTRY TICKER CLASSIFICATION CORRECTION-DATE".split()
)
_FIELD_OF = {
    "BYLINE": "author",
    "AUTHOR": "author",
    "HEADLINE": "title",
    "TITLE": "title",
    "SOURCE": "outlet",
    "AUTOR": "author",
    "TITEL": "title",
    "QUELLE": "outlet",
    "AUTEUR": "author",
    "TITRE": "title",
}
_EDITION = re.compile(r"(?:[\w’'-]+\s){0,3}editions?(?:\s\w+)?", re.IGNORECASE)
_STORY_WORDS = 12
_MAX_LOOSE = 5
_CUT_TITLE = 20  # characters; a list of documents may cut what is longer


def nexis(raw: str, lines: Sequence[Line]) -> list[Section] | None:
    """Split at "2 of 14 DOCUMENTS" or "End of Document"; None if there is neither."""
    starts = [i for i, line in enumerate(lines) if DOCUMENT.fullmatch(line.text)]
    ends = [i for i, line in enumerate(lines) if _END.fullmatch(line.text)]
    if starts and len(starts) >= len(ends):
        ranges = zip(starts, [*starts[1:], len(lines)], strict=True)
        return [_article(raw, lines[begin + 1 : end]) for begin, end in ranges]
    if not ends:
        return None
    begins = [_after_cover(lines, ends[0]), *(end + 1 for end in ends[:-1])]
    found = [_article(raw, lines[begin:end]) for begin, end in zip(begins, ends, strict=True)]
    rest = lines[ends[-1] + 1 :]
    last = _article(raw, rest)
    return [*found, last] if tells_more(raw, rest, last) else found


def _after_cover(lines: Sequence[Line], end: int) -> int:
    """Return the index at which the first document begins, below a cover that lists all of them."""
    listing = next((i for i in range(end) if _LISTING.fullmatch(lines[i].text)), None)
    if listing is None:
        return 0
    listed = (_LISTED.fullmatch(lines[i].text) for i in range(listing, end))
    title = next((match["title"].strip() for match in listed if match), None)
    if title is None:
        return 0
    same = [i for i in range(listing, end) if _is_title(lines[i].text.strip(), title)]
    return same[0] if same else 0


def _is_title(line: str, listed: str) -> bool:
    return line == listed or (len(line) >= _CUT_TITLE and listed.startswith(line))


def _article(raw: str, lines: Sequence[Line]) -> Section:
    """Read outlet, date and headline, the labels above the story, the story, and those below."""
    fields: dict[str, str] = {}
    loose: list[str] = []
    labelled = headed = False
    filled = [e for e in lines if e.text.strip() and not _is_count(e.text)]
    index = 0
    while index < len(filled):
        text = filled[index].text.strip()
        name, value = _label(text)
        if text.casefold() == "body":
            index += 1
            headed = True
            break
        if name in _ABOVE:
            _keep(fields, name, value)
            labelled = True
        elif name and name not in _BELOW and _more_of_head(filled, index):
            pass
        elif name or (labelled and len(text.split()) >= _STORY_WORDS):
            break
        elif RIGHTS.match(text) or _EDITION.fullmatch(text):
            pass
        elif len(loose) < _MAX_LOOSE and not labelled:
            loose.append(text)
        else:
            break
        index += 1
    _name_loose(fields, loose, headed=headed)
    return between(raw, filled, index, _story_end(filled, index), fields)


def _more_of_head(lines: Sequence[Line], index: int) -> bool:
    """Return whether a label of the head follows one that is not known: "SHOW", then "HEADLINE"."""
    return any(_label(line.text.strip())[0] in _ABOVE for line in lines[index + 1 : index + 8])


def _is_count(text: str) -> bool:
    """Return whether a line counts the documents or their pages."""
    return DOCUMENT.fullmatch(text) is not None or _PAGE.fullmatch(text) is not None


def _label(text: str) -> tuple[str, str]:
    """Return the label that a line begins with, in capitals, and what follows; "" if none does.

    In capitals, any word is a label; otherwise only those that Nexis uses.
    """
    match = _LABEL.match(text)
    if match is None:
        return "", text
    name = match["name"].upper()
    known = match["name"].isupper() or name in _ABOVE or name in _BELOW
    return (name, text[match.end() :].strip()) if known else ("", text)


def _keep(fields: dict[str, str], name: str, value: str) -> None:
    if value and name in _FIELD_OF:
        fields.setdefault(_FIELD_OF[name], re.sub(r"^[Bb][Yy]\s+", "", value))


def _name_loose(fields: dict[str, str], loose: Sequence[str], *, headed: bool) -> None:
    """Name the lines without a label: the outlet above the date, the headline below it.

    Where the story stands below "Body", it is ``headed``: the headline is the first of them.
    """
    dated = next((i for i, text in enumerate(loose) if read_date_line(text)), None)
    if dated is None and headed:
        before, after = list(loose[1:2]), list(loose[:1])
    elif dated is None:
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


def _story_end(lines: Sequence[Line], begin: int) -> int:
    """Return the index of the first label or copyright line after which no prose follows.

    Labels that are not known may be the speakers of a transcript.
    """
    end = len(lines)
    for index in range(len(lines) - 1, begin - 1, -1):
        text = lines[index].text
        name = _label(text)[0]
        if name in _BELOW or "-" in name or RIGHTS.match(text):
            end = index
        elif len(text.split()) >= _STORY_WORDS:
            break
    return end
