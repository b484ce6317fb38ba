"""Selects the sentences that answer together, and makes numbered statements of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.answering.calibration import calibration
from index.answering.echoes import ComparedSentence, EchoDetector, nearness
from index.answering.page_versions import of_one_page
from index.answering.quoting import Quote, extended, quote
from index.answering.ranking import RankedSentence
from index.answering.reprints import NO_REPRINTS, Reprints, merged, reprint_of
from index.models import Citation, Reprint, Statement
from index.storage.ledger.records import StoredSentence

MAX_STATEMENTS = 4
MAX_ANSWER = 900
MAX_OF_CLOSEST = 250
NEARLY = 0.4
"""The least share of the best probability of a newer sentence that is shown before it."""
MAX_COMPARED = 6
"""Sentences of other articles that are compared with a statement, the nearest ones."""


@dataclass(frozen=True, slots=True)
class SelectedStatement:
    """One statement of the answer, and all quotes that say it; the first one is shown.

    ``reprints`` are near copies of the articles of the quotes, by their files, that say it too.
    """

    quotes: tuple[Quote, ...]
    evidence: RankedSentence
    reprints: Mapping[str, tuple[Reprint, ...]] = field(default_factory=dict)


def select_statements(
    ranked: Sequence[RankedSentence],
    read: Callable[[str], str],
    echoes: EchoDetector,
    others: Sequence[RankedSentence] = (),
    reprints: Reprints = NO_REPRINTS,
) -> list[SelectedStatement]:
    """Select up to four statements: the best sentence, then those that may well answer, too.

    ``ranked`` has acceptable evidence only, best first, and is not empty; ``read`` returns the
    text of a file. A sentence beside one that is shown is quoted together with it. What another
    article says, too, becomes a further citation, also from ``others``, which are not good enough
    to be shown by themselves. What is said differently, or contradicts, is another statement. Of
    near copies, one is cited, and the others are its reprints.
    """
    least = calibration().further
    chosen: list[SelectedStatement] = []
    for evidence in ranked:
        if chosen and evidence.share < least:
            continue
        raw = read(evidence.sentence.file)
        cut = quote(evidence, raw)
        beside = _beside(chosen, cut, raw)
        if beside is not None:
            place, statement = beside
            both = [*chosen[:place], statement, *chosen[place + 1 :]]
        elif _is_new(chosen, evidence, echoes):
            both = [*chosen, SelectedStatement((cut,), evidence)]
        else:
            continue
        if len(both) <= MAX_STATEMENTS and _length(both) <= MAX_ANSWER:
            chosen = both
    shown = {(s.quotes[0].sentence.file, i) for s in chosen for i in s.quotes[0].ordinals}
    candidates = [e for e in (*ranked, *others) if (e.sentence.file, e.ordinal) not in shown]
    compared = [_comparable(statement, candidates) for statement in chosen]
    pairs = [
        (_compared(statement.evidence), _compared(other))
        for statement, near in zip(chosen, compared, strict=True)
        for other in near
    ]
    told = iter(echoes.echoes(pairs))  # all at once, which keeps every core busy
    return [
        _confirmed(statement, [other for other in near if next(told)], read, reprints)
        for statement, near in zip(chosen, compared, strict=True)
    ]


def _length(chosen: Sequence[SelectedStatement]) -> int:
    return sum(len(statement.quotes[0].text) for statement in chosen)


def _beside(
    chosen: Sequence[SelectedStatement], cut: Quote, raw: str
) -> tuple[int, SelectedStatement] | None:
    """The place of a statement that shares sentences with this quote or is next to it, with both
    as one if they are short enough: no sentence is shown twice.
    """
    file, ordinals = cut.sentence.file, set(cut.ordinals)
    own = [(i, s) for i, s in enumerate(chosen) if s.quotes[0].sentence.file == file]
    sharing = [(i, s) for i, s in own if ordinals & set(s.quotes[0].ordinals)]
    if len(sharing) < 2:
        for place, statement in sharing or own:
            both = extended(statement.quotes[0], statement.evidence, cut, raw)
            if both is not None:
                return place, replace(statement, quotes=(both,))
    return sharing[0] if sharing else None


def _is_new(
    chosen: Sequence[SelectedStatement], evidence: RankedSentence, echoes: EchoDetector
) -> bool:
    file = evidence.sentence.file
    elsewhere = [each.evidence for each in chosen if each.evidence.sentence.file != file]
    return not any(echoes.echoes([(_compared(shown), _compared(evidence)) for shown in elsewhere]))


def _compared(evidence: RankedSentence) -> ComparedSentence:
    sentence = evidence.sentence
    return ComparedSentence(sentence.text, sentence.vector, sentence.mentions, sentence.published)


def _comparable(
    statement: SelectedStatement, candidates: Sequence[RankedSentence]
) -> list[RankedSentence]:
    """The sentences of others that a statement is compared with, the nearest first."""
    own = statement.evidence.sentence
    elsewhere = [each for each in candidates if _may_confirm(each.sentence, own)]
    elsewhere.sort(key=lambda each: -nearness(own.vector, each.sentence.vector))
    return elsewhere[:MAX_COMPARED]


def _confirmed(
    statement: SelectedStatement,
    saying_it: Iterable[RankedSentence],
    read: Callable[[str], str],
    reprints: Reprints,
) -> SelectedStatement:
    """The statement with every other article that says the same."""
    quotes = list(statement.quotes)
    alike: dict[str, list[StoredSentence]] = defaultdict(list)  # by the file that is cited
    for other in saying_it:
        file = other.sentence.file
        if all(q.sentence.file != file for q in quotes):
            story = reprints.story(file)
            cited = next((q for q in quotes if reprints.story(q.sentence.file) == story), None)
            if cited is None:
                quotes.append(quote(other, read(file)))
            else:
                alike[cited.sentence.file].append(other.sentence)
    word_for_word = printed_in(quotes, reprints)
    found = {
        file: merged(same, map(reprint_of, alike[file])) for file, same in word_for_word.items()
    }
    return replace(statement, quotes=tuple(quotes), reprints=found)


def _may_confirm(other: StoredSentence, shown: StoredSentence) -> bool:
    """Whether it is of another source than the shown page, and still stands."""
    same = shown.until is not None and of_one_page(other.file, shown.file)
    return other.until is None and not same


def printed_in(quotes: Iterable[Quote], reprints: Reprints) -> dict[str, tuple[Reprint, ...]]:
    """Return, by file, the near copies of each quoted article that have the same sentences."""
    return {
        cut.sentence.file: reprints.of(cut.sentence.file, [s.text for s in cut.sentences])
        for cut in quotes
    }


def newest_evidence_first(ranked: Sequence[RankedSentence]) -> list[RankedSentence]:
    """Return evidence with the newest before the best, if it answers nearly as surely.

    ``ranked`` is best first, and not empty.
    """
    least = max(calibration().threshold, NEARLY * ranked[0].probability)
    sure = [each for each in ranked if each.probability >= least] or [ranked[0]]
    newest = max(sure, key=lambda each: each.sentence.published or dt.date.min)
    return [newest, *(each for each in ranked if each is not newest)]


def newer_versions_first(
    ranked: Sequence[RankedSentence], newer: Mapping[str, tuple[str, ...]]
) -> list[RankedSentence]:
    """Return evidence with what a page says now before what an older version of it said, if that
    answers nearly as surely.

    ``newer`` has, for the file of an older version, those after it, in order.
    """
    found: list[RankedSentence] = []
    for each in ranked:
        if each in found:
            continue
        least = max(calibration().threshold, NEARLY * each.probability)
        after = newer.get(each.sentence.file, ())
        now = [e for e in ranked if e.sentence.file in after and e.probability >= least]
        newest = max(now, key=lambda e: after.index(e.sentence.file), default=None)
        if newest is not None and newest not in found:
            found.append(newest)
        found.append(each)
    return found


def newest_first(chosen: Sequence[SelectedStatement]) -> list[SelectedStatement]:
    """Return statements by the day their articles came out, the newest first: what they say last
    replaces what they said before. Those of one day stay in order.
    """

    def day(each: SelectedStatement) -> dt.date:
        return each.quotes[0].sentence.published or dt.date.min

    return sorted(chosen, key=day, reverse=True)


def in_order_of_days(chosen: Sequence[SelectedStatement]) -> list[SelectedStatement]:
    """Return statements in the order of what they tell, or were published; others last."""

    def day(each: SelectedStatement) -> dt.date:
        return each.quotes[0].sentence.day or dt.date.max

    return sorted(chosen, key=day)


def compose(
    chosen: Sequence[SelectedStatement],
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Return the statements, and the citations in order of their numbers."""
    days = {q.sentence.published for each in chosen for q in each.quotes}
    statements: list[Statement] = []
    citations: list[Citation] = []
    for each in chosen:
        first = len(citations) + 1
        citations += [
            cut.cite(first + i, each.reprints.get(cut.sentence.file, ()))
            for i, cut in enumerate(each.quotes)
        ]
        shown = each.quotes[0]
        several = len(days) > 1
        published = shown.sentence.published if several else None
        told = shown.sentence.day_told if several else None
        numbers = tuple(range(first, len(citations) + 1))
        until = shown.sentence.until
        statements.append(Statement(shown.text, numbers, published, day=told, until=until))
    return tuple(statements), tuple(citations)


def closest_sentence(evidence: RankedSentence, raw: str) -> Citation | None:
    """Return the quote of a sentence that does not answer, None if it is long."""
    cut = quote(evidence, raw)
    return cut.cite(1) if len(cut.text) <= MAX_OF_CLOSEST else None
