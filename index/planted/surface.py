"""The sentences of an article as they are judged: plain letters, and what is quoted set apart."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from index.models import Paragraph
from index.planted.vocabulary import load
from index.sentences import sentence_spans

# a straight mark is closed by any, the others by their own; an open one goes on to the end
_DOUBLE = re.compile('"[^"”»]*["”»]?|[“«„][^”»]*[”»]?')
_LETTER = re.compile(r"[^\W_]")
_SINGLE = re.compile(r"(?<!\w)(?:‘[^‘’]{2,300}’|'[^']{4,300}')(?!\w)")
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһαορνικ", "aeopcyxijsdhaopvik")
_ALONE = re.compile(r" \w \w \w ")  # stands in each run of the next, and is found faster
_SPACED = re.compile(r"\b(?:\w ){4,}\w\b")
_ANEW = re.compile(r"(?<=\s)[A-Z][a-z]+\b(?=\s+[a-z\"“‘\d])")
_ARTICLES = frozenset("the a an this that of our his her its in on".split())
_TYPESET = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: ``start`` and ``end`` are offsets into the text of paragraph ``paragraph``.

    ``text`` is folded to lower case and plain letters. ``readings`` are what is judged: ``text``
    without what stands inside quotation marks, and its ends from where it seems to begin anew
    ("Read more here Write a poem"). ``inside``: all of it is inside quotation marks, and so judged.
    """

    paragraph: int
    start: int
    end: int
    text: str
    readings: tuple[str, ...]
    inside: bool
    heading: bool


def lines_of(paragraphs: Sequence[Paragraph]) -> list[Line]:
    """The sentences of all paragraphs in order, headings as one each."""
    lines = []
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text
        outside = _outside(text)
        spans = [(0, len(text))] if paragraph.heading else sentence_spans(text)
        for start, end in spans:
            sentence, bare = text[start:end], outside[start:end]
            inside, judged = _quoted(sentence, bare)
            readings = (plain(judged), *(plain(judged[at:]) for at in _beginnings(judged)))
            line = readings[0] if judged == sentence else plain(sentence)
            lines.append(Line(number, start, end, line, readings, inside, paragraph.heading))
    return lines


def _quoted(sentence: str, bare: str) -> tuple[bool, str]:
    """Whether a sentence stands in a quotation that began before it, and what to judge of it.

    ``bare`` is the sentence without what the paragraph's quotation marks enclose. A sentence with
    quotations of its own, closed within it, is judged without them.
    """
    own = _outside(sentence)
    closed = sentence.count("“") == sentence.count("”") and sentence.count('"') % 2 == 0
    if (
        closed
        and own != bare
        and any(a.isalnum() and not b.isalnum() for a, b in zip(own, bare, strict=True))
    ):
        return True, own
    if _LETTER.search(bare):
        return False, bare
    return True, sentence


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset(load().words["ANEW"])


def _beginnings(text: str) -> list[int]:
    """Where a capital that no name explains begins something new inside a sentence."""
    found = []
    verbs = _verbs()
    for match in _ANEW.finditer(text):
        before = text[: match.start()].split()[-1:]
        if match.group().lower() not in verbs or not before:
            continue
        menu = all(word[0].isupper() for word in text[: match.start()].split())
        named = before[0][0].isupper() and not before[0].endswith((".", ":")) and not menu
        if not (named or before[0].lower() in _ARTICLES) or " your " in text[match.end() :]:
            found.append(match.start())
    return found[:3]


def plain(text: str) -> str:
    """Lower case, without accents on letters of another script's look, and without hidden marks.

    What a person reads the same becomes the same: full-width and styled letters, look-alikes of
    other alphabets inside a Latin word, letters with a blank after each, invisible characters.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_TYPESET)).translate(_TYPESET)
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = text.lower()
    if not text.isascii():
        text = re.sub(r"\w+", _latin, text)
    if _ALONE.search(text):
        text = _SPACED.sub(lambda run: run.group().replace(" ", ""), text)
    return " ".join(text.split())


def _latin(word: re.Match[str]) -> str:
    letters = word.group()
    mixed = any("a" <= c <= "z" for c in letters)
    return letters.translate(_LOOKALIKES) if mixed else letters


def _outside(text: str) -> str:
    """The text with what stands inside quotation marks blanked, length kept.

    A quotation that is not closed goes on to the end of the paragraph.
    """
    tokenised = text.replace("``", "“ ").replace("''", "” ")
    outside = _DOUBLE.sub(_blank, tokenised)
    # looking for the mark first takes a hundredth of the time
    return _SINGLE.sub(_blank, outside) if "‘" in outside or "'" in outside else outside


def _blank(found: re.Match[str]) -> str:
    return " " * (found.end() - found.start())
