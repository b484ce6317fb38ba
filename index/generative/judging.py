"""Whether what is left of a model's text answers the question.

The text is weighed like an article's own sentences: each of its sentences against each part of
the question, by the same features and the same models that decide whether the coverage answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.answering import Finding
from index.answering.alignment import align, embed
from index.answering.confidence import judge
from index.answering.evidence import Evidence, best_first, weigh_all
from index.answering.view import ArticleView
from index.dates import find_dates
from index.embedding import LocalEmbedding, PassageText, Vector
from index.generative.checking import Checked
from index.language.rarity import Rarity
from index.ledger import StoredSentence

HOPELESS = frozenset({"name", "empty", "nothing asked", "unrelated"})
"""What rules an answer out, whoever writes it: there is nothing to write it from."""

ENOUGH_COVERED = 0.5
"""Share of a question's words that a text accounts for when it answers what sentences answer."""


def hopeless(findings: Sequence[Finding]) -> bool:
    """Whether no part of the question has anything that a model could answer it from."""
    return all(finding.judgement.refused in HOPELESS for finding in findings)


class Judge:
    """Blocks while the embedding model runs; safe from any thread."""

    def __init__(self, embedder: LocalEmbedding) -> None:
        self._embedder = embedder
        self._rarity = Rarity(embedder.vocabulary())

    def answers(self, findings: Sequence[Finding], sentences: Sequence[Checked]) -> bool:
        """Whether the sentences answer each part that the articles' own sentences answer.

        Where those answer none, whether they answer any part, by the full measure.
        """
        if not sentences:
            return False
        answered = [finding for finding in findings if not finding.judgement.refused]
        if not answered:
            return any(self._fully(finding, sentences) for finding in findings)
        return all(self._enough(finding, sentences) for finding in answered)

    def _fully(self, finding: Finding, sentences: Sequence[Checked]) -> bool:
        if finding.judgement.refused in HOPELESS:
            return False
        ranked = self._weighed(finding, sentences)
        return not judge(finding.question, ranked).refused

    def _enough(self, finding: Finding, sentences: Sequence[Checked]) -> bool:
        ranked = self._weighed(finding, sentences)
        refused = judge(finding.question, ranked).refused
        return not refused or (
            refused == "relevance" and max(e.cover for e in ranked) >= ENOUGH_COVERED
        )

    def _weighed(self, finding: Finding, sentences: Sequence[Checked]) -> list[Evidence]:
        asked = embed(self._embedder, finding.question.text)
        view = ArticleView.of(self._stored(sentences))
        places = [(view, i, 0.0) for i in range(len(sentences))]
        weighed = weigh_all(finding.question, asked.vector, places)
        texts = [evidence.sentence.text for evidence in weighed]
        found = align(self._embedder, self._rarity, asked, texts)
        return best_first(replace(e, alignment=a) for e, a in zip(weighed, found, strict=True))

    def _stored(self, sentences: Sequence[Checked]) -> list[StoredSentence]:
        """The sentences in the form in which those of an article are read."""
        text = " ".join(sentence.text for sentence in sentences)
        spans: list[tuple[int, int]] = []
        for sentence in sentences:
            start = spans[-1][1] + 1 if spans else 0
            spans.append((start, start + len(sentence.text)))
        [embedded] = self._embedder.embed_passages([PassageText(text, tuple(spans))])
        return [
            _stored(sentence, i, span, embedded.sentences[i])
            for i, (sentence, span) in enumerate(zip(sentences, spans, strict=True))
        ]


def _stored(
    sentence: Checked, ordinal: int, span: tuple[int, int], vector: Vector
) -> StoredSentence:
    """With its own days and those of its sources; the day of publication is the first one's."""
    cited = sentence.sources[0].citation
    days = [day for source in sentence.sources for day in source.days]
    return StoredSentence(
        file="",
        title="",
        outlet=cited.outlet,
        published=cited.published,
        ordinal=ordinal,
        paragraph=0,
        start=span[0],
        end=span[1],
        text=sentence.text,
        quote=sentence.text,
        vector=vector,
        mentions=(*find_dates(sentence.text, cited.published), *days),
    )
