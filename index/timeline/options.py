"""The parts of the method, each of which can be left out to measure what it is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimelineOptions:
    """How days are ranked and sentences chosen. The defaults are the product's.

    Ranking of days, by date-wise counts after Gholipour Ghalandari and Ifrim, "Examining the
    State-of-the-Art in News Timeline Summarization" (ACL 2020):

    - ``relevant``: a sentence counts by its nearness to the theme instead of 1;
    - ``naming``: articles that name the day; ``looking_back``: sentences of later articles that
      name it; ``publishing``: articles that came out that day;
    - ``rise``: share of the step from the day before to the day after that is added, because
      news grows from the day of an event and wanes into its echo.

    Choosing sentences, by nearness to centroids of word vectors:

    - ``theme``: weight of nearness to the whole coverage, beside nearness to the day;
    - ``clear``: multiply by how well the sentence stands alone;
    - ``reported``: let undated sentences of the day's own articles speak where another article
      of that day says nearly the same;
    - ``support``: how much it counts that other articles report the same, by their number's
      logarithm;
    - ``apart``: two entries of a day are less alike than this cosine;
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
