"""Forms of English verbs, as far as it takes to turn a question round."""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from index.language.thesaurus import read_lines

_DATA = files("index.followup") / "data"
_NOT_VERBS = frozenset(
    """about above absence absent again against ahead all also alert alive any around away back bad
    down due dead due fake false fatal good half head high illegal ill last late later less like
    likely near new off on out over own short up well""".split()
)


def read_words(name: str) -> list[str]:
    """The lines of one of this package's lists, without comments and empty ones."""
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@functools.cache
def _irregular() -> dict[str, tuple[str, str]]:
    rows = (line.split() for line in read_words("irregular.txt"))
    return {base: (past, participle) for base, past, participle in rows}


@functools.cache
def _bases() -> frozenset[str]:
    listed = {word for line in read_lines("verbs.txt") for word in line.replace(">", " ").split()}
    return frozenset(listed | set(_irregular())) - _NOT_VERBS


@functools.cache
def _base_of_irregular() -> dict[str, str]:
    return {form: base for base, pair in _irregular().items() for form in pair if form != base} | {
        "were": "be"
    }


def is_base(word: str) -> bool:
    """Whether a word in lower case can be the infinitive of a verb."""
    return word in _bases()


def base_of(word: str) -> str | None:
    """The infinitive of a past tense, a participle or a third person, or None."""
    if word in _base_of_irregular():
        return _base_of_irregular()[word]
    for pattern, ends in (
        (r"ied$", ("y",)),
        (r"(.)\1ed$", (r"\1", r"\1\1")),
        (r"ed$", ("", "e")),
        (r"ies$", ("y",)),
        (r"es$", ("e", "")),
        (r"s$", ("",)),
    ):
        if re.search(pattern, word):
            bases = [re.sub(pattern, end, word) for end in ends]
            return next((base for base in bases if is_base(base)), None)
    return None


def is_participle(word: str) -> bool:
    """Whether a word in lower case can follow a form of "be" or "have" as a verb."""
    if word.endswith("ing"):
        return len(word) > 4 and not is_base(word)
    irregular = _base_of_irregular().get(word)
    if irregular is not None:
        return _irregular()[irregular][1] == word
    return word in {p for _, p in _irregular().values()} or (
        word.endswith("ed") and (base_of(word) is not None or len(word) > 5)
    )


def past(base: str) -> str:
    """The past tense."""
    if base in _irregular():
        return _irregular()[base][0]
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    if base.endswith("e"):
        return base + "d"
    return _doubled(base) + "ed"


def participle(base: str) -> str:
    """The past participle."""
    return _irregular()[base][1] if base in _irregular() else past(base)


def gerund(base: str) -> str:
    """The form in -ing."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


_DOUBLING = frozenset("admit commit permit submit omit refer prefer transfer occur regret".split())


def _doubled(base: str) -> str:
    """The stem before an ending with a vowel: stop, stopp-; cancel, cancell-; visit, visit-."""
    short = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", base)
    doubles = short or base in _DOUBLING or re.search(r"[aeiou]l$", base)
    return base + base[-1] if doubles and not re.search(r"[aeiou]{2}l$", base) else base
