"""What a model is given to answer from: numbered quotes, each of which stands alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from index.answering import Finding, Gathered
from index.answering.evidence import Evidence
from index.answering.quoting import Quote, quote
from index.generative.tokens import estimate
from index.models import Citation, TimeExpression
from index.support import Evidence as Support

MOST = 16
OVERHEAD = 45
"""Tokens of the lines that say which article comes: a title, an outlet, a day, a file."""

_FULL_DAY = re.compile(r"\b(?:19|20)\d\d\b")
_LIKE_A_MARKER = re.compile(r"[\[【](\s*\d[\d,\s–-]*)[\]】]")


@dataclass(frozen=True, slots=True)
class Source:
    """A quote with its number, as the model reads it and as a citation shows it.

    ``days`` are the time expressions in it that name a day only together with the article's own.
    ``support`` is the same for whoever checks a sentence against it.
    """

    number: int
    citation: Citation
    text: str
    days: tuple[TimeExpression, ...]
    support: Support

    @property
    def line(self) -> str:
        """What the model reads. Nothing in it can be taken for the number of another one."""
        days = "; ".join(f"{day.text}: {_range(day)}" for day in self.days)
        return _LIKE_A_MARKER.sub(r"(\1)", self.text) + (f" {{{days}}}" if days else "")


def sources_of(gathered: Gathered, tokens: int) -> tuple[Source, ...]:
    """The best quotes that fit into ``tokens``, numbered by article and place.

    Each part of the question has its share. At least one is given, however long.
    """
    chosen: list[tuple[Quote, Evidence]] = []
    room = tokens
    files: set[str] = set()
    for finding, evidence in _in_turn(gathered.findings):
        file = evidence.sentence.file
        if any(q.sentence.file == file and evidence.ordinal in q.ordinals for q, _ in chosen):
            continue
        cut = quote(finding.question, evidence, gathered.texts[file])
        needed = estimate(cut.text) + 8 + (0 if file in files else OVERHEAD)
        if chosen and needed > room:
            continue
        files.add(file)
        chosen.append((cut, evidence))
        room -= needed
        if len(chosen) == MOST:
            break
    return _numbered(chosen, gathered.texts)


def _in_turn(findings: Sequence[Finding]) -> Iterable[tuple[Finding, Evidence]]:
    """The evidence of all parts of the question, best first, taking turns."""
    each = [[(f, e) for e in (*f.ranked, *f.others)] for f in findings]
    return (pair for pair in chain.from_iterable(zip_longest(*each)) if pair is not None)


def _numbered(
    chosen: Sequence[tuple[Quote, Evidence]], texts: Mapping[str, str]
) -> tuple[Source, ...]:
    order = list(dict.fromkeys(cut.sentence.file for cut, _ in chosen))
    placed = sorted(chosen, key=lambda pair: (order.index(pair[0].sentence.file), pair[0].start))
    apart: list[tuple[Quote, Evidence]] = []
    for cut, evidence in placed:
        before = apart[-1][0] if apart else None
        if before and before.sentence.file == cut.sentence.file and cut.start < before.end:
            if cut.end <= before.end:
                continue
            rest = _without(cut, evidence, before.end, texts[cut.sentence.file])
            apart.append((rest, evidence))
        else:
            apart.append((cut, evidence))
    return tuple(_source(number, *pair) for number, pair in enumerate(apart, 1))


def _without(cut: Quote, evidence: Evidence, before: int, raw: str) -> Quote:
    """The part of a quote that begins after ``before``: what came earlier has its own number."""
    inside = [evidence.view.sentences[i] for i in cut.ordinals]
    own = [sentence for sentence in inside if sentence.start >= before]
    start = own[0].start
    text = " ".join(sentence.text for sentence in own)
    ordinals = range(own[0].ordinal, cut.ordinals.stop)
    return replace(cut, start=start, quote=raw[start : cut.end], text=text, ordinals=ordinals)


def _source(number: int, cut: Quote, evidence: Evidence) -> Source:
    first = evidence.view.sentences[cut.ordinals.start]
    mentions = [m for i in cut.ordinals for m in evidence.view.sentences[i].mentions]
    told = [m for m in mentions if m.first is not None and not _FULL_DAY.search(m.text)]
    citation = Citation(
        number=number,
        file=first.file,
        title=first.title,
        outlet=first.outlet,
        published=first.published,
        start=cut.start,
        end=cut.end,
        quote=cut.quote,
        text=cut.text,
    )
    return Source(number, citation, cut.text, tuple(told), _support(citation, cut, evidence))


def _support(citation: Citation, cut: Quote, evidence: Evidence) -> Support:
    view = evidence.view
    statement = view.statements[cut.ordinals.start]
    return Support(
        text=cut.text,
        raw=cut.quote,
        published=citation.published,
        title=citation.title,
        outlet=citation.outlet,
        file=citation.file,
        speaker=statement.who if statement.back else None,
        day=_day_before(evidence, cut.ordinals.start),
    )


def _day_before(evidence: Evidence, ordinal: int) -> dt.date | None:
    """The last single day that the article names before a sentence, up to four sentences back."""
    for earlier in range(ordinal - 1, max(ordinal - 5, -1), -1):
        for mention in reversed(evidence.view.sentences[earlier].mentions):
            if mention.first is not None and mention.first == mention.last:
                return mention.first
    return None


def _range(day: TimeExpression) -> str:
    return f"{day.first}" if day.first == day.last else f"{day.first} to {day.last}"
