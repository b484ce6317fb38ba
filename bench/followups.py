"""Follow-ups: the share of turns of a conversation that are understood.

DATA is the folder of the measuring sets; ``bench/data/followups`` holds two sets of conversations
(``later`` was written when the rules had been fitted on ``conversations``), each with an open half
that may be fitted on and a held half of which only the total is printed. Answers are sentences of
articles by reference, as in ``bench.fresh``. A turn is understood if the question, rewritten by
rules, has all words of "must" (alternatives are separated by "|") and none of "must_not". A turn
that is marked as "talk" is small talk, which is no topic.

Then each turn is asked with the conversation before it, over 120 articles a coverage, and it is
counted whether the right sentence is in the first statement, whether it is in any, and whether the
question is refused. The whole of a conversation is about one article, which is kinder to a search
that prefers the article quoted last than people are; how much that preference costs where the
subject changes is measured as well, by questions of ``bench.fresh`` asked behind another one.

With ``--out``, the turns of the open half that are not understood or not answered are written.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import rows, write_rows
from bench.fresh import HALVES, Coverages, FreshCoverages, of_half, of_sets
from bench.questions import Asked
from index.models import Citation, Statement, Turn
from index.query.followup.rewriter import standalone_question

FOLDER = Path(__file__).parent / "data" / "followups"
NAMES = ("conversations", "later")
SOURCES = {
    "flu": "timeline/H1N1/articles.jsonl",
    "haiti": "timeline/haiti/articles.jsonl",
    "oil": "timeline/bpoil/articles.jsonl",
    "politics": "quotes/articles.jsonl",
}


def run(data: Path, out: Path | None) -> int:
    """Print the shares of each half of each set."""
    sets = Coverages(of_sets(data, SOURCES, FOLDER / "articles.json"))
    found = [
        Turned(name, half, talk["id"], talk["coverage"], turn, tuple(history), rewritten)
        for name, half in itertools.product(NAMES, HALVES)
        for talk in rows(FOLDER / half / f"{name}.jsonl")
        for turn, history, rewritten in _turns(sets, talk)
    ]
    answers = asyncio.run(_answers(sets, found))
    missed = []
    for name, half in itertools.product(NAMES, HALVES):
        turned = [each for each in found if (each.name, each.half) == (name, half)]
        hits = [each.understood for each in turned if each.understood is not None]
        print(f"{name:14}{half:6}{sum(hits):4} of {len(hits)} understood: {_share(hits)}")
        asked = [answers[each] for each in turned if each.history]
        firsts, shown, refused = zip(*asked, strict=True)
        print(
            f"{'':20}{len(asked):4} asked: right first {_share(firsts)}, shown {_share(shown)}, "
            f"refused {_share(refused)}"
        )
        for each in turned:
            if half == "open" and (each.understood is False or not answers[each][1]):
                missed.append(each.missed | {"first": answers[each][0], "shown": answers[each][1]})
    asyncio.run(_elsewhere(FreshCoverages(data)))
    write_rows(out, missed)
    return 0


@dataclass(frozen=True, eq=False)
class Turned:
    """A turn of a conversation of the set ``name``, with the turns before it, oldest first."""

    name: str
    half: str
    talk: str
    coverage: str
    row: dict[str, Any]
    history: tuple[Turn, ...]
    rewritten: str

    @property
    def understood(self) -> bool | None:
        """Whether it was, None where nothing is to be understood."""
        must, must_not = self.row["must"], self.row["must_not"]
        return is_understood(self.rewritten, must, must_not) if must or must_not else None

    @property
    def missed(self) -> dict[str, Any]:
        """The turn as it is written with ``--out``."""
        asked = self.row["question"]
        return {"id": self.talk, "asked": asked, "rewritten": self.rewritten} | {
            "must": self.row["must"],
            "understood": self.understood,
        }


def _turns(
    sets: Coverages, talk: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], list[Turn], str]]:
    """Yield the turns with those before them, which were answered rightly, and rewritten."""
    history: list[Turn] = []
    for turn in talk["turns"]:
        if turn.get("talk"):
            continue  # replies leave small talk out of the history
        rewritten = standalone_question(turn["question"], history)
        yield turn, list(history), rewritten
        history.append(_turn(sets, talk["coverage"], rewritten, turn["answer"]))


async def _answers(
    sets: Coverages, found: Sequence[Turned]
) -> dict[Turned, tuple[bool, bool, bool]]:
    """Ask each turn; return whether the right sentence is first, is shown, and is refused."""
    told = {}
    async for name, coverage in sets.indexed():
        for each in found:
            if each.coverage == name:
                answer = await coverage.ask(each.row["question"], history=each.history)
                gold = [sets.place(name, where) for where in each.row["answer"]]
                asked = Asked(each.row, gold, answer)
                told[each] = asked.right[:1] == [True], any(asked.right), not answer.answered
    return told


async def _elsewhere(sets: FreshCoverages) -> None:
    """Print how questions fare behind a question about something else."""
    alone, behind = [], []
    async for name, coverage in sets.indexed():
        asked = [r for r in of_half("questions", "open") if r["coverage"] == name and r["gold"]]
        for row, other in zip(asked, asked[1:] + asked[:1], strict=True):
            gold = [sets.place(name, where) for where in row["gold"]]
            before = [_turn(sets, name, other["question"], other["gold"][:2])]
            question = row["question"]
            alone.append(Asked(row, gold, await coverage.ask(question)))
            behind.append(Asked(row, gold, await coverage.ask(question, history=before)))
    for label, found in (("alone", alone), ("behind another", behind)):
        firsts = [each.right[:1] == [True] for each in found]
        shown = [any(each.right) for each in found]
        print(f"fresh questions, {label}: right first {_share(firsts)}, shown {_share(shown)}")


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / max(1, len(hits)):.1%}"


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
