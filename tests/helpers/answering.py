"""What the tests of the answering side share: a small vocabulary, views of texts, evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.answering.corpus import ArticleView
from index.answering.echoes import ComparedSentence, EchoDetector
from index.answering.ranking import RankedSentence, Read
from index.embedding.local_model import DIMENSIONS, Vector
from index.english.vocabulary import COMMON_RANK, FIRST_WORD, Lexicon, Rarity
from index.english.word_counts import WordCounts
from index.ingestion.parser import parse_article
from index.ingestion.preparation import prepare_article
from index.query.conversation import NOTHING_BEFORE, Conversation
from index.query.parser import QuestionParser
from index.query.question import Question
from index.storage.ledger.records import StoredSentence

NEWEST = dt.date(2025, 10, 24)
COMMON = """
    what when where which whom whose about because said happened people would first time house
    company talks world city water road money week paper trouble answer question""".split()
KNOWN = "waver cell sell quiver trumpet petrol".split()
COVERAGE = (
    "Kremlin spokesman Dmitry Peskov said on Friday that talks with Washington had stopped.",
    "US President Donald Trump refused to sell missiles, and the Tomahawks stayed in America.",
    "Nobody knows what happened in Budapest, said Dmitry Peskov.",
    "Ukraine needs more air defence, Volodymyr Zelensky told reporters.",
    "The envoys Steve Witkoff and Kirill Dmitriev met at the White House.",
    "For two hours Vladimir Putin spoke with Xi Jinping.",
    "The sanctions hit Rosneft and Lukoil, two Russian oil companies.",
    "Later Vladimir Putin and Donald Trump spoke by telephone in Moscow.",
)


def rarity() -> Rarity:
    """Common words, known words that are not common, and nothing else."""
    ranks = {word: FIRST_WORD + i for i, word in enumerate(COMMON)}
    rare = {word: FIRST_WORD + COMMON_RANK + i for i, word in enumerate(KNOWN)}
    return Rarity(ranks | rare)


def lexicon(sentences: Sequence[str] = COVERAGE) -> Lexicon:
    return Lexicon(WordCounts.of(sentences))


def read(
    asked: str,
    newest: dt.date | None = NEWEST,
    before: Conversation = NOTHING_BEFORE,
    today: dt.date | None = None,
) -> Question:
    return QuestionParser(lexicon(), rarity(), newest).parse(asked, before, today)


def words(question: Question) -> set[str]:
    """The folded words that an answer has to account for."""
    return {term.folded for term in question.terms}


@dataclass(frozen=True)
class Story:
    """An article as it was written, and as the answering side reads it."""

    raw: str
    view: ArticleView

    def ordinal(self, part: str) -> int:
        """The one sentence that contains some words."""
        (found,) = [s.ordinal for s in self.view.sentences if part in s.text]
        return found

    def evidence(self, part: str, **features: object) -> RankedSentence:
        """The sentence with these words as good evidence, but for the given features."""
        return good_evidence(self.view, self.ordinal(part), **features)


def story_of(
    text: str,
    *,
    file: str = "a.txt",
    published: dt.date | None = NEWEST,
    vectors: Sequence[Vector] = (),
) -> Story:
    """A file with front matter and ``text``, read as a re-index reads it."""
    dated = f"date: {published}\n" if published else ""
    raw = f"---\ntitle: About {file}\noutlet: The Paper\n{dated}---\n\n{text}\n"
    prepared = prepare_article(parse_article(file, raw.encode()))
    article = prepared.article
    sentences = [
        StoredSentence(
            file=file,
            title=article.title,
            outlet=article.outlet,
            published=article.published,
            ordinal=sentence.ordinal,
            paragraph=sentence.paragraph,
            start=sentence.start,
            end=sentence.end,
            text=sentence.text,
            quote=raw[sentence.start : sentence.end],
            vector=vectors[i] if i < len(vectors) else None,
            mentions=mentions,
        )
        for i, (sentence, mentions) in enumerate(
            zip(prepared.sentences, prepared.mentions, strict=True)
        )
    ]
    return Story(raw, ArticleView.of(sentences))


def axis(number: int) -> Vector:
    """One of the unit vectors, each at a right angle to every other."""
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    vector[number] = 1.0
    return vector


@dataclass(frozen=True, slots=True)
class JudgedSentence(RankedSentence):
    """A ranked sentence whose probability is given, whatever the fitted weights say."""

    given: float = 1.0

    @property
    def probability(self) -> float:
        return self.given


def good_evidence(
    view: ArticleView, ordinal: int, *, probability: float = 1.0, **features: object
) -> JudgedSentence:
    """Evidence that answers its question for certain, but for the given features."""
    all_good: dict[str, object] = {
        "cosine": 0.8,
        "passage": 1.0,
        "cover": 1.0,
        "day": 1.0,
        "read": Read(answers=5.0, span=5.0),
        "share": 1.0,
    }
    good = all_good | features
    return JudgedSentence(view, ordinal, given=probability, **good)  # type: ignore[arg-type]


class KnownEchoes(EchoDetector):
    """Finds that sentences say the same where they are in one of the given groups of texts."""

    def __init__(self, *groups: set[str]) -> None:
        self._groups = groups

    def echoes(self, pairs: Sequence[tuple[ComparedSentence, ComparedSentence]]) -> list[bool]:
        return [self.known(shown.text, extra.text) for shown, extra in pairs]

    def known(self, shown: str, extra: str) -> bool:
        return any({shown, extra} <= group for group in self._groups)
