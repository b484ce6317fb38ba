"""Ranks sentences as evidence for a question.

Every candidate is skimmed: its vector, its passage's place in the search, the words that it shares
with the question, its day. The best of them are read by the cross-encoder, together with their
neighbours, and ordered by both. The weights are in ``index.answering.calibration``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.answering import cross_lingual
from index.answering.calibration import calibration
from index.answering.corpus import ArticleView
from index.answering.windows import windows_around
from index.cross_encoder.model import CrossEncoder
from index.embedding.local_model import Vector
from index.embedding.multilingual import SentenceMatcher
from index.english.synonyms import forms, places, synonyms
from index.english.tokens import is_unreadable
from index.query.question import Question, Term
from index.query.quoted_phrases import contains_phrase
from index.storage.ledger.records import StoredSentence

READ = 12
"""Sentences that are read, of one question."""
BEFORE = " | "
"""Stands between a question and those that were asked before it, newest first."""
WORD, PLACE, SYNONYM = 1.0, 0.75, 0.6
NEARBY = 0.45
"""What a word counts that only the surroundings of a sentence have."""
DATED, AFTER_DATED, PUBLISHED = 1.0, 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Read:
    """What the cross-encoder says of a sentence; all values are logits.

    answers  that the sentence answers
    span     of the best answer inside it, less that of "no answer"
    """

    answers: float
    span: float


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence with its features for a question.

    cosine   of the question's and the sentence's vectors; without a vector, ``passage``
    passage  the fused score of its passage, with the bonus for its day
    cover    share of the question's words (those that earlier questions had count less) that it
             or its surroundings have, by weight; 0.5 if there are none
    day      1: of a day asked about; 0.6: by what precedes it; 0.5: by publication; else 0
    quoted   whether it has a wording that the question quotes
    newest   where the newest is asked for, the place of its day among the candidates', 0 to 1
    talk     if the conversation before was about its article, the logarithm of how many articles
             there are besides, else 0: that a follow-up stays with an article is as probable
             among five articles as among five hundred, and says more there
    read     what the cross-encoder says, once it has been read
    meaning  the cosine of the multilingual model, if that has compared them
    share    the probability, among the sentences that were read or compared, that this one answers
             best
    """

    view: ArticleView
    ordinal: int
    cosine: float
    passage: float
    cover: float
    day: float
    quoted: bool = False
    newest: float = 0.0
    talk: float = 0.0
    read: Read | None = None
    meaning: float | None = None
    share: float = 0.0

    @property
    def sentence(self) -> StoredSentence:
        return self.view.sentences[self.ordinal]

    @property
    def features(self) -> dict[str, float]:
        """The features by name, as the fitted models take them."""
        skimmed = {
            "cosine": self.cosine,
            "passage": self.passage,
            "cover": self.cover,
            "day": self.day,
            "quoted": float(self.quoted),
            "newest": self.newest,
            "talk": self.talk,
        }
        if self.meaning is not None:
            skimmed["meaning"] = self.meaning
        if self.read is None:
            return skimmed
        return skimmed | {"answers": self.read.answers, "span": self.read.span}

    @property
    def score(self) -> float:
        """The ranking score: only comparable between sentences for one question."""
        if self.meaning is not None:
            return cross_lingual.RANK.score(self.features)
        model = calibration().skim if self.read is None else calibration().rank
        return model.score(self.features)

    @property
    def relatedness(self) -> float:
        """The probability that a question that this answers best has to do with the coverage."""
        return calibration().relates.probability(self.features) if self.read else 0.0

    @property
    def probability(self) -> float:
        """That the sentence answers the question; 0 where it was neither read nor compared."""
        if self.meaning is not None:
            return cross_lingual.ANSWERS.probability(self.features)
        return calibration().answers.probability(self.features) if self.read else 0.0


def skim(
    question: Question,
    vector: Vector,
    found: Iterable[tuple[ArticleView, int, float]],
    articles: int = 0,
) -> list[RankedSentence]:
    """Return all candidates with the features that need no reading, best first.

    ``found`` are views of articles, ordinals of sentences, and scores of their passages;
    ``articles`` is how many articles there are, which counts in a conversation.
    """
    talk = math.log(max(1, articles - len(question.focus)))
    skimmed = [_skimmed(question, vector, *each) for each in found]
    skimmed = [
        replace(each, talk=talk) if each.sentence.file in question.focus else each
        for each in skimmed
    ]
    if question.latest or question.state:
        days = sorted({_day(each) for each in skimmed})
        place = {day: i / max(1, len(days) - 1) for i, day in enumerate(days)}
        skimmed = [replace(each, newest=place[_day(each)]) for each in skimmed]
    return by_score(skimmed)


def read_best(
    model: CrossEncoder, question: Question, skimmed: Sequence[RankedSentence]
) -> list[RankedSentence]:
    """Read the best of the candidates, and return all of them, those that were read first.

    The earlier questions are read after the question itself. The reader has learned from single
    questions only; how well it reads these is measured by ``bench.followups``.
    None is read where the question has letters that the model does not know. Blocks while the
    model runs.
    """
    if is_unreadable(question.text):
        return list(skimmed)
    best = skimmed[:READ]
    groups = windows_around([(each.view, each.ordinal) for each in best])
    asked = BEFORE.join((question.undated or question.text, *question.earlier))
    readings = model.read(asked, [window for window, _ in groups])
    read: list[RankedSentence] = []
    for (_, members), reading in zip(groups, readings, strict=True):
        for place, number in enumerate(members):
            found = Read(reading.sentences[place], reading.spans[place])
            read.append(replace(best[number], read=found))
    return [*_with_shares(by_score(read)), *skimmed[READ:]]


def compare_best(
    matcher: SentenceMatcher, question: Question, skimmed: Sequence[RankedSentence]
) -> list[RankedSentence]:
    """Compare the best of the candidates with the question, and return all of them, those that were
    compared first. Blocks while the multilingual model runs.
    """
    best = skimmed[: cross_lingual.COMPARED]
    cosines = matcher.cosines(question.text, [each.sentence.text for each in best])
    compared = [
        replace(each, meaning=float(cosine)) for each, cosine in zip(best, cosines, strict=True)
    ]
    return [*_with_shares(by_score(compared)), *skimmed[cross_lingual.COMPARED :]]


def _with_shares(read: list[RankedSentence]) -> list[RankedSentence]:
    """Give each its share: the softmax of the scores, as they were fitted."""
    most = max((each.score for each in read), default=0.0)
    weights = [math.exp(each.score - most) for each in read]
    total = sum(weights)
    return [replace(each, share=weight / total) for each, weight in zip(read, weights, strict=True)]


def by_score(weighed: Iterable[RankedSentence]) -> list[RankedSentence]:
    """Sort by score; ties are broken by position, so that answers are reproducible."""
    return sorted(weighed, key=lambda e: (-e.score, e.sentence.file, e.ordinal))


def _skimmed(
    question: Question, vector: Vector, view: ArticleView, ordinal: int, passage: float
) -> RankedSentence:
    sentence = view.sentences[ordinal]
    return RankedSentence(
        view=view,
        ordinal=ordinal,
        cosine=float(sentence.vector @ vector) if sentence.vector is not None else passage,
        passage=passage,
        cover=_cover(question, view, ordinal),
        day=day_match(question, view, ordinal),
        quoted=bool(question.phrases) and contains_phrase(sentence.text, question.phrases),
    )


def _cover(question: Question, view: ArticleView, ordinal: int) -> float:
    terms = (*question.terms, *question.recalled)
    total = sum(term.weight for term in terms)
    if not total:
        return 0.5
    here = view.stems(ordinal)
    nearby = range(max(0, ordinal - 3), min(ordinal + 2, len(view.sentences)))
    around = view.title_stems.union(*map(view.stems, nearby))
    here |= _rest_of_names(question, view, here)
    found = (t.weight * max(_match(t, here), NEARBY * _match(t, around)) for t in terms)
    return sum(found) / total


def _rest_of_names(question: Question, view: ArticleView, here: frozenset[str]) -> frozenset[str]:
    """The other words of names of which a sentence has the last: articles name people in full once.

    "How old is Tobias Greer?" is answered by "Greer, 44, ..." where the article has his first name.
    """
    names = (name for name in question.names if len(name) > 1 and name[-1].stem in here)
    others = frozenset(term.stem for name in names for term in name[:-1]) - here
    return others & view.all_stems if others else others


def _match(term: Term, words: frozenset[str]) -> float:
    if term.stem in words or forms(term.stem) & words:
        return WORD
    if places(term.stem) & words:
        return PLACE
    if not term.name and synonyms(term.stem) & words:
        return SYNONYM
    return 0.0


def is_among(term: Term, words: frozenset[str]) -> bool:
    """Return whether words, as stems, have a term, another form or another name of its country."""
    return _match(term, words) > 0


def day_match(question: Question, view: ArticleView, ordinal: int) -> float:
    """Return how well a sentence matches the days asked about; 0 if it does not, or none are.

    A sentence without a day of its own takes the last day named before it, or the day of its
    publication or the one before.
    """
    if question.days is None:
        return 0.0
    sentence = view.sentences[ordinal]
    own = [m for m in sentence.mentions if m.first is not None and m.kind in {"DATE", "TIME"}]
    if question.days.match(own):
        return DATED
    if any(m.first == m.last for m in own):
        return 0.0
    for earlier in range(ordinal - 1, max(ordinal - 4, -1), -1):
        dated = [m for m in view.sentences[earlier].mentions if m.first and m.first == m.last]
        if dated:
            return AFTER_DATED if question.days.match(dated[-1:]) else 0.0
    return PUBLISHED if any(map(question.days.includes, _reported(sentence.published))) else 0.0


def _reported(published: dt.date | None) -> list[dt.date]:
    """The days that an article mostly reports on: the one it came out and the one before."""
    return [published, published - dt.timedelta(days=1)] if published else []


def _day(ranked: RankedSentence) -> dt.date:
    """The last day that a sentence itself is of, else the one its article came out."""
    published = ranked.sentence.published or dt.date.min
    own = [m.last for m in ranked.sentence.mentions if m.last and m.first == m.last]
    return max(own, default=published)
