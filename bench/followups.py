"""Follow-ups: the share of turns of a conversation that are understood.

DATA is the folder of the measuring sets; ``bench/data/followups`` holds the conversations, an open
half that may be fitted on and a held half of which only the total is printed. Answers are sentences
of articles by reference, as in ``bench.fresh``. A turn is understood if the question, rewritten by
rules, has all words of "must" (alternatives are separated by "|") and none of "must_not". A turn
that is marked as "talk" is small talk, which is no topic. With ``--out``, the turns of the open
half that are not understood are written.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from bench.corpus import rows, write_rows
from bench.fresh import HALVES, Coverages
from index.models import Citation, Statement, Turn
from index.query.followup.rewriter import standalone_question

FOLDER = Path(__file__).parent / "data" / "followups"
SOURCES = {"oil": "timeline/bpoil/articles.jsonl", "haiti": "timeline/haiti/articles.jsonl"}


def run(data: Path, out: Path | None) -> int:
    """Print the share of each half."""
    sets = Coverages(data, SOURCES, FOLDER / "articles.json")
    told = {half: understood(sets, rows(FOLDER / half / "conversations.jsonl")) for half in HALVES}
    for half, turns in told.items():
        hits = [turn["understood"] for turn in turns]
        print(f"{half:6}{sum(hits):4} of {len(hits)} turns understood: {sum(hits) / len(hits):.1%}")
    write_rows(out, (turn for turn in told["open"] if not turn["understood"]))
    return 0


def understood(sets: Coverages, talks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the turns with something to understand, each "rewritten" and "understood" or not."""
    found = []
    for talk in talks:
        history: list[Turn] = []
        for turn in talk["turns"]:
            asked = turn["question"]
            if turn.get("talk"):
                continue  # replies leave small talk out of the history
            rewritten = standalone_question(asked, history)
            if turn["must"] or turn["must_not"]:
                hit = is_understood(rewritten, turn["must"], turn["must_not"])
                row = {"id": talk["id"], "asked": asked, "rewritten": rewritten}
                found.append(row | {"must": turn["must"], "understood": hit})
            history.append(_turn(sets, talk["coverage"], rewritten, turn["answer"]))
    return found


def is_understood(rewritten: str, must: list[str], must_not: list[str]) -> bool:
    """Return whether a question has all words that it must have, and none that it must not."""
    text = f" {rewritten.lower()} "
    has = all(any(word.lower() in text for word in each.split("|")) for each in must)
    return has and not any(word.lower() in text for word in must_not)


def _turn(sets: Coverages, coverage: str, question: str, answer: list[list[Any]]) -> Turn:
    """The turn as the bot would have answered it with these sentences."""
    citations = []
    for number, where in enumerate(answer, 1):
        place = sets.place(coverage, where)
        day = place.published
        citations.append(_citation(number, place.file, place.text, day, where))
    statements = tuple(Statement(c.shown, (c.number,)) for c in citations)
    return Turn(question, statements, tuple(citations))


def _citation(number: int, file: str, text: str, day: str, where: list[Any]) -> Citation:

    shown = " ".join(text.split())
    published = dt.date.fromisoformat(day)
    return Citation(number, file, file, None, published, where[1], where[2], text, shown)
