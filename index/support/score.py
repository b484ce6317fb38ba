"""How much of a sentence the evidence bears out, as one number.

A logistic model of eight features. The weights were fitted on two public sets together, news
summaries and encyclopedia claims with what they were made from, each counting the same, and
rounded; ``python -m bench support`` fits them again and prints what they give on rows that they
were not fitted on. The intercept is where true and invented sentences about news part best.
"""

from __future__ import annotations

import math

from index.support.features import Features

INTERCEPT = -2.2
ENOUGH = 0.5


def score(found: Features) -> float:
    """From 0 to 1."""
    value = (
        INTERCEPT
        + 7.8 * found.path
        - 3.3 * found.met
        + 3.3 * found.near
        + 3.1 * found.runs
        - 1.9 * found.strange
        - 0.5 * found.missing
        - 1.5 * found.figures
        - 0.6 * found.problems
    )
    return 1 / (1 + math.exp(-value))
