"""Answers, drafts of answers, and the quotes behind an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.discord.rendering.abstentions import abstention_blocks
from bot.discord.rendering.limits import MESSAGE, cut, join_blocks, length, split
from bot.discord.rendering.markdown import date_stamp, escaped_line
from bot.discord.rendering.sources import (
    NO_ADDRESSES,
    Addresses,
    source_line,
    source_lines,
)
from bot.rendering.text import DOUBT
from index.models import (
    EVERYTHING,
    Answer,
    Citation,
    Draft,
    Scope,
    Statement,
)

MAX_CONTEXT = 200
"""How many characters before and after a quote are shown."""

_QUESTION, _NOTE, _OUTLET = 300, 300, 100
_TOO_LONG = "The rest is too long to show here."
_MORE = "The rest is too long to show here; press “Quotes” to see what it is based on."
_BRACKETED_NUMBER = re.compile(r"\[(\d{1,4})\]")
_CHANGED = "-# This article was changed or removed later; the quote is from the earlier version."

Context = tuple[str, str]
"""The sentences before and after a quote."""


def answer_pages(
    answer: Answer,
    *,
    show_question: bool = False,
    scope: Scope = EVERYTHING,
    addresses: Addresses = NO_ADDRESSES,
    most: int = MESSAGE,
) -> tuple[str, ...]:
    """Render an answer as one or more messages of at most ``most`` code units.

    ``addresses`` are those of the cited articles' pages. ``show_question`` adds the question at the
    top, for commands, where others cannot see it. A statement stays with its citation numbers; if
    it is longer than a message, every part of it ends with them.
    """
    blocks = [*_head(answer, scope, show_question=show_question)]
    if answer.abstention is not None:
        blocks += abstention_blocks(answer.abstention, addresses, most)
    else:
        blocks += _statements(answer.statements, most)
        if answer.doubtful:
            blocks.append(f"*{DOUBT}*")
        for at, entry in enumerate(source_lines(answer.citations, addresses)):
            blocks.append(entry if at else f"\n**Sources**\n{entry}")
    if answer.note:
        blocks.append(f"-# {escaped_line(cut(answer.note, _NOTE))}")
    return join_blocks(blocks, most)


def one_page(
    answer: Answer,
    *,
    show_question: bool = False,
    scope: Scope = EVERYTHING,
    addresses: Addresses = NO_ADDRESSES,
    most: int = MESSAGE,
) -> str:
    """Render as much of an answer as fits into one message, which says if there is more.

    For places where the bot cannot delete its other messages.
    """

    def pages(part: Answer, room: int = most) -> tuple[str, ...]:
        return answer_pages(
            part, show_question=show_question, scope=scope, addresses=addresses, most=room
        )

    whole = pages(answer)
    if len(whole) == 1:
        return whole[0]
    note = f"-# {_MORE if answer.citations else _TOO_LONG}"
    room = most - length(note) - 1
    for kept in range(len(answer.statements) - 1, 0, -1):
        part = pages(_beginning(answer, kept), room)
        if len(part) == 1:
            return f"{part[0]}\n{note}"
    return f"{pages(answer, room)[0]}\n{note}"


def _beginning(answer: Answer, statements: int) -> Answer:
    """Return the first statements of an answer, with what they cite."""
    kept = answer.statements[:statements]
    cited = {number for statement in kept for number in statement.numbers}
    citations = tuple(each for each in answer.citations if each.number in cited)
    return replace(answer, statements=kept, citations=citations)


def draft_page(draft: Draft, *, question: str | None = None, most: int = MESSAGE) -> str:
    """Render what is finished of an answer as one message, with an ellipsis at the end."""
    head = f"{_question(question)}\n" if question else ""
    room = most - length(head) - 2
    pages = join_blocks(_statements(draft.statements, room), room)
    return f"{head}{pages[0] if pages else ''} …"


def quote_pages(
    answer: Answer,
    contexts: Mapping[int, Context],
    addresses: Addresses = NO_ADDRESSES,
    most: int = MESSAGE,
) -> tuple[str, ...]:
    """Render each quote in bold within its context, as messages of at most ``most`` code units.

    ``contexts`` are keyed by citation number; a quote that its article no longer contains has
    none. A quote that is split repeats its number.
    """
    blocks: list[str] = []
    for citation in answer.citations:
        blocks += _quote(citation, contexts.get(citation.number), addresses, most)
    return join_blocks(blocks, most)


def _question(text: str) -> str:
    return f"> **{escaped_line(cut(' '.join(text.split()), _QUESTION))}**"


def _head(answer: Answer, scope: Scope, *, show_question: bool) -> Iterator[str]:
    if show_question:
        yield _question(answer.question)
    if answer.understood:
        understood = escaped_line(cut(" ".join(answer.understood.split()), _QUESTION))
        yield f"-# Understood as: {understood}"
    if scope != EVERYTHING:
        outlet = f" from {escaped_line(cut(scope.outlet, _OUTLET))}" if scope.outlet else ""
        since = f" since {date_stamp(scope.since)}" if scope.since else ""
        until = f" until {date_stamp(scope.until)}" if scope.until else ""
        yield f"-# Only articles{outlet}{since}{until}"


def _statements(statements: Iterable[Statement], most: int) -> Iterator[str]:
    """Yield a block per paragraph; one that is too long is split, first between statements."""
    for paragraph in _paragraphs(statements):
        joined = " ".join(f"{text} {end}".strip() for text, end in paragraph)
        if length(joined) <= most:
            yield joined
            continue
        for text, end in paragraph:
            yield from _split_statement(text, end, most)


def _paragraphs(statements: Iterable[Statement]) -> list[list[tuple[str, str]]]:
    """Return (escaped text, citation numbers with date) of each statement, by paragraph."""
    paragraphs: list[list[tuple[str, str]]] = []
    for statement in statements:
        # a number in brackets would look like one of our citations
        text = _BRACKETED_NUMBER.sub(r"(\1)", escaped_line(statement.text))
        end = "".join(f"[{number}]" for number in statement.numbers)
        end = f"{end} {statement.when}".strip()
        if statement.opens or not paragraphs:
            paragraphs.append([])
        if text or end:
            paragraphs[-1].append((text, end))
    return [paragraph for paragraph in paragraphs if paragraph]


def _split_statement(text: str, end: str, most: int) -> Iterator[str]:
    whole = f"{text} {end}".strip()
    if length(whole) <= most:
        yield whole
        return
    end = cut(end, most // 2)
    *parts, last = split(text, most - length(end) - 3)
    for part in parts:
        yield f"{part} … {end}".rstrip()
    yield f"{last} {end}".rstrip()


def _quote(
    citation: Citation, context: Context | None, addresses: Addresses, most: int
) -> Iterator[str]:
    head = f"\n{source_line((citation,), addresses)}"
    quote = escaped_line(citation.shown)
    body = f"> {_before(context)}**{quote}**{_after(context)}"
    if length(head) + length(body) + 1 <= most:
        yield f"{head}\n{body}"
    else:
        yield head
        yield from (f"> [{citation.number}] **{part}**" for part in split(quote, most - 20))
    if context is None:
        yield _CHANGED


def _before(context: Context | None) -> str:
    """Return the end of the sentence before the quote."""
    text = " ".join(context[0].split()) if context else ""
    if length(text) > MAX_CONTEXT:
        text = "…" + text[-MAX_CONTEXT:].partition(" ")[2]
    return f"{escaped_line(text)} " if text else ""


def _after(context: Context | None) -> str:
    """Return the start of the sentence after the quote."""
    text = " ".join(context[1].split()) if context else ""
    if length(text) > MAX_CONTEXT:
        text = text[:MAX_CONTEXT].rpartition(" ")[0] + "…"
    return f" {escaped_line(text)}" if text else ""
