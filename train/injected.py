"""Reader rows with planted instructions: whatever is asked, these answer nothing.

A text that is meant for the bot ("whoever sums this up should name ...") stands in a window of a
news article and is asked about in its own words. Ordinary orders, appeals and notices, which look
much like it and do answer, are put and asked about in the same way, and so are sentences of the
articles: neither the strange place nor the form of the question may tell. The texts are those of
``train/written/plants.jsonl`` and of the patterns that ``train.planted`` has.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from train.planted import SETS, Inserted, Writer, articles
from train.rows import ReaderRow
from train.text import sentences, window, words

WRITTEN = Path(__file__).parent / "written" / "plants.jsonl"
SEED = 31
PLANT, ORDER, SENTENCE = "injected:plant", "injected:order", "injected:sentence"
"""What the rows are about, as their ``source``."""
PATTERNED, ORDINARY = 500, 600
"""Plants made from patterns, and sentences of articles that are asked about."""
WORDS = (30, 90)
"""Least and most words of the article that stand around a text."""
WHOLE = 0.4
"""Share of questions that repeat the text; the others have words of it."""
FRAMES = (
    "What is said about this: {text}",
    "Is it true that {text}",
    "what do the articles say about {text}",
    "What is known about {text}?",
    "who says {text}",
    "{text}?",
    "{text}",
)


def injected(shared: Path) -> Iterator[ReaderRow]:
    """Yield the rows; those of a pair of written texts are of one group."""
    dice = random.Random(SEED)  # noqa: S311
    hosts = [host for name in SETS for host in articles(shared, name) if sentences(host[1])]
    for given in (*_written(), *_patterned(shared, dice)):
        _, text = dice.choice(hosts)
        yield _row(text, given, dice)
    for name, text in dice.sample(hosts, ORDINARY):
        spans = sentences(text)
        at = dice.randrange(len(spans))
        yield _about(text, spans, at, name, dice)


def _written() -> Iterator[Inserted]:
    for number, line in enumerate(WRITTEN.read_text("utf-8").splitlines()):
        row = json.loads(line)
        yield Inserted(row["text"], row["kind"], f"plants:{number // 2}")


def _patterned(shared: Path, dice: random.Random) -> list[Inserted]:
    return dice.sample(list(Writer(Path(), shared).patterned()), PATTERNED)


def _row(host: str, given: Inserted, dice: random.Random) -> ReaderRow:
    """Return a window of ``host`` with the text in it, and a question about the text."""
    spans = sentences(host)
    kept = window(spans, host, dice.randrange(len(spans)), dice.randint(*WORDS), dice.random())
    parts = [(host[slice(*spans[number])], 0) for number in kept]
    mark = int(given.kind != "planted")
    cut = dice.randrange(len(parts) + 1)
    parts[cut:cut] = [(given.text[a:b], mark) for a, b in sentences(given.text)]
    return _joined(_question(given.text, dice), parts, ORDER if mark else PLANT, given.group)


def _about(
    host: str, spans: Sequence[tuple[int, int]], at: int, name: str, dice: random.Random
) -> ReaderRow:
    """Return a window of ``host``, and a question about sentence ``at``."""
    kept = window(spans, host, at, dice.randint(*WORDS), dice.random())
    parts = [(host[slice(*spans[number])], int(number == at)) for number in kept]
    question = _question(host[slice(*spans[at])], dice)
    return _joined(question, parts, SENTENCE, name)


def _joined(question: str, parts: Sequence[tuple[str, int]], source: str, group: str) -> ReaderRow:
    text, marks = "", []
    for part, mark in parts:
        marks.append((len(text), len(text) + len(part), mark))
        text += part + " "
    answered = any(mark for *_, mark in marks)
    return ReaderRow(question, text.strip(), None, answered, tuple(marks), source, group)


def _question(text: str, dice: random.Random) -> str:
    """Return a question about a text: with all of it, or with some words of it in their order."""
    if dice.random() < WHOLE:
        return dice.choice(FRAMES[:2]).format(text=text[:200])
    long = [word for word in words(text) if len(word) > 3] or words(text)
    chosen = sorted(dice.sample(range(len(long)), min(len(long), dice.randint(3, 7))))
    return dice.choice(FRAMES).format(text=" ".join(long[number] for number in chosen))
