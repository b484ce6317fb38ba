"""The weights for questions in other languages than English, which the multilingual model reads.

The best of the skimmed sentences are compared with the question by that model, and ordered by its
cosine and by the words that they share with the question. The cosine of the best one decides. The
weights were fitted by ``train.cross_lingual`` on the open questions of ``bench/data/languages``.
"""

from __future__ import annotations

from index.answering.calibration import LinearModel

COMPARED = 30
"""Sentences that are compared with a question, the best of those that were skimmed."""
RANK = LinearModel({"meaning": 80.0, "cover": 8.0})
"""Orders the sentences. The softmax of its scores is the probability that one answers best."""
ANSWERS = LinearModel({"meaning": 32.5}, bias=-27.62)
"""Gives the probability that the best sentence answers."""
THRESHOLD, SURE = 0.31, 0.5
"""The probabilities from which on an answer is given, and given without a word of doubt. At the
threshold, as many questions that have no answer are refused as without the multilingual model."""
UNSPACED_THRESHOLD = 0.5
"""The same for scripts without spaces, where all cosines are higher: those of questions that have
nothing to do with the articles reach 0.834 in Chinese, and 0.817 in the languages with spaces.
"""
NOUNS_HAVE_CAPITALS = frozenset({"de"})
"""Languages in which a capital does not make a word a name."""
