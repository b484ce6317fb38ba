"""Follow-ups: how often a question that leans on others before it is answered rightly.

DATA is the folder of the measuring sets; ``bench/data/followups`` holds conversations. Two sets
have an open half that may be fitted on and a held half of which only the total is printed
(``later`` was written after ``conversations`` had been fitted on). In a third one, ``talks``, by
another hand and only reported, a third of the questions have no answer, and each is written out as
well; the reader has learned from other questions about some of its articles. Answers are sentences
of articles by reference, as in ``bench.fresh``.

Each turn is asked with the conversation before it, whose answers are the right ones. It is counted
whether the right sentence is in the first statement, whether it is in any, and whether the question
is refused. Questions of ``talks`` are also asked written out, alone: one that is then answered
rightly is understood if it is in the conversation, too.

The whole of a conversation is about one article, which is kinder to a search that prefers the
article quoted last than people are; how much that preference costs where the subject changes is
measured as well, by questions of ``bench.fresh`` asked behind another one.

With ``--out``, the turns of the open half that are not answered rightly are written.
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
from index.config import LanguageModel
from index.models import Answer, Citation, Statement, Turn

FOLDER = Path(__file__).parent / "data" / "followups"
WORLD = Path(__file__).parent.parent / "train" / "written" / "world" / "articles.jsonl"
NAMES, TALKS = ("conversations", "later"), "talks"
SOURCES = {
    "flu": "timeline/H1N1/articles.jsonl",
    "haiti": "timeline/haiti/articles.jsonl",
    "oil": "timeline/bpoil/articles.jsonl",
    "politics": "quotes/articles.jsonl",
    "well": "timeline/bpoil/articles.jsonl",
    "port": "timeline/haiti/articles.jsonl",
    "race": "quotes/articles.jsonl",
}


def run(data: Path, out: Path | None) -> int:
    """Print the shares of each half of each set."""
    return measure(data, out)


def measure(data: Path, out: Path | None, language_model: LanguageModel | None = None) -> int:
    """Like ``run``; a language model rewrites, answers and judges if one is given."""
    articles = of_sets(data, SOURCES, FOLDER / "articles.json")
    sets, fresh = Coverages(articles | {"world": list(rows(WORLD))}), FreshCoverages(data)
    sets.language_model = fresh.language_model = language_model
    turns = list(_all_turns(sets))
    answers = asyncio.run(_answers(sets, turns))
    missed = []
    for name, half in (*itertools.product(NAMES, HALVES), (TALKS, "")):
        asked = [answers[each] for each in turns if (each.name, each.half) == (name, half)]
        print(f"{name:14}{half:6}{_shares([each.typed for each in asked])}")
        if half == "open":
            missed += [each.row for each in asked if not any(each.typed.right)]
    _print_talks([answers[each] for each in turns if each.name == TALKS])
    asyncio.run(_elsewhere(fresh))
    write_rows(out, missed)
    return 0


@dataclass(frozen=True, eq=False)
class Leaning:
    """A turn of a conversation of the set ``name``, with those before it, oldest first."""

    name: str
    half: str
    talk: str
    coverage: str
    row: dict[str, Any]
    history: tuple[Turn, ...]


@dataclass(frozen=True)
class Answered:
    """What a turn was answered; ``written_out`` where it was also asked written out, alone."""

    turn: Leaning
    typed: Asked
    written_out: Asked | None

    @property
    def row(self) -> dict[str, Any]:
        """The turn as it is written with ``--out``."""
        before = self.turn.history[-1].question
        return {"id": self.turn.talk, "before": before, "asked": self.turn.row["question"]}


def _all_turns(sets: Coverages) -> Iterator[Leaning]:
    """Yield the turns that have others before them."""
    for name, half in (*itertools.product(NAMES, HALVES), (TALKS, "")):
        for talk in rows(FOLDER / half / f"{name}.jsonl"):
            history: list[Turn] = []
            for turn in talk["turns"]:
                if turn.get("talk"):
                    continue  # replies leave small talk out of the history
                if history:
                    yield Leaning(name, half, talk["id"], talk["coverage"], turn, tuple(history))
                history.append(_turn(sets, talk["coverage"], turn["question"], turn["answer"]))


async def _answers(sets: Coverages, turns: Sequence[Leaning]) -> dict[Leaning, Answered]:
    found = {}
    async for name, coverage in sets.indexed():
        for each in turns:
            if each.coverage != name:
                continue
            row = each.row
            gold = [sets.place(name, where) for where in row["answer"]]
            typed = Asked(row, gold, await coverage.ask(row["question"], history=each.history))
            out = Asked(row, gold, await coverage.ask(row["full"])) if "full" in row else None
            found[each] = Answered(each, typed, out)
    return found


def _print_talks(answered: Sequence[Answered]) -> None:
    """Print what the third set tells: questions written out, and those without an answer."""
    out = [each.written_out for each in answered if each.written_out is not None]
    print(f"{'written out':20}{_shares(out)}")
    for label, hits in (("first", _first), ("shown", _shown)):
        right = [each for each in answered if each.written_out and hits(each.written_out)]
        understood = [hits(each.typed) for each in right]
        print(f"{'':20}of those right when written out ({label}), {_share(understood)} understood")
    for label, asked in (("typed", [each.typed for each in answered]), ("written out", out)):
        others = [each.answer for each in asked if not each.gold]
        print(
            f"{'':20}{len(others):4} without an answer, {label}: "
            f"refused {_share([not answer.answered for answer in others])}, "
            f"answered without doubt {_share([_is_sure(answer) for answer in others])}"
        )


def _is_sure(answer: Answer) -> bool:
    return answer.answered and not answer.doubtful


def _first(asked: Asked) -> bool:
    return asked.right[:1] == [True]


def _shown(asked: Asked) -> bool:
    return any(asked.right)


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
        print(f"fresh questions, {label}: {_shares(found)}")


def _shares(asked: Sequence[Asked]) -> str:
    """The shares of the questions that have an answer."""
    found = [each for each in asked if each.gold]
    refused = _share([not each.answer.answered for each in found])
    return (
        f"{len(found):4} asked: right first {_share(list(map(_first, found)))}, "
        f"shown {_share(list(map(_shown, found)))}, refused {refused}"
    )


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / max(1, len(hits)):.1%}"


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
