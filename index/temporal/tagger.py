"""Finds the time expressions of a text: tokens, rules, longest matches, values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from index.models import TimeExpression
from index.temporal.calendar import days_covered
from index.temporal.grammar import Interpretation, Rule, RuleMatch
from index.temporal.reference import ReferenceContext
from index.temporal.rules import calendar_days, durations, months_and_years, relative, times
from index.temporal.tokens import OTHER, SYMBOL, SYMBOL_OF_WORD, Tokens, tokenize

_RULES: Final[tuple[Rule, ...]] = (
    *times.RULES,
    *calendar_days.HOLIDAY_RULES,
    *calendar_days.DATE_RULES,
    *relative.WEEKDAY_RULES,
    *relative.DAY_RULES,
    *months_and_years.QUARTER_RULES,
    *relative.DISTANCE_RULES,
    *relative.UNIT_RULES,
    *months_and_years.MONTH_RULES,
    *months_and_years.YEAR_RULES,
    *durations.RULES,
    *relative.REFERENCE_RULES,
)
# Every expression contains one of these.
_HEAD_SYMBOLS: Final = "".join(
    SYMBOL[name]
    for name in (
        "month doubtfulmonth shortmonth weekday weekdays shortweekday season doubtfulseason part "
        "parts clockunit clockunits day week weekend monthunit quarter year longunit units period "
        "half decadeword now today yesterday tomorrow tonight overnight currently recently daily "
        "adverb doubtfuladverb noon midnight current past future term present christmas "
        "thanksgiving easter holiday second thousand hundred teen isodate numericdate clock decade "
        "shortdecade fourdigits fraction meridiem oclock zone qn"
    ).split()
)
# Rules match within stretches of tokens, plus one token after it for lookahead.
_APART: Final = f"{OTHER}{SYMBOL['name']}{SYMBOL['break']}"
_STRETCH: Final = re.compile(f"[^{_APART}]+")
_HEAD: Final = re.compile(f"[{_HEAD_SYMBOLS}]")
_HEAD_WORDS: Final = frozenset(w for w, symbol in SYMBOL_OF_WORD.items() if symbol in _HEAD_SYMBOLS)
_LETTERS: Final = re.compile(r"[a-z]+")
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    interpretation: Interpretation


def _may_have_expressions(text: str) -> bool:
    """Return whether the text has a digit or a word of time expressions; most have neither."""
    if _DIGIT.search(text):
        return True
    return not _HEAD_WORDS.isdisjoint(_LETTERS.findall(text.lower()))


def _candidates(tokens: Tokens, start: int, end: int) -> list[tuple[RuleMatch, Rule]]:
    """Return every match of every rule in a stretch of tokens, the longest and leftmost first."""
    found = [
        (RuleMatch(tokens, match), rule)
        for rule in _RULES
        for match in rule.pattern.finditer(tokens.symbols, start, end)
    ]
    found.sort(key=lambda item: (item[0].start - item[0].end, item[0].start))
    return found


def _spans(found: RuleMatch, rule: Rule, reference: ReferenceContext) -> list[_Span]:
    resolution = rule.resolve(found, reference)
    interpretations = (
        resolution if isinstance(resolution, list) else [resolution] if resolution else []
    )
    return [
        _Span(*_extent(found, interpretation.group), interpretation)
        for interpretation in interpretations
    ]


def _extent(found: RuleMatch, group: str | None) -> tuple[int, int]:
    if group is None:
        return found.start, found.end
    start, end = found.match.span(group.lstrip("^"))
    if group.startswith("^"):
        return found.start, start if start >= 0 else found.end
    return start, end


def _resolve_all(tokens: Tokens, reference: ReferenceContext) -> list[_Span]:
    """Resolve the expressions of a text in reading order, stretch by stretch."""
    return [
        span
        for stretch in _STRETCH.finditer(tokens.symbols)
        if _HEAD.search(stretch.group())
        for span in _resolve_stretch(
            _candidates(tokens, stretch.start(), stretch.end() + 1),
            bytearray(len(tokens.words)),
            reference,
        )
    ]


def _resolve_stretch(
    remaining: list[tuple[RuleMatch, Rule]], covered: bytearray, reference: ReferenceContext
) -> list[_Span]:
    """Choose matches that do not overlap, longest first; rejected ones make room for others."""
    spans: list[_Span] = []
    while remaining:
        occupied = bytearray(covered)
        chosen: list[tuple[RuleMatch, Rule]] = []
        others: list[tuple[RuleMatch, Rule]] = []
        for item in remaining:
            start, end = item[0].start, item[0].end
            if any(occupied[start:end]):
                others.append(item)
            else:
                chosen.append(item)
                occupied[start:end] = b"\1" * (end - start)
        for found, rule in sorted(chosen, key=lambda item: item[0].start):
            for span in _spans(found, rule, reference):
                covered[span.start : span.end] = b"\1" * (span.end - span.start)
                spans.append(span)
                reference.update(
                    span.interpretation.value, *days_covered(span.interpretation.value)
                )
        remaining = [item for item in others if not any(covered[item[0].start : item[0].end])]
    return sorted(spans, key=lambda span: span.start)


def _attach_days(spans: list[_Span], reference: ReferenceContext) -> list[_Span]:
    """Give times without a day the nearest day of the text, the last one named, or today."""
    days = [
        (span.start, first)
        for span in spans
        for first, last in [days_covered(span.interpretation.value)]
        if first is not None and first == last
    ]

    def dated(span: _Span) -> _Span:
        value = span.interpretation.value or ""
        if not value.startswith(times.UNDATED):
            return span
        nearest = min(days, key=lambda day: abs(day[0] - span.start), default=None)
        day = nearest[1] if nearest else reference.today()
        return _Span(span.start, span.end, Interpretation("TIME", times.attach_day(value, day)))

    return [dated(span) for span in spans]


def _find_in_context(text: str, reference: ReferenceContext) -> list[TimeExpression]:
    """Find the expressions of a text in order, and record them in ``reference``."""
    reference.texts_since_day += 1
    if not _may_have_expressions(text):
        return []
    tokens = tokenize(text)
    found = []
    for span in _attach_days(_resolve_all(tokens, reference), reference):
        start, end = tokens.starts[span.start], tokens.ends[span.end - 1]
        value = span.interpretation.value
        first, last = (
            days_covered(value) if span.interpretation.kind in ("DATE", "TIME") else (None, None)
        )
        found.append(
            TimeExpression(
                start, end, text[start:end], span.interpretation.kind, value, first, last
            )
        )
    return found


def find_dates(
    text: str, published: dt.date | None, *, context: dt.date | None = None
) -> list[TimeExpression]:
    """Return the time expressions of a text, in order and without overlap.

    Relative ones are resolved against ``published``; if it is None, they have no value.
    ``context`` is the last day named before the text ("the next morning" is after that day).
    """
    reference = ReferenceContext(published, day=context)
    return _find_in_context(text, reference)


def find_dates_in_sequence(
    texts: Sequence[str], published: dt.date | None
) -> list[list[TimeExpression]]:
    """Return the expressions of each sentence of an article, read in order."""
    reference = ReferenceContext(published)
    return [_find_in_context(text, reference) for text in texts]
