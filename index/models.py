"""Frozen value types that the packages exchange.

Unless said otherwise, offsets count characters of the decoded file (a byte order mark and carriage
returns count) and are half open: ``raw[start:end]``. In files that are no text themselves (PDF,
DOCX, e-mail) they count characters of the text that was extracted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

PublishedFrom = Literal["front matter", "date line", "metadata", "text"]
Mode = Literal["extractive", "llm"]
How = Literal["dated", "reported"]
Kind = Literal[
    "fact",
    "greeting",
    "thanks",
    "help",
    "about",
    "overview",
    "news",
    "comparison",
    "claim",
    "last",
    "none",
]
"""What a message is; ``index.query.intent.kinds`` says what each means."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of an article that may be quoted.

    ``text`` is what a reader sees: no markup, each run of white space as one space, no space at
    either end. ``spans[i]`` is the (start, end) in the file of ``text[i]``. Headings
    (``heading=True``) are kept because they say what follows is about; they are never quoted.
    """

    text: str
    spans: Sequence[tuple[int, int]]
    heading: bool = False

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the file of the non-empty stretch ``text[start:end]``."""
        return self.spans[start][0], self.spans[end - 1][1]


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of the file that is not article text; ``kind`` is menu, caption, teaser, ...."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A stretch of the file that instructs AI assistants; ``reason`` says how it was recognised."""

    start: int
    end: int
    reason: str


Format = Literal["text", "markdown", "html"]


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a file that is read as one page.

    ``spans[i]`` is the (start, end) in the file of ``text[i]``. ``fields`` (title, date, outlet,
    author, url) are stated around the text, and replace what the text itself says.
    """

    text: str
    spans: Sequence[tuple[int, int]]
    format: Format
    fields: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def file_of(name: str) -> str:
    """Return the file that an article is in: "news.json" for "news.json" and "news.json#2".

    No file is called like the latter: names of article files end with their suffix.
    """
    file, mark, number = name.rpartition("#")
    return file if mark and number.isascii() and number.isdigit() else name


def number_in_file(name: str) -> int:
    """Return the number of an article in its file, from 1; 0 for the only article of a file."""
    file = file_of(name)
    return 0 if file == name else int(name[len(file) + 1 :])


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the articles folder.

    ``file`` is its name: the file's path relative to the folder, with ``/`` as separator. If a
    file holds several articles, ``#`` and the article's number in it follow: "news.json#2".

    raw        the text of the whole file
    notes      what had to be assumed to read it, or was found odd, each in one line
    section    what it was read from, and ``part`` its number there, from 0
    first      whether it is the first article of its file
    pages      where the pages of a PDF begin, as offsets into ``raw``; () for other files
    """

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
    notes: tuple[str, ...] = ()
    section: Section | None = field(default=None, compare=False, repr=False)
    part: int = field(default=0, compare=False)
    first: bool = True
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
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
class Passage:
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
class TimeExpression:
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
class EventCandidate:
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
    how: How
    planned: bool
    tells: bool
    clarity: float
    terms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Embeddable:
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


@dataclass(frozen=True, slots=True)
class Scope:
    """Limits of a question or timeline. Both days are inclusive; None means no limit."""

    since: dt.date | None = None
    until: dt.date | None = None
    outlet: str | None = None

    def has(self, article: ArticleSummary) -> bool:
        """Return whether an article is within the limits; one without a date is in no range."""
        day = article.published
        if self.outlet is not None and _folded(article.outlet) != _folded(self.outlet):
            return False
        if self.since is not None and (day is None or day < self.since):
            return False
        return self.until is None or (day is not None and day <= self.until)


def _folded(outlet: str | None) -> str:
    """An outlet's name as it is compared: without case, and with single spaces."""
    return " ".join((outlet or "").casefold().split())


EVERYTHING = Scope()
"""A scope without limits."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article that prints what another one says, as a near copy of it."""

    file: str
    outlet: str | None
    published: dt.date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: slicing ``file``, decoded as UTF-8, with ``[start:end]`` gives ``quote``.

    text  the quote without markup; None if only the quote is known
    page  the page of a PDF on which the quote begins, from 1; None in other files
    also  the near copies of the article that say the same; they confirm nothing
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
    page: int | None = None
    also: tuple[Reprint, ...] = ()

    @property
    def printed(self) -> tuple[Reprint, ...]:
        """The article and its near copies that say the same."""
        return Reprint(self.file, self.outlet, self.published), *self.also

    @property
    def also_in(self) -> tuple[str, ...]:
        """The outlets of ``also`` other than its own, each once; of unknown ones, the files."""
        named: dict[str, str] = {}
        for reprint in self.also:
            name = reprint.outlet or reprint.file
            if _folded(name) != _folded(self.outlet):
                named.setdefault(_folded(name), name)
        return tuple(named.values())

    @property
    def shown(self) -> str:
        """The quote as it is shown to readers."""
        return self.quote if self.text is None else self.text


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an answer, with the ``numbers`` of the citations that support it.

    ``published`` is the publication date of its first article, if the answer cites articles of
    several days, and ``day`` then the day of what it tells, if it names one day. ``opens`` says
    that the statement begins a new line.
    """

    text: str
    numbers: tuple[int, ...]
    published: dt.date | None = None
    opens: bool = True
    day: dt.date | None = None

    @property
    def when(self) -> str:
        """The day of what it tells, else when it was published, in brackets; "" for neither."""
        if self.day is not None:
            return f"({written_day(self.day)})"
        return f"(published {written_day(self.published)})" if self.published else ""

    @property
    def dated(self) -> str:
        """The text, followed by its day in brackets if there is one."""
        return f"{self.text} {self.when}".rstrip()

    @property
    def marked(self) -> str:
        """The text with its citation markers, followed by its day if there is one."""
        markers = "".join(f"[{number}]" for number in self.numbers)
        return " ".join(part for part in (self.text, markers, self.when) if part)


def written_day(day: dt.date) -> str:
    """Format a day as answers show it: "26 October 2025"."""
    return f"{day.day} {day:%B %Y}"


def _join_statements(statements: Sequence[Statement]) -> str:
    """Join statements, with their citation markers, into one text of one or more lines."""
    text = ""
    for statement in statements:
        separator = "" if not text else "\n" if statement.opens else " "
        text += separator + statement.marked
    return text


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and its answer.

    ``question`` is standalone: a follow-up is stored as it was rewritten. An unanswered question
    has neither statements nor citations.
    """

    question: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def answer(self) -> tuple[str, ...]:
        """The lines of the answer as shown to readers, without citation markers."""
        lines: list[str] = []
        for statement in self.statements:
            if statement.opens or not lines:
                lines.append(statement.dated)
            else:
                lines[-1] += f" {statement.dated}"
        return tuple(lines)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The publication dates of the cited articles, in order of the citations."""
        return tuple(dict.fromkeys(c.published for c in self.citations if c.published))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, for token budgets. None: no particular guild or person."""

    guild: int | None = None
    person: int | None = None


NOBODY = Asker()
"""No particular guild or person."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The part of an answer that has been written and verified so far; the final one may differ."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The statements with their citation markers."""
        return _join_statements(self.statements)


AbstentionReason = Literal[
    "no articles",
    "out of scope",
    "no topic",
    "not mentioned",
    "not quoted",
    "day not covered",
    "not answered",
]
MOST_OF_ABSTENTION = 300
"""Characters of the text of an abstention."""
_REASONS: Mapping[AbstentionReason, str] = {
    "no articles": "No articles are indexed yet.",
    "out of scope": "No article matches the dates and outlet you chose.",
    "no topic": "I couldn't find a topic in your question.",
}
"""Reasons that need no more words."""
_MOST_OF_WORDS, _MOST_OF_WORD, _MOST_OF_TITLE, _MOST_OF_FILE = 60, 24, 60, 40


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why a question is not answered.

    reason      no articles: nothing is indexed; out of scope: no article is within the limits that
                were set; no topic: the question has no topic; not mentioned: no article mentions
                any of ``missing``; not quoted: articles have ``missing``, but only in menus,
                captions and the like, which are not quoted; day not covered: no article says
                anything about the day asked about; not answered: nothing that was found answers
                the question
    narrowed    whether the question was limited to some days or an outlet
    articles    the number of articles; None if unknown
    missing     names that no article mentions, as written in the question
    looked_for  the words that were searched for, as written in the question
    nearest     the closest article, if any is close
    closest     the sentence that comes closest without an answer, number 1, if it is short
    nearby      questions about what was found that the coverage does answer
    """

    reason: AbstentionReason
    narrowed: bool = False
    articles: int | None = None
    missing: tuple[str, ...] = ()
    looked_for: tuple[str, ...] = ()
    nearest: ArticleSummary | None = None
    closest: Citation | None = None
    nearby: tuple[str, ...] = ()

    @property
    def because(self) -> str:
        """One sentence that gives the reason, without the closest article."""
        if self.reason in _REASONS:
            return _REASONS[self.reason]
        if self.reason == "day not covered":
            return self._no_article_says("reports", "report", "anything on the day you asked about")
        if self.reason == "not mentioned":
            return self._no_article_says("mentions", "mention", _alternatives(self.missing))
        if self.reason == "not quoted":
            return f"{_alternatives(self.missing)} only stands in menus, captions and the like."
        words = f" (searched for: {_listed(self.looked_for)})" if self.looked_for else ""
        return self._no_article_says("answers", "answer", f"this{words}")

    @property
    def text(self) -> str:
        """The whole explanation, in one line of at most ``MOST_OF_ABSTENTION`` characters."""
        return " ".join((f"The coverage does not say. {self.because}", *self._pieces().values()))

    def shows(self, piece: Literal["closest", "nearest", "nearby"]) -> bool:
        """Return whether there is room for a piece beside the reason; "nearby" goes first."""
        return piece in self._pieces()

    def _pieces(self) -> dict[str, str]:
        """The pieces that there is room for, in the order in which they are shown."""
        room = MOST_OF_ABSTENTION - len(f"The coverage does not say. {self.because}")
        found: dict[str, str] = {}
        for piece, text in (
            ("nearby", " ".join(("You can ask:", *self.nearby)) if self.nearby else ""),
            ("closest", self._about(self.closest)),
            ("nearest", self._about(self.nearest)),
        ):
            if text and len(text) < room and not (piece == "nearest" and "closest" in found):
                found[piece] = text
                room -= len(text) + 1
        return {piece: found[piece] for piece in ("closest", "nearest", "nearby") if piece in found}

    def _about(self, found: ArticleSummary | Citation | None) -> str:
        if isinstance(found, Citation):
            return f"What comes closest: “{found.shown}” ({_source(found)})."
        if found is None:
            return ""
        title = _shortened(found.title, _MOST_OF_TITLE)
        return f"The closest article is “{title}” ({_source(found)})."

    def _no_article_says(self, does: str, do: str, what: str) -> str:
        """Say that no article does something, with the number of articles if it is known."""
        if self.narrowed:
            return f"No article that matches the dates and outlet you chose {does} {what}."
        if self.articles == 1:
            return f"The only article does not {do} {what}."
        if self.articles is None:
            return f"No article {does} {what}."
        return f"None of the {self.articles:,} articles {does} {what}."


def _alternatives(words: Sequence[str]) -> str:
    """The words as "a, b or c", shortened."""
    if not words:
        return ""
    *others, last = [_shortened(word, _MOST_OF_WORD) for word in words[:3]]
    return f"{', '.join(others)} or {last}" if others else last


def _listed(words: Sequence[str]) -> str:
    """As many of the words as there is room for."""
    text = ", ".join(_shortened(word, _MOST_OF_WORD) for word in words)
    return text if len(text) <= _MOST_OF_WORDS else text[:_MOST_OF_WORDS].rpartition(",")[0] + ", …"


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _source(article: ArticleSummary | Citation) -> str:
    published = written_day(article.published) if article.published else None
    outlet = article.outlet and _shortened(article.outlet, _MOST_OF_WORD)
    file = article.file if len(article.file) <= _MOST_OF_FILE else None
    return ", ".join(filter(None, (file, outlet, published)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that was considered as an answer, with its score.

    ``ruled_out`` is the reason why it was not used, or "". ``quoted`` says whether the answer
    quotes it.
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
    """How one question was answered: what was searched for, and all candidates with scores."""

    question: str
    looked_for: tuple[str, ...]
    confidence: float
    ruled_out: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: statements with citations, or an abstention without any.

    ``confidence`` (0 to 1) is how sure the bot is that the coverage answers the question.
    ``understood`` is the standalone question that was answered, if it differs from the one asked.
    ``doubtful`` says that it is more likely wrong than right.
    ``note`` tells the reader why the language model did not write the answer, if it should have.
    ``kind`` is what the message was taken for; the statements of small talk, help and answers about
    the coverage itself have no citations.
    ``parts`` are the answers to the questions of a message that asks several, in order; their
    statements are repeated in the answer, with the numbers of its citations.
    """

    question: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    abstention: Abstention | None
    mode: Mode
    seconds: float
    confidence: float
    understood: str | None = None
    doubtful: bool = False
    note: str | None = None
    kind: Kind = "fact"
    explanation: tuple[Explanation, ...] = field(default=(), compare=False)
    parts: tuple[Answer, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether there is an answer rather than an abstention; of several, whether any has one."""
        if self.parts:
            return any(part.answered for part in self.parts)
        return self.abstention is None

    @property
    def text(self) -> str:
        """The statements with their citation markers, or the text of the abstention."""
        return (
            _join_statements(self.statements) if self.abstention is None else self.abstention.text
        )

    @property
    def turn(self) -> Turn:
        """The answer as a turn of the conversation, for follow-ups: of several, the last one."""
        if self.parts:
            cited = [part for part in self.parts if part.citations]
            return (cited or list(self.parts))[-1].turn
        return Turn(self.understood or self.question, self.statements, self.citations)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on one day, and every story that reports it.

    Of a story that several articles print, one is cited; the others are in ``Citation.also``.
    """

    date: dt.date
    text: str
    citations: tuple[Citation, ...]
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed; ``error`` says why in one line."""

    file: str
    error: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A stretch of an indexed article that is not used as evidence; ``quote`` is its text.

    ``reason`` says how it was recognised as an instruction: "addresses a bot".
    """

    file: str
    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files of one kind in the articles folder that are not read, and what to do about them.

    ``kind`` names them in the plural ("Word 97 documents"); ``files`` are their names, sorted.
    """

    kind: str
    files: tuple[str, ...]
    advice: str

    @property
    def text(self) -> str:
        """One line: "images (12 files, such as a.png): ..."."""
        many = len(self.files) > 1
        named = f"{len(self.files):,} files, such as {self.files[0]}" if many else self.files[0]
        return f"{self.kind} ({named}): {self.advice}"


@dataclass(frozen=True, slots=True)
class KeptFolder:
    """A folder that cannot be listed, or is suddenly empty: its articles stay in the index.

    ``folder`` is relative to the articles folder, "." for that folder itself. ``files`` counts
    the files that stay as they were; ``reason`` says in one line what is wrong and what to do.
    """

    folder: str
    files: int
    reason: str

    @property
    def text(self) -> str:
        """One line: "archive: its 12 articles stay as they were, because it is empty; ..."."""
        name = "the articles folder" if self.folder == "." else self.folder
        if not self.files:
            return f"{name}: {self.reason}"
        stay = "article stays as it was" if self.files == 1 else "articles stay as they were"
        return f"{name}: its {self.files:,} {stay}, because it {self.reason}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a file as it was read; ``dropped`` is why it is not story, or None."""

    start: int
    end: int
    text: str
    dropped: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How an article was read: what was kept of the file, and what was dropped, in order."""

    file: str
    title: str
    notes: tuple[str, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What a re-index did, or would do if it was a dry run. ``passages`` is the new total.

    ``passed_over`` and ``kept`` say which files were not looked at, and why.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    failed: tuple[Failure, ...] = ()
    passages: int = 0
    seconds: float = 0.0
    embedded: int = field(default=0)
    passed_over: tuple[PassedOver, ...] = ()
    kept: tuple[KeptFolder, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An indexed article, as shown in lists of articles. ``notes`` and ``url``: see ``Article``.

    story    the article that was the first to print the same story, itself if it was; None if no
             other article prints it
    copy_of  the earliest article that this one is a near copy of; None for the first
    """

    file: str
    title: str
    outlet: str | None
    published: dt.date | None
    published_from: PublishedFrom | None
    passages: int
    sha256: str
    notes: tuple[str, ...] = ()
    url: str | None = None
    story: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a re-index is. ``stage`` is shown to people: reading, embedding or writing."""

    done: int
    total: int
    stage: str


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the doctor. ``advice`` says what to do about it, if anything.

    ``serious`` says of what is not ok that it must be put right before the bot can work.
    """

    name: str
    ok: bool
    detail: str
    advice: str | None = None
    serious: bool = True

    @property
    def failed(self) -> bool:
        """Whether the bot cannot work."""
        return self.serious and not self.ok


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What became of a web page that was fetched.

    outcome   added: it is new; new version: its text has changed, and the version before is still
              there; unchanged: the newest version in the articles folder says the same
    file      that version, relative to the articles folder, and ``articles`` how many are in it
    previous  the file of the version before, if there is one
    """

    url: str
    file: str
    outcome: Literal["added", "new version", "unchanged"]
    title: str
    outlet: str | None = None
    published: dt.date | None = None
    previous: str | None = None
    articles: int = 1


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known about a feed. Times are UTC; None: never.

    since          the first poll
    polled         the last poll, and ``succeeded`` the last one that could read the feed
    new_article    when the last new article or version was kept, and ``articles`` how many were
    next_poll      not before then
    failures       polls in a row that failed, the first at ``failing_since``, the last with
                   ``error``
    problem        why the last article that could not be kept could not; None if it could
    """

    url: str
    since: dt.datetime
    next_poll: dt.datetime
    polled: dt.datetime | None = None
    succeeded: dt.datetime | None = None
    new_article: dt.datetime | None = None
    failures: int = 0
    failing_since: dt.datetime | None = None
    error: str | None = None
    problem: str | None = None
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll of a feed did.

    outcome  done: it was read; unchanged: it had nothing new; failed: it could not be read, because
             of ``error``; waiting: it may not be asked before ``until``
    kept     its new articles, and new versions of articles
    failed   articles that could not be kept, by address, and why
    left     articles that are fetched by later polls
    """

    feed: str
    outcome: Literal["done", "unchanged", "failed", "waiting"]
    kept: tuple[KeptPage, ...] = ()
    failed: tuple[Failure, ...] = ()
    left: int = 0
    error: str | None = None
    until: dt.datetime | None = None
