"""Which reports of an event contradict what the timeline shows, so that they stand beside it."""

from __future__ import annotations

from collections.abc import Callable

from index.answering.echoes import ComparedSentence, EchoDetector
from index.cross_encoder.model import shared_cross_encoder
from index.temporal.tagger import find_dates
from index.timeline.candidates import Quoted

ContradictionCheck = Callable[[Quoted, Quoted], bool]
"""Whether two sentences that report one event cannot both be true."""


def none_contradict(one: Quoted, other: Quoted) -> bool:
    """Take all reports of an event to agree."""
    return False


def judged_contradiction(one: Quoted, other: Quoted) -> bool:
    """Have the cross-encoder judge. Blocks; raises EmbedderFailed."""
    detector = EchoDetector(shared_cross_encoder())
    return detector.contradict(_compared(one), _compared(other))


def _compared(report: Quoted) -> ComparedSentence:
    return ComparedSentence(report.text, mentions=tuple(find_dates(report.text, report.published)))
