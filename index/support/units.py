"""A text as a row of units that can be laid beside another: words, quantities, days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.models import TimeExpression
from index.support.quantities import Quantity
from index.support.reading import Reading


@dataclass(frozen=True, slots=True)
class Unit:
    """Tokens ``first`` to ``last``, and what they are compared by.

    A word by its stem, a quantity by its value ("$5bn" and "5 billion dollars" are one), a day by
    its date.
    """

    symbol: str
    first: int
    last: int
    kind: Literal["word", "quantity", "day"] = "word"
    quantity: Quantity | None = None


def units(reading: Reading, dates: Sequence[TimeExpression]) -> list[Unit]:
    """All units of a text in order, without overlap."""
    days = _by_token(reading, dates)
    quantities = {quantity.first: quantity for quantity in reading.quantities}
    found: list[Unit] = []
    i = 0
    while i < len(reading.tokens):
        unit = days.get(i) or _of_quantity(quantities.get(i))
        found.append(unit or Unit(reading.tokens[i].stem, i, i))
        i = found[-1].last + 1
    return found


def _of_quantity(quantity: Quantity | None) -> Unit | None:
    if quantity is None:
        return None
    symbol = f"#{quantity.value:g}{quantity.currency}"
    return Unit(symbol, quantity.first, quantity.last, "quantity", quantity)


def _by_token(reading: Reading, dates: Sequence[TimeExpression]) -> dict[int, Unit]:
    found: dict[int, Unit] = {}
    for each in dates:
        if each.kind not in {"DATE", "TIME"} or each.first is None:
            continue
        inside = [
            i for i, t in enumerate(reading.tokens) if t.start < each.end and each.start < t.end
        ]
        if inside:
            symbol = f"@{each.first}/{each.last}"
            found[inside[0]] = Unit(symbol, inside[0], inside[-1], "day")
    return found
