"""The statements of an answer and its citations, from the sentences that may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.generative.checking import Checked
from index.models import Citation, Draft, Statement


def compose(sentences: Iterable[Checked]) -> Draft:
    """Citations are numbered from 1 in the order in which the text comes to them."""
    numbers: dict[int, int] = {}
    citations: list[Citation] = []
    statements: list[Statement] = []
    for sentence in sentences:
        for source in sentence.sources:
            if source.number not in numbers:
                numbers[source.number] = len(numbers) + 1
                number = numbers[source.number]
                citations.append(replace(source.citation, number=number))
        cited = tuple(numbers[source.number] for source in sentence.sources)
        statements.append(Statement(sentence.text, cited, opens=sentence.opens))
    return Draft(tuple(statements), tuple(citations))
