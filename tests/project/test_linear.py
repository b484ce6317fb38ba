"""No text from outside makes an expression slow: time grows like the text, not like its square."""

from __future__ import annotations

import functools
import re

import pytest

from index.english.sentences import MAX_LENGTH
from tests.helpers.expressions import (
    Expression,
    expressions_of,
    modules_of,
    worst_cases,
    worst_text,
)

_QUESTION = 2_000  # characters; MAX_QUESTION of both front ends
_FILE = 100_000
# The longest text that the modules of a package are given. Anything else may get a whole file.
_LONGEST = {
    "index.answering": MAX_LENGTH,
    "index.english": MAX_LENGTH,
    "index.english.sentences": _FILE,
    "index.events": MAX_LENGTH,
    "index.faithfulness": MAX_LENGTH,
    "index.generation": _QUESTION,
    "index.guardrails": MAX_LENGTH,
    "index.ingestion.boilerplate": 700,  # lines and captions
    "index.ingestion.metadata": 2_000,  # marked lines
    "index.query": _QUESTION,
    "index.temporal": MAX_LENGTH,
    "index.timeline": _QUESTION,
}
_GROWTH = 4
# What is this quick at this length takes a quarter of a second at most for a whole file, even if
# its time grows with the square.
_TELLING, _HARMLESS = 6_400, 0.001
_MEASURABLE = 0.004  # seconds of CPU time; anything faster is noise


def longest_text(where: str) -> int:
    """Return the length in characters of the longest text that a module is given."""
    parts = where.split(".")
    names = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((_LONGEST[name] for name in names if name in _LONGEST), _FILE)


def slow_case(expression: Expression) -> str | None:
    """Return a worst case whose time grows too fast, in words; None if there is none.

    A text that is as long as a file must take linear time. Where only sentences or questions are
    read, a file or a conversation is many of them, and each may take quadratic time.
    """
    longest = longest_text(expression.where)
    most = _GROWTH * 2.25 if longest == _FILE else _GROWTH**2 * 1.75
    for head, pump in worst_cases(expression.pattern):
        length, before, steep = 25, 0.0, 0
        while length <= longest:
            taken = expression.run(worst_text(head, pump, length))
            if taken > _MEASURABLE and before > 0:
                steep = steep + 1 if taken / before > most else 0
            if steep == 2 or (steep and taken > 1):
                return (
                    f"{expression.where}: {expression.pattern.pattern[:80]!r} on {head[:40]!r} +"
                    f" n * {pump[:40]!r}: {before:.3f} s, then {taken:.3f} s at {length:,}"
                )
            if length >= _TELLING and taken < _HARMLESS:
                break
            length, before = length * _GROWTH, taken
    return None


def slow_for_sure(expression: Expression) -> str | None:
    """Return the same, if it is slow each time: a busy machine makes one measurement say little."""
    found = None
    for _ in range(3):
        found = slow_case(expression)
        if found is None:
            return None
    return found


@functools.cache
def collected() -> list[Expression]:
    return expressions_of(modules_of("index", "bot"))


def packages() -> list[str]:
    return [
        "bot", "index.answering", "index.english", "index.events", "index.faithfulness",
        "index.generation", "index.guardrails", "index.ingestion", "index.query",
        "index.temporal", "index.timeline", "",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("package", packages())
def test_expressions_take_linear_time(package: str) -> None:
    named = tuple(name for name in packages() if name)
    mine = [
        each
        for each in collected()
        if (each.where.startswith(package) if package else not each.where.startswith(named))
    ]
    slow = [case for each in mine if (case := slow_for_sure(each)) is not None]
    assert not slow, "\n".join(slow)


def test_the_collection_finds_every_kind() -> None:
    from index.guardrails.signs import load_vocabulary
    from index.ingestion.loaders import markdown, markup

    patterns = {each.pattern for each in collected()}
    assert {markup.TOKEN, markdown._INLINE} <= patterns
    assert {sign.pattern for sign in load_vocabulary().signs} <= patterns
    assert re.compile(r"(?:\s(?:of|and|the|for|&))+$") in patterns  # written where it is used


@pytest.mark.parametrize(
    "slow",
    [r"(?:a+)*b", r"<!--.*?-->", r"\s+$", r"!\[[^\]]*\]\(", r"\w+\s?\w*\s?,", r"x.*y"],
)
def test_slow_expressions_are_recognised(slow: str) -> None:
    if slow == r"(?:a+)*b":  # never ends on a long text, so only that it is generated
        assert ("", "a") in [(h, p[:1]) for h, p in worst_cases(re.compile(slow))]
        return
    expression = Expression(re.compile(slow, re.DOTALL), "index.ingestion")
    found = next(filter(None, (slow_case(expression) for _ in range(5))), None)  # of noisy times
    assert found is not None


@pytest.mark.parametrize(
    "fast", [r"<!--[^>]*+", r"\s++", r"[a-z]{2,40}\b", r"a|b", r"(?<!\s)\s++$"]
)
def test_linear_expressions_are_not(fast: str) -> None:
    assert slow_case(Expression(re.compile(fast), "index.ingestion")) is None
