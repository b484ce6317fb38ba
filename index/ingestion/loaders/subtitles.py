"""Subtitles (SubRip and WebVTT): what is said, without the numbers and times around it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from index.ingestion.block import ends_sentence
from index.ingestion.loaders.source import Extracted, Source, in_sequence

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}")
_FIRST = re.compile(
    r"WEBVTT(?!\S)[ \t]*(?:[-–—][ \t]*)?(?P<title>[^\r\n]{0,300})"
    rf"|(?:\d{{1,6}}[ \t]*(?:\r\n|\r|\n))?{_TIMING.pattern}"
)
_TAG = re.compile(r"<[^<>\n]{0,100}>|\{\\[^{}\n]{0,100}\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,40})?\s+(?P<name>[^<>\n]{1,80})>")
_SPEAKER = re.compile(r"(?:[-–—]\s?(?=[^\W\d_a-z])|>{2,3}\s?)")
"""What stands before the words of somebody else."""
_SOUND = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|[♪♫#][^♪♫]*[♪♫#]?")
_LONG, _LONGEST = 400, 1_200  # characters of a paragraph that ends with a sentence, and of any


def read_subtitles(raw: str) -> Source | None:
    """Return what subtitles say as one article, in paragraphs; None for any other text.

    A new speaker begins a paragraph. Sounds in brackets are left out, and so is a line that is
    shown again because another appears below it.
    """
    first = _FIRST.match(raw.lstrip("\ufeff \t\r\n"))
    if first is None:
        return None
    told = [""]
    last = voice = ""
    for line in _shown_lines(raw.splitlines()):
        named = _VOICE.search(line)
        words = html.unescape(_TAG.sub("", line)).strip()
        if not words or words == last or _SOUND.fullmatch(words):
            continue
        last = words
        mark = _SPEAKER.match(words)
        said = words[mark.end() :] if mark else words
        if named and named["name"] != voice:
            voice = named["name"]
            told.append(f"{voice}: {said}")
        elif mark or len(told[-1]) > (_LONG if ends_sentence(told[-1]) else _LONGEST):
            told.append(said)
        else:
            told[-1] = f"{told[-1]} {said}".lstrip()
    title = (first["title"] or "").strip()
    text = "\n\n".join(filter(None, told))
    return in_sequence([Extracted(text, "text", {"title": title} if title else {})])


def _shown_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that are shown: those between a line of times and the next empty line."""
    shown = False
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if _TIMING.match(line):
            shown = True
        elif not line.strip() or (line.strip().isdigit() and _TIMING.match(following)):
            shown = False
        elif shown:
            yield line
