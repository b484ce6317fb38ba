"""Tokens with offsets, folding, stems and stop words; also for scripts without spaces."""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import snowballstemmer

from index.english.letters import UNSPACED, without_accents

RUN = re.compile(f"[{UNSPACED}]+")
"""A run of letters of scripts without spaces between words, without punctuation."""

_HIRAGANA = re.compile("[\u3040-\u309f]")
_UNTELLING = re.compile(
    "[的了吗嗎呢吧么麼什谁誰哪何啥几幾怎是在和与與]|多少|如何|"  # Chinese, and what Japanese shares
    "누구|누가|무엇|언제|어디|어떻|떻게|얼마|어느|무슨|왜|몇|.[은는을를]"
)


def letter_pairs(run: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of every two neighbouring letters of a run, or of its only letter."""
    for start in range(max(1, len(run) - 1)):
        yield start, min(start + 2, len(run))


def may_carry_topic(pair: str) -> bool:
    """Return whether a letter pair may be a content word: no particle, no part of a question word.

    Japanese writes endings and particles in hiragana; the few content words that are all hiragana
    are lost with them.
    """
    return not (_HIRAGANA.search(pair) or _UNTELLING.search(pair))


def is_unreadable(text: str) -> bool:
    """Return whether most of a text is in these scripts, which the local model cannot read.

    The model was trained on English: all sentences in these scripts look alike to it.
    """
    letters = sum(map(str.isalnum, text))
    return 2 * sum(len(run) for run in RUN.findall(text)) > letters


_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S., a.m.
    r"|\$?\d+(?:[.,:]\d+)*%?"  # 78%, 3.5, $20, 10:35
    r"|\w+(?:['’]\w+)*"  # words, contractions and possessives; a hyphen parts words
)
_PLAIN = {
    "ł": "l", "ø": "o", "ǿ": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i",
    "ß": "ss", "æ": "ae", "ǽ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip
_LETTERS = str.maketrans(
    _PLAIN | {"ẞ": "SS"} | {a.upper(): b.title() for a, b in _PLAIN.items() if a not in "ßı"}
)
"""How English writes letters that Unicode does not decompose."""


class _Stemmers(threading.local):
    """A stemmer for each thread: one keeps the word it works on, and mixes up words of two."""

    def __init__(self) -> None:
        self.porter = snowballstemmer.stemmer("porter")


_STEMMERS = _Stemmers()

STOP_WORDS = frozenset(
    """a about above after again against all also am among an and any are as at be because been
    before being below between both but by can could d did do does doing done down during each
    few for from further had has have having he her here hers herself him himself his how i if in
    into is it its itself just ll m may me might more most must my myself no nor not now of off on
    once only or other our ours ourselves out over own re s same shall she should so some such t
    than that the their theirs them themselves then there these they this those through to too
    under until up upon us ve very was we were what when where whether which while who whom whose
    why will with within without would you your yours yourself yourselves""".split()
)
"""Words without topic. They never count for or against an answer."""

NEGATIONS = frozenset(
    "not no never n't none nor neither without cannot nobody nothing nowhere".split()
)


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """A word at ``text[start:end]``. ``folded`` is used for comparison, ``stem`` for matching.

    Never changed, but not frozen: that would make it four times as slow to make, and an article has
    a thousand.
    """

    text: str
    start: int
    end: int
    folded: str
    stem: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def content(self) -> bool:
        """Whether it is a content word."""
        if self.folded == "us":
            return self.text.isupper()
        return _topical(self.folded)


@functools.lru_cache(maxsize=65536)  # called for tens of thousands of tokens per question
def _topical(folded: str) -> bool:
    """Return whether a folded word is a content word."""
    if not any(map(str.isalnum, folded)):
        return False
    return may_carry_topic(folded) if RUN.match(folded) else folded not in STOP_WORDS


def tokenize(text: str) -> list[Token]:
    """Return all tokens of a text in order.

    They do not overlap, except in scripts without spaces, where every two neighbouring letters
    are a token.
    """
    found = []
    for start, end in _spans(text):
        word = text[start:end]
        folded = fold(word)
        found.append(Token(word, start, end, folded, stem(folded)))
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of the tokens."""
    at = 0
    for run in () if text.isascii() else RUN.finditer(text):
        yield from (match.span() for match in _TOKEN.finditer(text, at, run.start()))
        yield from (
            (run.start() + start, run.start() + end) for start, end in letter_pairs(run.group())
        )
        at = run.end()
    yield from (match.span() for match in _TOKEN.finditer(text, at))


def searchable_tokens(text: str) -> str:
    """Prepare a text for the full-text index, so that it finds the same words.

    The index removes accents itself, but does not know letters that Unicode does not decompose.
    """
    return RUN.sub(lambda run: f" {' '.join(_pairs(run.group()))} ", text.translate(_LETTERS))


def _pairs(run: str) -> Iterator[str]:
    return (fold(run[start:end]) for start, end in letter_pairs(run))


@functools.lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Fold case, accents, possessives, dots of abbreviations and "%"; "n't" becomes "not".

    Letters are written as in English, some as two (Łódź is lodz, Ærø aero), so a folded word may
    be longer and has no offsets. Transliterations that differ in a final -yy, -iy, -ij are the
    same: Zelensky, Zelenskyy, Zelenskiy. In scripts without spaces only the width is folded,
    because their marks make other letters and decomposed syllables are not words.
    """
    if RUN.search(word):
        return unicodedata.normalize("NFKC", word).casefold()
    plain = without_accents(word.replace("’", "'")).translate(_LETTERS)
    if plain.endswith("n't"):
        return "not"
    plain = re.sub(r"'s?$", "", plain)
    plain = re.sub(r"(?<=\d)%$", "", plain)
    if re.fullmatch(r"(?:[a-z]\.)+", plain):
        plain = plain.replace(".", "")
    return re.sub(r"(?<=sk)(?:yy|iy|yi|ij|ii)$", "y", plain)


@functools.lru_cache(maxsize=65536)
def stem(folded: str) -> str:
    """Return the Porter stem, as in the full-text index."""
    return str(_STEMMERS.porter.stemWord(folded))


def without_negations(text: str) -> str:
    """Return a text without its negations: "They will pay" for "They will not pay".

    Of a contraction the verb stays: "did" for "didn't".
    """
    for token in reversed(tokenize(text)):
        if token.folded in NEGATIONS:
            verb, shortened, _ = token.text.replace("’", "'").partition("n't")
            kept = _WHOLE.get(verb.lower(), verb) if shortened else ""
            kept = "can" if token.folded == "cannot" else kept
            text = (text[: token.start] + kept).rstrip() + text[token.end :]
    return text.strip()


_WHOLE = {"wo": "will", "ca": "can", "sha": "shall"}
"""What is left of these verbs before "n't" is no word."""
