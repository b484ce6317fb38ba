"""The base forms and the irregular past forms of verbs, from the word lists."""

from __future__ import annotations

import functools

from index.english.word_lists import (
    IRREGULAR_VERBS,
    PHRASES,
    SPELLINGS,
    VERBS,
    parse_group,
    read_lines,
)

_ALWAYS_VERBS = ("ise", "ize", "yse", "yze")
"""Endings of words with two spellings that only verbs have: "finalise", "finalize"."""
_SHORTEST = 3
"""The fewest letters of a past form; shorter ones ("am", "is") are told by others."""


@functools.cache
def base_forms() -> frozenset[str]:
    """Return the base forms of the listed verbs: "say", "go", "finalise"."""
    groups = (parse_group(line) for line in read_lines(VERBS, PHRASES))
    heads = {word.partition("_")[0] for group in groups for word in group.heads}
    irregular = {base for base, _ in _irregular()}
    spelled = {word for line in read_lines(SPELLINGS) for word in line.split()}
    return frozenset(heads | irregular | {w for w in spelled if w.endswith(_ALWAYS_VERBS)})


@functools.cache
def past_forms() -> frozenset[str]:
    """Return irregular past tenses and participles ("went", "gone"), without those that are
    spelled like a base form ("put").
    """
    words = {form for _, others in _irregular() for form in others} - base_forms()
    return frozenset(
        word for word in words if len(word) >= _SHORTEST and not word.endswith(("s", "ing"))
    )


def is_past(word: str) -> bool:
    """Return whether a word is a past tense or a participle: "went", "closed", not "feed"."""
    return word in past_forms() or (word.endswith("ed") and word not in base_forms())


def _irregular() -> list[tuple[str, list[str]]]:
    """Return the base form of each irregular verb and its other forms."""
    lines = (line.replace(">", " ").split() for line in read_lines(IRREGULAR_VERBS))
    return [(base, others) for base, *others in lines]
