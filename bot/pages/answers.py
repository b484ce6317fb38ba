"""An answer as the messages that people read: what was asked, the text, the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.pages.escape import escaped_line
from bot.pages.limits import MESSAGE, cut, length
from bot.pages.packing import packed, parted
from bot.pages.sources import day_stamp, source_line
from index.models import EVERYTHING, Answer, Draft, Scope

_QUESTION, _NOTE, _OUTLET = 300, 300, 100
_MARKER = re.compile(r"\[(\d{1,4})\]")
# A statement with its numbers, and the day in brackets that may follow them.
_STATEMENT = re.compile(r".*?(?:\[\d{1,4}\]\s*)+(?:\([^()\[\]]{0,40}\)\s*)?[.;,]?|.+\Z", re.DOTALL)
NOT_ANSWERED = "### ❔ The coverage does not say"


def answer_pages(
    answer: Answer, *, asked: bool = False, scope: Scope = EVERYTHING, most: int = MESSAGE
) -> tuple[str, ...]:
    """Messages of at most ``most`` characters as Discord counts them, never none.

    ``asked`` puts the question on top, for where nobody else can see it. ``scope`` is what it was
    narrowed to. A statement stays with
    its numbers; one that is longer than a message has them at the end of each part.
    """
    blocks = [*_head(answer, scope, asked=asked)]
    if answer.answered and answer.citations:
        blocks += _statements(answer.text, {c.number for c in answer.citations}, most)
        first, *others = [source_line(citation) for citation in answer.citations]
        blocks += [f"\n**Sources**\n{first}", *others]
    else:
        blocks += [NOT_ANSWERED, *parted(_after_the_heading(answer.text), most)]
    if answer.note:
        blocks.append(f"-# {escaped_line(cut(answer.note, _NOTE))}")
    return packed(blocks, most)


def draft_page(draft: Draft, *, asked: str | None = None, most: int = MESSAGE) -> str:
    """What is finished of an answer, in one message, while the rest is being written."""
    head = f"{_question(asked)}\n" if asked else ""
    numbers = {citation.number for citation in draft.citations}
    room = most - length(head) - 2
    pages = packed(_statements(draft.text, numbers, room), room)
    return f"{head}{pages[0] if pages else ''} …"


def _question(text: str) -> str:
    return f"> **{escaped_line(cut(' '.join(text.split()), _QUESTION))}**"


def _head(answer: Answer, scope: Scope, *, asked: bool) -> Iterator[str]:
    if asked:
        yield _question(answer.question)
    if answer.understood:
        understood = escaped_line(cut(" ".join(answer.understood.split()), _QUESTION))
        yield f"-# Understood as: {understood}"
    if scope != EVERYTHING:
        outlet = f" of {escaped_line(cut(scope.outlet, _OUTLET))}" if scope.outlet else ""
        since = f" since {day_stamp(scope.since)}" if scope.since else ""
        until = f" until {day_stamp(scope.until)}" if scope.until else ""
        yield f"-# Only articles{outlet}{since}{until}"


def _after_the_heading(text: str) -> str:
    """What is said beside that the coverage does not say."""
    rest = " ".join(text.split()).removeprefix("The coverage does not say: ")
    return escaped_line(rest[:1].upper() + rest[1:])


def _statements(text: str, numbers: set[int], most: int) -> Iterator[str]:
    """Lines of the text; where one is too long for a message, its statements, or parts of one."""
    for line in text.split("\n"):
        shown = _marked(" ".join(line.split()), numbers)
        if not shown:
            continue
        if length(shown) <= most:
            yield shown
            continue
        for statement in _STATEMENT.findall(shown):
            yield from _fitted(statement.strip(), most)


def _fitted(statement: str, most: int) -> Iterator[str]:
    if length(statement) <= most:
        yield statement
        return
    markers = "".join(dict.fromkeys(found[0] for found in _MARKER.finditer(statement)))
    markers = cut(markers, most // 2)
    *parts, last = parted(statement, most - length(markers) - 3)
    for part in parts:
        yield f"{part} … {markers}"
    yield last if last.rstrip(".;,").endswith("]") else f"{last} {markers}"


def _marked(line: str, numbers: set[int]) -> str:
    """The line escaped, its own numbers left as they are."""
    text = escaped_line(line)
    return _MARKER.sub(lambda f: f[0] if int(f[1]) in numbers else f"({f[1]})", text)
