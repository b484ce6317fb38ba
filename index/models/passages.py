"""What an article is prepared into: sentences, passages, days and events."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from index.models.articles import Article
from index.models.compact import Compact

DateBasis = Literal["dated", "reported"]


@dataclass(frozen=True, slots=True)
class Sentence(Compact):
    """A sentence that an answer can quote.

    ``raw[start:end]`` is the quote; ``text`` is the same without markup. ``ordinal`` counts the
    sentences of the article from 0, ``paragraph`` its paragraphs.
    """

    ordinal: int
    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage(Compact):
    """Neighbouring sentences that are embedded together.

    ``key`` names the vector in Chroma; it is derived from the content. ``first`` and ``last`` are
    sentence ordinals, both inclusive.
    """

    key: str
    ordinal: int
    start: int
    end: int
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class TimeExpression(Compact):
    """A time expression in a text and its TIMEX3 value; offsets into the text it was found in.

    ``first`` and ``last`` are the first and last calendar day that it covers (the same for a day;
    the 1st and the 31st for "August"). Both are None for durations, sets, "now" and expressions
    that cannot be resolved.
    """

    start: int
    end: int
    text: str
    kind: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class EventCandidate(Compact):
    """A sentence that may report an event, and the day of that event.

    ``how`` is "dated" if the sentence names the day, and "reported" if it names none and the
    article was published that day. The latter proves nothing by itself, so timelines ask for a
    second source. ``tells`` is False for a day that does not make a timeline entry: a mere bound,
    the day of an announcement, a day for which something was once planned, or a sentence that
    cannot be read as one event; such days still count as mentioned. ``clarity`` (0 to 1) is how
    well the sentence is understood on its own. ``terms`` come from index.events.extraction.terms.
    """

    sentence: int
    day: dt.date
    how: DateBasis
    planned: bool
    tells: bool
    clarity: float
    terms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Embeddable(Compact):
    """The text that is embedded for a passage, without the title.

    With the title in front, nDCG@10 of vector search alone fell from 0.68 to 0.67.

    ``sentences`` are (start, end) offsets into ``text`` of the passage's sentences, in order.
    """

    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article with everything that the index keeps of it.

    ``mentions`` has one entry per sentence, ``embeddables`` one per passage. Passage keys are
    unique across articles; the same content under the same file name always gets the same keys.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    mentions: tuple[tuple[TimeExpression, ...], ...]
    candidates: tuple[EventCandidate, ...]
    embeddables: tuple[Embeddable, ...]
