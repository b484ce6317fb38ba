"""The sentences of a text that state something, and so can be checked."""

from __future__ import annotations

from index.english.sentences import sentence_spans

_MIN_WORDS = 3


def claims_in(text: str) -> list[str]:
    """Return the sentences of a text that state something: those of a few words, no questions."""
    sentences = (text[start:end] for start, end in sentence_spans(text))
    return [
        each
        for each in sentences
        if len(each.split()) >= _MIN_WORDS and not each.rstrip("”\"')").endswith("?")
    ]
