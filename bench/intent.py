"""The kind of a message: accuracy per kind, and the share of questions of fact mistaken.

``python -m bench intent`` needs no DATA: the messages are in ``bench/data/intent``, in an open
half, which may be looked at, a held half, of which only totals are ever printed, and "unseen",
written by somebody who had seen neither the training lines nor these, after the weights were made,
"later", written by another hand before further lines were learned from, "last" and "newest", before
more of them were, and "corrections": what people type after a slip of their own, and what looks
like it.
Also printed is how many messages in other languages, and how many in English, are told as such.
With ``--out``, the mistakes on the open half are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.corpus import rows, write_rows
from index.embedding.local_model import LocalEmbedding, PassageText
from index.query.intent.classifier import intent_classifier
from index.query.intent.kinds import KINDS
from index.query.language import ENGLISH, language_of

DATA = Path(__file__).parent / "data" / "intent"
HALVES = ("open", "held", "unseen", "later", "last", "newest", "corrections")
PARTS = ("all", *KINDS, "facts mistaken", "sent right", "messages")
READ = frozenset({"fact", "claim", "comparison"})
"""Kinds that the reader answers, all in the same way."""


def run(data: Path | None, out: Path | None) -> int:
    """Print a line for each kind, with the sets side by side."""
    folder = data or DATA
    embedder = LocalEmbedding()
    found = {half: classified(embedder, rows(folder / half / "messages.jsonl")) for half in HALVES}
    figures = {half: shares(found[half]) for half in HALVES}
    print(f"{'':16}" + "".join(f"{half:>13}" for half in HALVES))
    for part in PARTS:
        print(f"{part:16}" + "".join(f"{_shown(figures[half].get(part)):>13}" for half in HALVES))
    for half in HALVES[:2]:
        print(f"languages {half}: " + languages(rows(folder / half / "languages.jsonl")))
    write_rows(out, (row for row in found["open"] if row["kind"] != row["found"]))
    return 0


def classified(
    embedder: LocalEmbedding, messages: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the messages with the kind that was "found"."""
    texts = [PassageText(row["text"]) for row in messages]
    told = intent_classifier()
    return [
        row | {"found": told.classify(row["text"], embedded.vector).kind}
        for row, embedded in zip(messages, embedder.embed_passages(texts), strict=True)
    ]


def shares(found: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return the share of right ones among all and of each kind, and that of facts mistaken.

    "sent right" counts a message as right, too, if the same part of the bot answers both kinds.
    """
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for row in found:
        right["all"].append(row["kind"] == row["found"])
        right[row["kind"]].append(row["kind"] == row["found"])
    figures = {kind: sum(hits) / len(hits) for kind, hits in right.items()}
    sent = [row["kind"] == row["found"] or {row["kind"], row["found"]} <= READ for row in found]
    return figures | {
        "facts mistaken": 1 - figures["fact"],
        "sent right": sum(sent) / len(sent),
        "messages": float(len(found)),
    }


def languages(messages: Sequence[dict[str, Any]]) -> str:
    """Return how many messages in other languages, and how many in English, are told as such."""
    told = [language_of(row["text"]) == ENGLISH for row in messages]
    english = [row["language"] == ENGLISH for row in messages]
    others = sum(not e and not t for t, e in zip(told, english, strict=True))
    own = sum(e and t for t, e in zip(told, english, strict=True))
    return f"{others} of {len(english) - sum(english)} others, {own} of {sum(english)} English ones"


def _shown(value: float | None) -> str:
    if value is None:  # no such message in the set
        return "-"
    return f"{value:.1%}" if value <= 1 else f"{value:.0f}"
