"""Requests to judge statements, among which are some whose right verdict is known."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index.generation.control_statements import CONTROLS

CONTROLS_ASKED = 6
"""Controls in a request: half of them are supported, half of them are wrong."""

OTHER_REPORTS = "Other reports:"
"""The heading above the quotes of the controls."""

Verdict = TypeVar("Verdict")


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """A quote as the model is to read it. ``heading`` names its article: outlet, day, title.

    Quotes with the same heading are shown below it together.
    """

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class CitingStatement:
    """A statement with the quotes that it cites, or is to be judged by."""

    text: str
    quotes: tuple[CitedQuote, ...]


@dataclass(frozen=True, slots=True)
class ControlledRequest:
    """Statements and controls in the order in which they are asked.

    ``supported`` says of a control whether its quote supports it, and is None for the statements.
    ``places`` has the index in ``asked`` of each statement, in the order in which they were given.
    ``context`` are further quotes, which say who is meant in those that are cited.
    """

    asked: tuple[CitingStatement, ...]
    supported: tuple[bool | None, ...]
    places: tuple[int, ...]
    context: tuple[CitedQuote, ...] = ()

    @classmethod
    def of(
        cls, statements: Sequence[CitingStatement], context: Iterable[CitedQuote] = ()
    ) -> ControlledRequest:
        """Mix controls among the statements: the same ones for the same statements."""
        dice = random.Random("\n".join(each.text for each in statements))  # noqa: S311
        drawn = dice.sample(CONTROLS, CONTROLS_ASKED)
        mixed: list[tuple[CitingStatement, bool | None, int]] = [
            (each, None, i) for i, each in enumerate(statements)
        ]
        for i, control in enumerate(drawn):
            right = i < CONTROLS_ASKED / 2
            text = control.supported if right else control.wrong
            mixed.append(
                (CitingStatement(text, (CitedQuote(OTHER_REPORTS, control.quote),)), right, -1)
            )
        dice.shuffle(mixed)
        order = [given for _, _, given in mixed]
        return cls(
            tuple(each for each, _, _ in mixed),
            tuple(right for _, right, _ in mixed),
            tuple(order.index(i) for i in range(len(statements))),
            tuple(context),
        )

    @property
    def quotes(self) -> list[CitedQuote]:
        """All quotes, each once, those of an article together; they are numbered from 1."""
        cited = (quote for each in self.asked for quote in each.quotes)
        quotes = list(dict.fromkeys(chain(cited, self.context)))
        articles = list(dict.fromkeys(quote.heading for quote in quotes))
        return sorted(quotes, key=lambda quote: articles.index(quote.heading))

    def messages(self, rules: str) -> list[ChatMessage]:
        """Return the messages that ask the model."""
        quotes = self.quotes
        lines: list[str] = []
        heading = None
        for number, quote in enumerate(quotes, 1):
            if quote.heading != heading:
                heading = quote.heading
                lines.append(f"\n{heading}")
            lines.append(f"[{number}] {_on_a_line(quote.text)}")
        lines += ["", "Statements:"]
        for number, each in enumerate(self.asked, 1):
            cited = "".join(f"[{quotes.index(quote) + 1}]" for quote in each.quotes)
            lines.append(f"{number} (cites {cited}): {_on_a_line(each.text)}")
        return [
            ChatMessage(role=MessageRole.SYSTEM, content=rules),
            ChatMessage(role=MessageRole.USER, content="\n".join(lines).strip()),
        ]

    def believed(
        self, told: Mapping[int, Verdict], supports: Callable[[Verdict], bool]
    ) -> list[Verdict | None] | None:
        """Return the verdicts on the statements; None if one on a control is missing or wrong.

        ``told`` has the verdicts by the number of the statement, which begins at 1; ``supports``
        says whether one means that the quotes say all of it.
        """
        for number, right in enumerate(self.supported, 1):
            if right is not None and (number not in told or supports(told[number]) != right):
                return None
        return [told.get(place + 1) for place in self.places]


def _on_a_line(text: str) -> str:
    return " ".join(text.split())
