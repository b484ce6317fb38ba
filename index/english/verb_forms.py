"""The base forms and the irregular past forms of verbs, from the word lists."""

from __future__ import annotations

import functools

from index.english.word_lists import FORMS, PHRASES, parse_group, read_lines

_SHORTEST = 2
"""Letters beyond which a past form is looked at: shorter ones are other words."""


@functools.cache
def base_forms() -> frozenset[str]:
    """Return the verbs of the word lists in their base forms, and what looks like one of them."""
    groups = [parse_group(line) for line in read_lines("verbs.txt", PHRASES)]
    irregular = (line.replace(">", " ").split()[0] for line in read_lines(*FORMS))
    heads = {word.partition("_")[0] for each in groups for word in each.heads}
    return frozenset(heads | set(irregular))


@functools.cache
def past_forms() -> frozenset[str]:
    """Return the irregular past forms of verbs, without those that are base forms, too."""
    forms = (line.replace(">", " ").split()[1:] for line in read_lines(*FORMS))
    words = {word for each in forms for word in each if word.isalpha() and len(word) > _SHORTEST}
    return frozenset(word for word in words - base_forms() if not word.endswith(("s", "ing")))
