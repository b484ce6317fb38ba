"""Which reports of an event contradict what the timeline shows, so that they stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.answering.echoes import ComparedSentence, EchoDetector
from index.cross_encoder.model import shared_cross_encoder
from index.models import Citation
from index.temporal.tagger import find_dates

ContradictionCheck = Callable[[Sequence[tuple[Citation, Citation]]], Sequence[bool]]
"""Of each two sentences that report one event, whether they cannot both be true."""


def judged_contradictions(pairs: Sequence[tuple[Citation, Citation]]) -> Sequence[bool]:
    """Have the cross-encoder judge. Blocks; raises EmbedderFailed."""
    detector = EchoDetector(shared_cross_encoder())
    return detector.apart([(_compared(one), _compared(other)) for one, other in pairs])


def _compared(report: Citation) -> ComparedSentence:
    dates = find_dates(report.shown, report.published)
    return ComparedSentence(report.shown, mentions=tuple(dates))
