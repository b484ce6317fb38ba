"""Requests to judge statements, among which are some whose right verdict is known."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeVar

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index.generation.control_statements import CONTROLS, Control
from index.generation.prompt import without_markers

Kind = Literal["supported", "wrong", "denied", "unstated"]
"""Kinds of controls. A ``denied`` one is a wrong one that its quote plainly denies."""

SUPPORTED_OR_WRONG: tuple[Kind, ...] = ("supported",) * 3 + ("wrong",) * 3
STATED_OR_NOT: tuple[Kind, ...] = ("supported",) * 2 + ("denied",) * 2 + ("unstated",) * 2
"""The controls of a request."""

OTHER_REPORTS = "Other reports:"
"""The heading above the quotes of the controls."""

_NUMBERED = re.compile(r"^\W*(\d{1,3})\b")

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

    ``kinds`` has the kind of each control, and None for the statements. ``places`` has the index in
    ``asked`` of each statement, in the order in which they were given. ``context`` are further
    quotes, which say who is meant in those that are cited.
    """

    asked: tuple[CitingStatement, ...]
    kinds: tuple[Kind | None, ...]
    places: tuple[int, ...]
    context: tuple[CitedQuote, ...] = ()

    @classmethod
    def of(
        cls,
        statements: Sequence[CitingStatement],
        controls: Sequence[Kind],
        context: Iterable[CitedQuote] = (),
    ) -> ControlledRequest:
        """Mix ``controls`` among the statements.

        They are the same ones for the same statements or, where there are none, the same context.
        """
        context = tuple(context)
        seed = "\n".join(each.text for each in statements or context)
        dice = random.Random(seed)  # noqa: S311
        mixed: list[tuple[CitingStatement, Kind | None, int]] = [
            (each, None, i) for i, each in enumerate(statements)
        ]
        mixed += [
            (CitingStatement(text, (CitedQuote(OTHER_REPORTS, quote),)), kind, -1)
            for kind, quote, text in _drawn(dice, controls)
        ]
        dice.shuffle(mixed)
        order = [given for _, _, given in mixed]
        return cls(
            tuple(each for each, _, _ in mixed),
            tuple(kind for _, kind, _ in mixed),
            tuple(order.index(i) for i in range(len(statements))),
            context,
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
                lines.append(f"\n{_plain(heading)}")
            lines.append(f"[{number}] {_plain(quote.text)}")
        lines += ["", "Statements:"]
        for number, each in enumerate(self.asked, 1):
            cited = "".join(f"[{quotes.index(quote) + 1}]" for quote in each.quotes)
            lines.append(f"{number} (cites {cited}): {_plain(each.text)}")
        return [
            ChatMessage(role=MessageRole.SYSTEM, content=rules),
            ChatMessage(role=MessageRole.USER, content="\n".join(lines).strip()),
        ]

    def believed(
        self, told: Mapping[int, Verdict], right: Callable[[Verdict, Kind], bool]
    ) -> list[Verdict | None] | None:
        """Return the verdicts on the statements; None if one on a control is missing or wrong.

        ``told`` has the verdicts by the number of the statement, which begins at 1; ``right`` says
        whether one is right for a control of a kind.
        """
        for number, kind in enumerate(self.kinds, 1):
            if kind is not None and not (number in told and right(told[number], kind)):
                return None
        return [told.get(place + 1) for place in self.places]


def numbered_lines(written: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of what a model wrote that begin with the number of a statement, with it."""
    for line in written.splitlines():
        number = _NUMBERED.match(line)
        if number:
            yield int(number[1]), line


def _drawn(dice: random.Random, kinds: Sequence[Kind]) -> Iterable[tuple[Kind, str, str]]:
    """Yield for each kind a quote and a statement of that kind about it; no quote comes twice."""
    denied = dice.sample([each for each in CONTROLS if each.denied], kinds.count("denied"))
    rest = [each for each in CONTROLS if each not in denied]
    others = dice.sample(rest, len(kinds) - len(denied))
    for kind in kinds:
        control = (denied if kind == "denied" else others).pop(0)
        yield kind, control.quote, _statement(control, kind)


def _statement(control: Control, kind: Kind) -> str:
    if kind == "supported":
        return control.supported
    return control.unstated if kind == "unstated" else control.wrong


def _plain(text: str) -> str:
    """Return a text on one line, without anything that looks like the number of a quote."""
    return without_markers(" ".join(text.split()))
