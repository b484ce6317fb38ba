"""YAML front matter: title, date, outlet, author and URL before the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from index.errors import UnreadableArticle
from index.ingestion.metadata.fields import known_fields

MAX_CHARACTERS = 64_000
_OPEN = re.compile("\ufeff?---[ \t]*(?:\r\n|\n|\r)")
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

    A first line of ``---`` opens front matter if a key follows; otherwise it is a rule in the
    text. Raises UnreadableArticle if it is not closed, not valid YAML or not a mapping.
    """
    begin = 1 if raw.startswith("\ufeff") else 0
    opening = _OPEN.match(raw)
    if opening is None:
        return FrontMatter(begin, {})
    closing = _CLOSE.search(raw, opening.end())
    keyed = _KEY.match(raw, opening.end())
    if closing is None:
        if keyed is None:
            return FrontMatter(begin, {})
        raise UnreadableArticle("front matter is not closed; add a line of --- after it")
    inside = raw[opening.end() : closing.start()]
    if keyed is None and not _COLLECTION.match(inside):
        return FrontMatter(closing.end() if not inside.strip() else begin, {})
    return FrontMatter(closing.end(), known_fields(_load(inside)))


def _load(text: str) -> Mapping[object, object]:
    if len(text) > MAX_CHARACTERS:
        raise UnreadableArticle(
            f"front matter is longer than {MAX_CHARACTERS:,} characters; close it with --- or"
            f" shorten it"
        )
    try:
        loaded = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - derives from BaseLoader: strings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
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
