"""JSON and JSON Lines: each object with a text is an article, its characters traced to the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.errors import UnreadableArticle
from index.ingestion.loaders.embedded import embedded_section
from index.ingestion.loaders.source import section_of
from index.ingestion.metadata.fields import field_name, known_fields
from index.ingestion.source_text import Traced, build, without
from index.models import Section

BODIES = (
    "text content body article_body full_text fulltext story maintext main_text body_text "
    "article_text content_text markdown content_markdown html content_html body_html "
    "paragraphs article raw_text selftext"
).split()
SUMMARIES = "description summary abstract excerpt lead teaser standfirst trail_text".split()
_AROUND_VALUES = "\x1e, \t\r"
_BLANKS = re.compile(r"[ \t\r\n]*+")
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_ATOM = re.compile(r"-?[\w.+-]++")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|.)", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINK = re.compile(
    r"<(?P<address>(?:https?://|mailto:|tel:)[^<>|\s]{1,2000})(?:\|(?P<words>[^<>|]{1,500}))?>"
)
_PREVIEWS = "embeds"
"""Where messages of Discord have the pages that they link to."""
_DEEPEST = 60
_LONG = 80  # characters; a shorter text without a title is no article
_UNPUBLISHED = frozenset("draft auto-draft scheduled future trash trashed".split())
"""What exports of Ghost, WordPress and the like state as the status of what nobody can read."""


class _Placed(str):
    """A string of the file, and where it stands, without its quotation marks."""

    __slots__ = ("end", "start")
    start: int
    end: int


def json_sections(raw: str) -> list[Section] | None:
    """Return the articles of a JSON or JSON Lines file, or None if it is neither.

    Raises UnreadableArticle if no object in it is an article.
    """
    documents = _documents(raw)
    if documents is None:
        return _lines_apart(raw)
    sections = [section for each in documents for section in _articles(raw, each, {}, 0)]
    if not sections:
        raise UnreadableArticle(
            "is JSON without articles, or with drafts only; an article is an object with a text "
            'under "text", "content" or "body", and a "title" unless the text has more than '
            f"{_LONG} characters"
        )
    return sections


def _lines_apart(raw: str) -> list[Section] | None:
    """Read JSON Lines of which some are broken; None unless most of the lines are articles.

    A broken line is a section that says so.
    """
    sections: list[Section] = []
    broken = end = 0
    for number, line in enumerate(raw.split("\n"), 1):
        begin, end = end, end + len(line) + 1
        if not line.strip(_AROUND_VALUES):
            continue
        text = line.strip(_AROUND_VALUES)
        try:
            json.loads(text, strict=False)  # an unclosed value would be read beyond its line
            value, _ = _value(raw, begin + line.index(text), 0)
            sections += _articles(raw, value, {}, 0)
        except (ValueError, RecursionError):
            broken += 1
            why = f"is line {number} of its file, and not valid JSON; correct the line"
            broken_line = section_of(raw, begin, begin + len(line), "text")
            sections.append(replace(broken_line, error=why))
    return sections if 2 * broken < len(sections) else None


def why_not_json(raw: str) -> str:
    """Say in one line where a file stops being JSON."""
    try:
        json.loads(raw)
    except json.JSONDecodeError as error:
        return f"is not valid JSON (line {error.lineno}: {error.msg}); correct it"
    except ValueError:  # the number of digits that Python reads is limited
        return "is JSON with a number of more than 4,300 digits; shorten or remove it"
    except RecursionError:
        pass
    return "is JSON that is nested too deeply; save each article as an object of its own"


def _documents(raw: str) -> list[object] | None:
    """Parse one JSON value, or one after another as in JSON Lines; None if that fails."""
    found: list[object] = []
    at = 0
    try:
        while (at := _skip(raw, at)) < len(raw):
            if raw[at] not in "[{":
                return None
            value, at = _value(raw, at, 0)
            found.append(value)
            at = _skip(raw, at)
            at += raw.startswith((",", "\x1e"), at)  # some tools write a comma after each line
    except (ValueError, IndexError):
        return None
    return found or None


def _skip(raw: str, at: int) -> int:
    blanks = _BLANKS.match(raw, at)
    return blanks.end() if blanks else at


def _value(raw: str, at: int, depth: int) -> tuple[object, int]:
    """Parse the value at ``at``; returns it, and the offset behind it. Raises ValueError."""
    if depth > _DEEPEST:
        raise ValueError
    mark = raw[at]
    if mark == '"':
        return _string(raw, at)
    if mark == "[":
        return _list(raw, at, depth)
    if mark == "{":
        return _object(raw, at, depth)
    atom = _ATOM.match(raw, at)
    if atom is None:
        raise ValueError
    return json.loads(atom.group()), atom.end()


def _string(raw: str, at: int) -> tuple[_Placed, int]:
    match = _STRING.match(raw, at)
    if match is None:
        raise ValueError
    placed = _Placed(json.loads(match.group(), strict=False))
    placed.start, placed.end = match.start() + 1, match.end() - 1
    return placed, match.end()


def _list(raw: str, at: int, depth: int) -> tuple[list[object], int]:
    found: list[object] = []
    at = _skip(raw, at + 1)
    while raw[at] != "]":
        value, at = _value(raw, at, depth + 1)
        found.append(value)
        at = _next(raw, at, "]")
    return found, at + 1


def _object(raw: str, at: int, depth: int) -> tuple[dict[str, object], int]:
    found: dict[str, object] = {}
    at = _skip(raw, at + 1)
    while raw[at] != "}":
        if raw[at] != '"':
            raise ValueError
        key, at = _string(raw, at)
        at = _skip(raw, at)
        if raw[at] != ":":
            raise ValueError
        found[str(key)], at = _value(raw, _skip(raw, at + 1), depth + 1)
        at = _next(raw, at, "}")
    return found, at + 1


def _next(raw: str, at: int, closing: str) -> int:
    """Return the offset of the next element, or of ``closing``."""
    at = _skip(raw, at)
    if raw[at] == ",":
        return _skip(raw, at + 1)
    if raw[at] != closing:
        raise ValueError
    return at


def _articles(raw: str, value: object, around: Mapping[str, str], depth: int) -> Iterator[Section]:
    """Yield the articles in a value, in order. ``around``: outlet and date stated around them."""
    if isinstance(value, list):
        for each in value:
            yield from _articles(raw, each, around, depth + 1)
        return
    if not isinstance(value, dict):
        return
    flat = _flat(value)
    fields = known_fields(flat)
    full = _texts(flat, BODIES)
    bodies = full or _texts(flat, SUMMARIES)
    kind = str(flat.get("@type", ""))  # in schema.org, an article's name is its title
    if kind.endswith(("Article", "Posting", "Report")) and isinstance(flat.get("name"), str):
        fields.setdefault("title", " ".join(str(flat["name"]).split()))
    listed = depth > 0 and "title" in fields and ("date" in fields or "url" in fields)
    stated = {**around, **_stated_around(flat, fields)}
    if (bodies and ("title" in fields or _length(bodies) > _LONG)) or listed:
        # what lists articles may have a title and a description, too
        within = list(_articles_in(raw, value, stated, depth)) if bodies and not full else []
        if _are_listed(within, fields, _length(bodies)):
            yield from within
        elif not _is_passed_over(flat):
            yield _section(raw, bodies, {**around, **fields})
        return
    yield from _articles_in(raw, value, stated, depth)


def _are_listed(within: Sequence[Section], fields: Mapping[str, str], size: int) -> bool:
    """Whether the articles in an object that has only a summary are what it is there for.

    Pictures of an article have captions shorter than its summary (``size``), and no days; its
    comments have no titles, and it has a day itself.
    """
    return any(
        bool(each.text)
        and ("date" in each.fields or len(each.text) > size)
        and ("title" in each.fields or "date" not in fields)
        for each in within
    )


def _articles_in(
    raw: str, value: Mapping[str, object], stated: Mapping[str, str], depth: int
) -> Iterator[Section]:
    """Yield the articles in the values of an object."""
    for key, each in value.items():
        if isinstance(each, list | dict):
            inner = list(map(_previewed, each)) if key == _PREVIEWS else each
            yield from _articles(raw, inner, stated, depth + 1)


def _is_passed_over(value: Mapping[object, object]) -> bool:
    """Whether a text is a draft, or a record of what happened to a chat, as Telegram keeps it."""
    service = value.get("type") == "service" and "action" in value
    return service or str(value.get("status")).lower() in _UNPUBLISHED


def _stated_around(value: Mapping[object, object], fields: Mapping[str, str]) -> dict[str, str]:
    """Return what an object that is no article itself says about the articles in it."""
    stated = {name: fields[name] for name in ("outlet",) if name in fields}
    if "jsonfeed.org/" in str(value.get("version")) and "title" in fields:
        stated.setdefault("outlet", fields["title"])
    if isinstance(value.get("messages"), list) and str(value.get("type")).endswith("channel"):
        stated |= known_fields({"outlet": value.get("name")})
    # what a message carries is as old as its text, however short that is; other days are of exports
    message = any(
        isinstance(each, str) and field_name(key) in BODIES for key, each in value.items()
    )
    if message and "date" in fields:
        stated["date"] = fields["date"]
    return stated


def _previewed(preview: object) -> object:
    """Return the preview of a linked page with the name above its title as the page's outlet.

    Discord calls that name its author, unless it knows the site as its provider.
    """
    if not isinstance(preview, dict):
        return preview
    if isinstance(preview.get("provider"), dict):
        return {**preview, "publisher": preview["provider"]}
    return {
        **{k: v for k, v in preview.items() if k != "author"},
        "publisher": preview.get("author"),
    }


def _flat(value: Mapping[str, object]) -> dict[object, object]:
    """Add what a nested object (not a list) says to an object that does not say it itself."""
    flat: dict[object, object] = dict(value.items())
    for key, each in value.items():
        if isinstance(each, dict) and isinstance(each.get("rendered"), str):  # WordPress
            flat[key] = each["rendered"]
        if isinstance(each, dict) and field_name(key) in (
            "fields",
            "attributes",
            "metadata",
            "_source",
        ):
            for inner, what in each.items():
                flat.setdefault(inner, what)
    return flat


def _texts(value: Mapping[object, object], names: list[str]) -> list[list[_Placed]]:
    """Return the paragraphs of the longest of the named fields, each with its strings."""
    candidates = [_paragraphs(each) for key, each in value.items() if field_name(key) in names]
    return max(candidates, key=_length, default=[])


def _paragraphs(value: object) -> list[list[_Placed]]:
    """Return the paragraphs of a text, each with its strings; a list may have one in each element.

    A list of strings with objects among them is one text, of which the objects mark up stretches.
    """
    parts = value if isinstance(value, list) else [value]
    texts = [part.get("text") if isinstance(part, dict) else part for part in parts]
    strings = [text for text in texts if isinstance(text, _Placed)]
    marked = any(isinstance(part, dict) for part in parts) and any(
        isinstance(part, str) for part in parts
    )
    paragraphs = [strings] if marked else [[string] for string in strings]
    return [each for each in paragraphs if "".join(each).strip()]


def _length(paragraphs: list[list[_Placed]]) -> int:
    return sum(len(string) for strings in paragraphs for string in strings)


def _section(raw: str, paragraphs: list[list[_Placed]], fields: Mapping[str, str]) -> Section:
    return embedded_section(_without_link_markup(build(_pieces(raw, paragraphs))), fields)


def _without_link_markup(traced: Traced) -> Traced:
    """Return a text with the words or the addresses of its links that are written as Slack does."""
    cuts = []
    for link in _LINK.finditer(traced.text):
        shown = "words" if link["words"] else "address"
        cuts += [(link.start(), link.start(shown)), (link.end(shown), link.end())]
    return without(traced, cuts)


def _pieces(raw: str, paragraphs: list[list[_Placed]]) -> Iterator[tuple[str, int, int]]:
    last = None
    for strings in paragraphs:
        if last is not None:
            yield "\n\n", last, strings[0].start
        for string in strings:
            yield from _unescaped(raw, string)
        last = strings[-1].end


def _unescaped(raw: str, string: _Placed) -> Iterator[tuple[str, int, int]]:
    at = string.start
    for escape in _ESCAPE.finditer(raw, string.start, string.end):
        yield raw[at : escape.start()], at, escape.start()
        text = json.loads(f'"{escape.group()}"', strict=False)
        yield _SURROGATE.sub("\ufffd", text), *escape.span()
        at = escape.end()
    yield raw[at : string.end], at, string.end
