"""Front matter (YAML, TOML, JSON or plain headers): title, date, outlet, author and URL."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from index.errors import UnreadableArticle
from index.ingestion.boilerplate.blocks import is_prose
from index.ingestion.metadata.datelines import full_dates
from index.ingestion.metadata.fields import (
    ALSO_ENGLISH,
    FOREIGN,
    field_name,
    header_fields,
    known_fields,
)

MAX_FRONT_MATTER = 64_000
_EMPTY_LINES = re.compile(r"(?:[ \t]*+[\r\n])*+")
_OPEN = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSE = re.compile(r"(?:^|(?<=\r))(?:---|\.\.\.)[ \t]*(?=\r|$)", re.MULTILINE)
# Comments end with their line: repeats that could share blanks took exponential time.
_KEY = re.compile(r"\s*+(?:#[^\r\n]*+[\r\n]\s*+)*+[\"']?[A-Za-z_][\w -]{0,40}[\"']?\s*+:(?:\s|$)")
_COLLECTION = re.compile(r"\s*(?:- |\[|\{|[&*!])")


class _PlainLoader(yaml.BaseLoader):
    """Keeps every scalar a string, and refuses aliases, which can expand without limit."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=mark)
        return super().compose_node(parent, index)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of the front matter (as written), and the offset at which the text begins.

    ``begin`` is the offset at which the front matter itself begins.
    """

    end: int
    fields: Mapping[str, str]
    begin: int = 0


def read_front_matter(raw: str) -> FrontMatter:
    """Read the front matter of a file; without any, ``fields`` is empty.

    A first line of ``---`` opens YAML if a key follows; otherwise it is a rule in the text. A first
    line of ``+++`` opens TOML, and a brace opens JSON if an object and text follow. Lines such as
    "Title: ..." and "Date: ..." at the top are front matter, too, if there are at least two. Empty
    lines may stand above all of them. Raises UnreadableArticle if it is not closed, not valid or
    not a mapping.
    """
    empty = _EMPTY_LINES.match(raw)
    first = empty.end() if empty else 0
    opening = _OPEN.match(raw, first)
    if opening is None:
        fenced = _fenced_json(raw, first)
        return fenced or _toml(raw, first) or _json(raw, first) or _headers(raw, 0)
    closing = _CLOSE.search(raw, opening.end())
    keyed = _KEY.match(raw, opening.end())
    if closing is None:
        if keyed is None or first > 0:
            return FrontMatter(0, {})
        raise UnreadableArticle("front matter is not closed; add a line of --- after it")
    inside = raw[opening.end() : closing.start()]
    if keyed is None and not _COLLECTION.match(inside):
        return FrontMatter(closing.end() if not inside.strip() else 0, {})
    above = len(raw[: opening.end()].splitlines())
    return FrontMatter(closing.end(), known_fields(_load(inside, above)))


_JSON_FENCE = re.compile(r"---json[ \t]*(?:\r\n|\n|\r)(?=\s*\{)")


def _fenced_json(raw: str, begin: int) -> FrontMatter | None:
    """Read a JSON object between ``---json`` and ``---``; None if there is none."""
    opening = _JSON_FENCE.match(raw, begin)
    closing = _CLOSE.search(raw, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    try:
        loaded = json.loads(raw[opening.end() : closing.start()])
    except (ValueError, RecursionError):
        raise UnreadableArticle("front matter is not valid JSON; correct it") from None
    return FrontMatter(closing.end(), known_fields(loaded))


_TOML = re.compile(r"\+\+\+[ \t]*(?:\r\n|\n|\r)")
_TOML_END = re.compile(r"^\+\+\+[ \t]*(?=\r|$)", re.MULTILINE)


def _toml(raw: str, begin: int) -> FrontMatter | None:
    opening = _TOML.match(raw, begin)
    if opening is None:
        return None
    closing = _TOML_END.search(raw, opening.end())
    if closing is None:
        raise UnreadableArticle("front matter is not closed; add a line of +++ after it")
    inside = raw[opening.end() : closing.start()]
    _check_length(inside)
    try:
        loaded = dict[object, object](tomllib.loads(inside.replace("\r\n", "\n")).items())
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what = str(error).partition("\n")[0]
        raise UnreadableArticle(f"front matter is not valid TOML ({what}); correct it") from error
    return FrontMatter(closing.end(), known_fields(loaded))


def _json(raw: str, begin: int) -> FrontMatter | None:
    """Read a JSON object before the text; None if there is none, or nothing follows it."""
    if not raw.startswith("{", begin):
        return None
    try:
        loaded, end = json.JSONDecoder().raw_decode(raw, begin)
    except (ValueError, RecursionError):
        return None
    fields = known_fields(loaded) if isinstance(loaded, dict) else {}
    return FrontMatter(end, fields) if fields and raw[end:].strip() else None


_GAP = "[ \t\u00a0\u202f]"
_HEADER = re.compile(
    r"(?:\*\*|__)?(?P<key>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]){0,20}+(?: [^\W\d_]{1,20}+){0,2})"
    rf"{_GAP}*+(?::\*\*|:__|\*\*:|__:|::?){_GAP}+"
    r"(?P<value>[^\r\n]{1,300})(?:\r\n|\r|\n|\Z)"
)
_HEADERS = frozenset(
    "title headline date published publication_date source outlet publication publisher newspaper"
    " author by byline url link".split()
)
_MIN_HEADERS = 2
_FIRST_LINE = re.compile(
    r"\s*+(?P<text>\S[^\r\n]{0,400})(?:\r\n|\r|\n)(?:[ \t]*+(?:={3,}|-{3,})[ \t]*+(?:\r\n|\r|\n))?"
)
"""A first line, and what underlines it."""
_BLANK = re.compile(r"\s*+")
_LIST_MARK = re.compile(r"\s*+(?:[-*+•] ++)?")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,2000}\)")
"""A link of Markdown."""


def read_headers(raw: str, begin: int) -> Mapping[str, str]:
    """Return the fields of lines like "Title: ..." and "Date: ..." at an offset; {} if none are."""
    return _headers(raw, begin).fields


def read_headers_below(raw: str, begin: int) -> FrontMatter:
    """Read the lines of "Key: value" right below the headline that is the first line of a text.

    Notion and others write what they know of an article there. Beside two keys that are known there
    may be others ("Tags: ..."). ``fields`` is empty without such lines, and has no title.
    """
    line = _FIRST_LINE.match(raw, begin)
    if line is None or is_prose(line["text"]) or _HEADER.match(raw, line.start("text")):
        return FrontMatter(begin, {}, begin)
    found = _read_headers(raw, line.end(), titled=True)
    if len(found.fields) < _MIN_HEADERS:
        return FrontMatter(begin, {}, begin)
    fields = {name: value for name, value in found.fields.items() if name != "title"}
    return FrontMatter(found.end, fields, line.end())


def _headers(raw: str, begin: int) -> FrontMatter:
    """Read lines of "Key: value" at the top, of which one is a title or a date."""
    found = _read_headers(raw, begin)
    if len(found.fields) < _MIN_HEADERS or not found.fields.keys() & {"title", "date"}:
        return FrontMatter(begin, {})
    return found


def _read_headers(raw: str, begin: int, *, titled: bool = False) -> FrontMatter:
    """Read lines of "Key: value" from an offset on, up to the first that is none.

    Keys that are not known end them as well, except where the text has its title already
    (``titled``): there, a line right below another one is part of them unless it tells something.
    """
    at = first = _behind_blanks(raw, begin)
    given: dict[object, object] = {}
    foreign = False
    while line := _HEADER.match(raw, _behind_marks(raw, at) if titled else at):
        name, value = field_name(line["key"]), line["value"].strip().strip("*_<>")
        if name in _HEADERS or name in FOREIGN:
            foreign = foreign or name in FOREIGN - ALSO_ENGLISH
            given.setdefault(name, _LINK.sub(r"\1", value))
        elif not titled or is_prose(value) or _has_gap(raw, at):
            break
        at = line.end()
    fields = header_fields(given)
    days = [day for date in full_dates(fields.get("date", "")) for day in date.days]
    if foreign and len(days) > 1:  # 10/11/2025: the day stands before the month
        fields["date"] = days[0].isoformat()
    return FrontMatter(at, fields, first)


def _behind_blanks(raw: str, at: int) -> int:
    blank = _BLANK.match(raw, at)
    return blank.end() if blank else at


def _behind_marks(raw: str, at: int) -> int:
    """Return where a line begins behind empty lines and the mark of a list."""
    mark = _LIST_MARK.match(raw, at)
    return mark.end() if mark else at


def _has_gap(raw: str, at: int) -> bool:
    return raw[at : at + 1] in "\r\n"


def _check_length(text: str) -> None:
    if len(text) > MAX_FRONT_MATTER:
        raise UnreadableArticle(
            f"front matter is longer than {MAX_FRONT_MATTER:,} characters; close it or shorten it"
        )


_UNQUOTED = re.compile(
    r"^(?P<key>[A-Za-z_][\w -]{0,40}:[ \t]+)"
    r"(?P<value>[^\s\"'\[{&*!|>%@`#][^\r\n]*?:[ \t][^\r\n]*+)",
    re.MULTILINE,
)


def _with_quotes(text: str) -> str:
    """Quote values with a colon in them, which YAML does not allow: "title: Ferry: the end"."""

    def quoted(match: re.Match[str]) -> str:
        value = match["value"].rstrip().replace("'", "''")
        return f"{match['key']}'{value}'"

    return _UNQUOTED.sub(quoted, text)


def _load(text: str, above: int) -> Mapping[object, object]:
    """Read YAML below so many lines of the file."""
    try:
        return _load_yaml(text, above)
    except UnreadableArticle:
        quoted = _with_quotes(text)
        if quoted == text:
            raise
        return _load_yaml(quoted, above)


def _load_yaml(text: str, above: int) -> Mapping[object, object]:
    _check_length(text)
    try:
        loaded = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - derives from BaseLoader: strings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + above + 1 if error.problem_mark else 1
        what = error.problem or "it cannot be parsed"
        raise UnreadableArticle(
            f"front matter is not valid YAML (line {line}: {what}); correct it"
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableArticle("front matter is not valid YAML; correct or remove it") from error
    if not isinstance(loaded, dict):
        raise UnreadableArticle(
            'front matter is not a list of "key: value" lines; correct or remove it'
        )
    return loaded
