"""The parts of the method, each of which can be left out to measure its effect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimelineOptions:
    """How days are ranked and sentences selected. The defaults are those of the product.

    Ranking of days, by date-wise counts after Gholipour Ghalandari and Ifrim, "Examining the
    State-of-the-Art in News Timeline Summarization" (ACL 2020):

    - ``relevant``: a sentence counts by its relevance to the theme instead of 1;
    - ``naming``: weight of articles that name the day; ``looking_back``: of sentences of later
      articles that name it; ``publishing``: of articles published that day;
    - ``rise``: share of the rise from the day before to the day after that is added, because
      reports increase from the day of an event and fade slowly.

    Selection of sentences, by similarity to centroids of word vectors:

    - ``theme``: weight of similarity to the whole coverage, next to similarity to the day;
    - ``clear``: multiply by how well the sentence is understood on its own;
    - ``reported``: also use undated sentences of articles published that day, if another article
      of that day says nearly the same;
    - ``support``: weight of the logarithm of the number of articles that report the same;
    - ``apart``: two entries of a day must be less similar than this cosine;
    - ``damping``: exponent of the inverse document frequency.
    """

    relevant: bool = True
    naming: float = 1.0
    looking_back: float = 1.0
    publishing: float = 0.1
    rise: float = 0.2
    theme: float = 1.0
    clear: bool = True
    reported: bool = True
    support: float = 0.3
    apart: float = 0.4
    damping: float = 0.5


PRODUCT = TimelineOptions()
