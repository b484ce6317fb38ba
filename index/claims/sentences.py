"""The sentences of a text that state something, and so can be checked."""

from __future__ import annotations

import re

from index.english.sentences import sentence_spans

_MIN_WORDS = 3
_WRAPPED = re.compile(r"\n(?=[a-z])")
_LIST_MARK = re.compile(r"^(?:[-*•–+>]|\d{1,2}[.)])\s+")


def claims_in(text: str) -> list[str]:
    """Return the sentences of a text that state something: those of a few words, no questions.

    A line, such as a headline or an item of a list, ends a sentence, unless the next one goes on in
    small letters.
    """
    whole = _WRAPPED.sub(" ", "\n".join(line.strip() for line in text.splitlines()))
    lines = [_LIST_MARK.sub("", line) for line in whole.splitlines()]
    sentences = (line[start:end] for line in lines for start, end in sentence_spans(line))
    return [
        each
        for each in sentences
        if len(each.split()) >= _MIN_WORDS and not each.rstrip("”\"')").endswith("?")
    ]
