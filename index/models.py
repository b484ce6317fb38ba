"""Frozen value types that cross the borders between modules.

Offsets are always characters into the file decoded as UTF-8 (a byte order mark and carriage
returns count), half open: ``raw[start:end]``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

PublishedFrom = Literal["front matter", "date line", "metadata", "text"]
Mode = Literal["extractive", "llm"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of an article that may be quoted.

    ``text`` is what a reader reads: no markup, runs of white space folded to one blank, no
    blank at either end. ``spans[i]`` is the (start, end) in the file of ``text[i]``. A heading
    is kept (``heading=True``) because it says what follows is about; it is never quoted.
    """

    text: str
    spans: Sequence[tuple[int, int]]
    heading: bool = False

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Turn a non-empty stretch of ``text`` into offsets of the file."""
        return self.spans[start][0], self.spans[end - 1][1]


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of the file that is not the story: ``kind`` says what (menu, caption, teaser)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A stretch of the file that is an instruction to its reader; ``reason`` says how it shows."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One file under the articles folder. ``file`` is relative, with ``/`` between its parts."""

    file: str
    sha256: str
    raw: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    outlet: str | None = None
    published: dt.date | None = None
    published_from: PublishedFrom | None = None
    author: str | None = None
    url: str | None = None
    furniture: tuple[Furniture, ...] = ()
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """What an answer quotes: ``raw[start:end]`` is the quote, ``text`` the same as it is read.

    ``ordinal`` counts the sentences of the article from 0, ``paragraph`` its paragraphs.
    """

    ordinal: int
    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences that are embedded together.

    ``key`` is derived from content, and names the vector in Chroma. ``first`` and ``last`` are
    sentence ordinals, both included.
    """

    key: str
    ordinal: int
    start: int
    end: int
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression in a text and its TIMEX3 value; offsets into the text it was found in.

    ``first`` and ``last`` bound the calendar days it covers (a day: both the same; "August": the
    1st and the 31st); both are None for durations, sets, "now" and what cannot be resolved.
    """

    start: int
    end: int
    text: str
    kind: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question or timeline is narrowed to. Both days are included."""

    since: dt.date | None = None
    until: dt.date | None = None
    outlet: str | None = None


EVERYTHING = Scope()
"""Narrowed to nothing."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: ``file`` read as UTF-8 and cut ``[start:end]`` is ``quote``, always.

    ``text`` is the same as it is read, without markup; None where only the quote is known.
    """

    number: int
    file: str
    title: str
    outlet: str | None
    published: dt.date | None
    start: int
    end: int
    quote: str
    text: str | None = None

    @property
    def shown(self) -> str:
        """The words that a reader is shown."""
        return self.quote if self.text is None else self.text


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that an answer says, with the ``numbers`` of the citations behind it.

    ``published`` is the day its first article came out, where the answer cites articles of
    several days. ``opens`` says that it begins a new line.
    """

    text: str
    numbers: tuple[int, ...]
    published: dt.date | None = None
    opens: bool = True

    @property
    def dated(self) -> str:
        """The text, and behind it the day in brackets where there is one."""
        return f"{self.text} ({written_day(self.published)})" if self.published else self.text

    @property
    def marked(self) -> str:
        """The text with its markers, and the day in brackets where there is one."""
        markers = "".join(f"[{number}]" for number in self.numbers)
        day = f" ({written_day(self.published)})" if self.published else ""
        return f"{self.text} {markers}{day}".rstrip()


def written_day(day: dt.date) -> str:
    """A day as answers write it: "26 October 2025"."""
    return f"{day.day} {day:%B %Y}"


def _composed(statements: Sequence[Statement]) -> str:
    """Statements as one text with markers, each on the line that it belongs to."""
    text = ""
    for statement in statements:
        joint = "" if not text else "\n" if statement.opens else " "
        text += joint + statement.marked
    return text


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked before in the same conversation, and what was answered.

    ``question`` stands alone: where it was a follow-up, it is as it was understood. A turn that
    was not answered has neither statements nor citations.
    """

    question: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def answer(self) -> tuple[str, ...]:
        """The lines of the answer as they are read, without markers."""
        lines: list[str] = []
        for statement in self.statements:
            if statement.opens or not lines:
                lines.append(statement.dated)
            else:
                lines[-1] += f" {statement.dated}"
        return tuple(lines)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The days on which the cited articles came out, in order of the citations."""
        return tuple(dict.fromkeys(c.published for c in self.citations if c.published))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as budgets are concerned; None where that is nobody in particular."""

    guild: int | None = None
    person: int | None = None


NOBODY = Asker()
"""Nobody in particular."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The part of an answer that is finished and checked so far. The Answer may still differ."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The statements with their markers."""
        return _composed(self.statements)


AbstentionReason = Literal[
    "no articles", "out of scope", "no topic", "not mentioned", "day not covered", "not answered"
]


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why the coverage does not answer.

    reason      no articles: nothing is indexed; out of scope: no article is within the limits that
                were set; no topic: nothing was asked about; not mentioned: the coverage has none of
                ``missing``; day not covered: nothing is dated to the day asked about; not
                answered: what was found does not answer
    narrowed    whether the question was narrowed to some days or an outlet
    articles    how many articles there are; None where that is not known
    missing     names that no article mentions, as the question writes them
    looked_for  the words that were searched for, as the question writes them
    nearest     the article to read on with, where one is near
    """

    reason: AbstentionReason
    narrowed: bool = False
    articles: int | None = None
    missing: tuple[str, ...] = ()
    looked_for: tuple[str, ...] = ()
    nearest: ArticleSummary | None = None

    @property
    def because(self) -> str:
        """One sentence that says why, without the nearest article."""
        if self.reason == "no articles":
            return "No articles are indexed yet."
        if self.reason == "out of scope":
            return "No article matches the dates and outlet you chose."
        if self.reason == "no topic":
            return "I couldn't find a topic in your question."
        if self.reason == "day not covered":
            return f"{self._searched} reports anything on the day you asked about."
        if self.reason == "not mentioned":
            return f"{self._searched} mentions {_listed(self.missing)}."
        words = f" (searched for: {', '.join(self.looked_for)})" if self.looked_for else ""
        return f"{self._searched} answers this{words}."

    @property
    def text(self) -> str:
        """All of it in one line."""
        said = f"The coverage does not say. {self.because}"
        if self.nearest is None:
            return said
        return f"{said} The closest article is “{self.nearest.title}” ({_source(self.nearest)})."

    @property
    def _searched(self) -> str:
        if self.narrowed:
            return "No article that matches the dates and outlet you chose"
        if self.articles == 1:
            return "The only article"  # followed by what it does not do, see because
        return f"None of the {self.articles:,} articles" if self.articles else "No article"


def _listed(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _source(article: ArticleSummary) -> str:
    published = written_day(article.published) if article.published else None
    return ", ".join(filter(None, (article.file, article.outlet, published)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that was considered as an answer, and how it did.

    ``ruled_out`` says why it was not used, "" where nothing did. ``quoted``: it is in the answer.
    """

    file: str
    start: int
    end: int
    text: str
    score: float
    features: tuple[tuple[str, float], ...]
    ruled_out: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one question was answered: what was looked for, and every candidate with its score."""

    question: str
    kind: str
    looked_for: tuple[str, ...]
    confidence: float
    ruled_out: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: statements with citations, or an abstention without any.

    ``confidence`` (0 to 1) is how sure the bot is that the coverage answers the question.
    ``understood`` is the question that was answered where that is not the one that was asked (a
    follow-up made to stand alone). ``note`` is half a line for the reader where the language
    model was to answer and did not, saying why.
    """

    question: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    abstention: Abstention | None
    mode: Mode
    seconds: float
    confidence: float
    understood: str | None = None
    note: str | None = None
    explanation: tuple[Explanation, ...] = field(default=(), compare=False)

    @property
    def answered(self) -> bool:
        """Whether the coverage answers."""
        return self.abstention is None

    @property
    def text(self) -> str:
        """The statements with their markers, or what is said in their place."""
        return _composed(self.statements) if self.abstention is None else self.abstention.text

    @property
    def turn(self) -> Turn:
        """The answer as a turn of the conversation that goes on from it."""
        return Turn(self.understood or self.question, self.statements, self.citations)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on one day, and every article that reports it."""

    date: dt.date
    text: str
    citations: tuple[Citation, ...]
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed, and one line that says why."""

    file: str
    error: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A stretch of a live article that was kept out of the evidence; ``quote`` is what it says.

    ``reason`` says how it shows that it was planted: "speaks to an assistant".
    """

    file: str
    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What a re-index did, or with ``dry_run`` would do. ``passages`` is the total afterwards."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    failed: tuple[Failure, ...] = ()
    passages: int = 0
    seconds: float = 0.0
    embedded: int = field(default=0)


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An indexed article as a list of articles shows it."""

    file: str
    title: str
    outlet: str | None
    published: dt.date | None
    published_from: PublishedFrom | None
    passages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a re-index is. ``stage`` is a word for people: reading, embedding, writing."""

    done: int
    total: int
    stage: str


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the doctor. ``advice`` is what to do about it, where something is."""

    name: str
    ok: bool
    detail: str
    advice: str | None = None
