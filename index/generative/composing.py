"""The text of an answer and its citations, from the sentences that may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.generative.checking import Checked
from index.models import Citation, Draft


def compose(sentences: Iterable[Checked]) -> Draft:
    """Citations are numbered from 1 in the order in which the text comes to them."""
    numbers: dict[int, int] = {}
    citations: list[Citation] = []
    text = ""
    for sentence in sentences:
        markers = ""
        for source in sentence.sources:
            if source.number not in numbers:
                numbers[source.number] = len(numbers) + 1
                number = numbers[source.number]
                citations.append(replace(source.citation, number=number))
            markers += f"[{numbers[source.number]}]"
        joint = "" if not text else "\n" if sentence.opens else " "
        text += f"{joint}{sentence.text} {markers}"
    return Draft(text, tuple(citations))
