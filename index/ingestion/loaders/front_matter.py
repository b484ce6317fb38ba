"""Front matter (YAML, TOML, JSON or plain headers): title, date, outlet, author and URL."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from index.errors import UnreadableArticle
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
    """The fields of the front matter (as written), and the offset at which the text begins."""

    end: int
    fields: Mapping[str, str]


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
_BLANK = re.compile(r"\s*+")


def read_headers(raw: str, begin: int) -> Mapping[str, str]:
    """Return the fields of lines like "Title: ..." and "Date: ..." at an offset; {} if none are."""
    return _headers(raw, begin).fields


def _headers(raw: str, begin: int) -> FrontMatter:
    """Read lines of "Key: value" at the top, of which one is a title or a date."""
    blank = _BLANK.match(raw, begin)
    at = blank.end() if blank else begin
    given: dict[object, object] = {}
    foreign = False
    while line := _HEADER.match(raw, at):
        name = field_name(line["key"])
        if name not in _HEADERS and name not in FOREIGN:
            break
        foreign = foreign or name in FOREIGN - ALSO_ENGLISH
        given.setdefault(name, line["value"].strip().strip("*_<>"))
        at = line.end()
    fields = header_fields(given)
    days = [day for date in full_dates(fields.get("date", "")) for day in date.days]
    if foreign and len(days) > 1:  # 10/11/2025: the day stands before the month
        fields["date"] = days[0].isoformat()
    if len(fields) < _MIN_HEADERS or not fields.keys() & {"title", "date"}:
        return FrontMatter(begin, {})
    return FrontMatter(at, fields)


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
