"""Why a question is not answered, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.models.articles import ArticleSummary
from index.models.citations import Citation
from index.models.wording import CAN_ASK, CLOSEST, DOES_NOT_SAY, shortened, written_day

AbstentionReason = Literal[
    "no articles",
    "out of scope",
    "no topic",
    "not mentioned",
    "not quoted",
    "author",
    "day not covered",
    "not answered",
]
MAX_OF_ABSTENTION = 300
"""Characters of the text of an abstention."""
_REASONS: Mapping[AbstentionReason, str] = {
    "no articles": "No articles are indexed.",
    "out of scope": "No article matches the dates or outlet you chose.",
    "no topic": "I couldn't find a topic in your question.",
}
"""Reasons that need no more words."""
_MAX_OF_WORDS, _MAX_OF_WORD = 60, 24
MAX_OF_TITLE, MAX_OF_OUTLET, MAX_OF_FILE = 60, 24, 40
"""Characters of the closest article's title, outlet and file name."""


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why a question is not answered.

    reason      no articles: nothing is indexed; out of scope: no article is within the limits that
                were set; no topic: the question has no topic; not mentioned: no article mentions
                any of ``missing``; not quoted: articles have ``missing``, but only in menus,
                captions and the like, which are left out; author: ``missing`` wrote articles, and
                no text that is quoted mentions them; day not covered: no article says anything
                about the day asked about; not answered: nothing that was found answers the question
    narrowed    whether the question was limited to some days or an outlet
    outlet      the outlet that it was limited to, if to nothing else
    day         the day that it asked about, if a single one
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
    outlet: str | None = None
    day: dt.date | None = None

    @property
    def because(self) -> str:
        """One sentence that gives the reason, without the closest article."""
        if self.reason in _REASONS:
            return _REASONS[self.reason]
        if self.reason == "day not covered":
            when = written_day(self.day) if self.day else "the days you asked about"
            return self._no_article_says("reports", "report", f"anything on {when}")
        if self.reason == "not mentioned":
            return self._no_article_says("mentions", "mention", _alternatives(self.missing))
        if self.reason == "not quoted":
            names = _alternatives(self.missing)
            return f"{names} only appears in parts of the files that I leave out, such as menus."
        if self.reason == "author":
            named, first = _listed(self.missing), _listed(self.missing[:1])
            several = len(self.missing) > 1
            seen = "only appear as authors" if several else "only appears as an author"
            return f"{named} {seen}: try “articles by {first}”."
        words = f" (searched for: {_listed(self.looked_for)})" if self.looked_for else ""
        return self._no_article_says("answers", "answer", f"this{words}")

    @property
    def text(self) -> str:
        """The whole explanation, in one line of at most ``MAX_OF_ABSTENTION`` characters."""
        return " ".join((f"{DOES_NOT_SAY} {self.because}", *self._pieces().values()))

    def shows(self, piece: Literal["closest", "nearest", "nearby"]) -> bool:
        """Return whether there is room for a piece beside the reason; "nearby" goes first."""
        return piece in self._pieces()

    @property
    def nearest_title(self) -> str:
        """The title of the closest article, shortened; "" if there is none."""
        return shortened(self.nearest.title, MAX_OF_TITLE) if self.nearest else ""

    def _pieces(self) -> dict[str, str]:
        """The pieces that there is room for, in the order in which they are shown."""
        room = MAX_OF_ABSTENTION - len(f"{DOES_NOT_SAY} {self.because}")
        found: dict[str, str] = {}
        for piece, text in (
            ("nearby", " ".join((CAN_ASK, *self.nearby)) if self.nearby else ""),
            ("closest", self._about(self.closest)),
            ("nearest", self._about(self.nearest)),
        ):
            if text and len(text) < room and not (piece == "nearest" and "closest" in found):
                found[piece] = text
                room -= len(text) + 1
        return {piece: found[piece] for piece in ("closest", "nearest", "nearby") if piece in found}

    def _about(self, found: ArticleSummary | Citation | None) -> str:
        if isinstance(found, Citation):
            return f"{CLOSEST} “{found.shown}” ({_source(found)})."
        return f"The closest article is “{self.nearest_title}” ({_source(found)})." if found else ""

    def _no_article_says(self, does: str, do: str, what: str) -> str:
        """Say that no article does something, with the number of articles if it is known."""
        if self.outlet is not None:
            return f"No article from {shortened(self.outlet, _MAX_OF_WORD)} {does} {what}."
        if self.narrowed:
            return f"No article that matches the dates or outlet you chose {does} {what}."
        if self.articles == 1:
            return f"The only article does not {do} {what}."
        if self.articles is None:
            return f"No article {does} {what}."
        return f"None of the {self.articles:,} articles {does} {what}."


def _alternatives(words: Sequence[str]) -> str:
    """The words as "a, b or c", shortened; those in small letters in quotation marks."""
    if not words:
        return ""
    short = (shortened(word, _MAX_OF_WORD) for word in words[:3])
    *others, last = [f"“{word}”" if word.islower() else word for word in short]
    return f"{', '.join(others)} or {last}" if others else last


def _listed(words: Sequence[str]) -> str:
    """As many of the words as there is room for."""
    text = ", ".join(shortened(word, _MAX_OF_WORD) for word in words)
    return text if len(text) <= _MAX_OF_WORDS else text[:_MAX_OF_WORDS].rpartition(",")[0] + ", …"


def _source(article: ArticleSummary | Citation) -> str:
    published = written_day(article.published) if article.published else None
    outlet = article.outlet and shortened(article.outlet, MAX_OF_OUTLET)
    file = article.file if len(article.file) <= MAX_OF_FILE else None
    return ", ".join(filter(None, (file, outlet, published)))
