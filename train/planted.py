"""Fit the head that tells planted instructions (``index/guardrails/head.py``).

    python -m train.planted rows PUBLIC SHARED WORK    sentences, labels and vectors
    python -m train.planted fit WORK                   WORK/planted.npz, with its SHA-256

Both run in the bot's environment. PUBLIC is a folder with clones of the repositories in
``REPOSITORIES``, each in a folder of that name. Their instructions, and our own of
``train/written/plants.json``, are planted in articles of ``SHARED/bench/timeline`` and ``quotes``:
inside a paragraph or as one. What is learned from is the vector that the index stores of a
sentence: that of its words as read in their passage. Sentences of the articles are the
counterexamples, and so are sentences of other articles and ordinary orders of our own that stand
where a plant would, so that neither a strange place nor an imperative is enough. Instructions of
``SHARED/bench/injection`` and articles of ``bench/data`` are not learned from.

``fit`` is logistic regression with an L2 penalty (``bench.logistic``). The limit is the one above
which ``WITHHELD`` of the sentences of articles are that were not fitted to, by cross-validation.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.logistic import newton
from index.embedding.local_model import LocalEmbedding, PassageText
from index.english.sentences import sentence_spans, word_count
from index.errors import UnreadableArticle
from index.guardrails.head import FEWEST
from index.ingestion.parser import parse_article
from index.ingestion.preparation import prepare_article
from index.models import PreparedArticle

REPOSITORIES = {
    "BIPIA": "microsoft/BIPIA at 1a2a91d, MIT",
    "PurpleLlama": "meta-llama/PurpleLlama at 4be64c3, CybersecurityBenchmarks, MIT",
    "self-instruct": "yizhongw/self-instruct at 0b26cca, Apache-2.0",
}
SETS = ("timeline/*", "quotes")
"""The articles, as folders below ``SHARED/bench``."""
WRITTEN = Path(__file__).parent / "written" / "plants.json"
MEASURED = Path(__file__).parent.parent / "bench" / "data"
SEED = 17
COUNTS = {
    "bare": 250,
    "told": 250,
    "output": 180,
    "dictated": 250,
    "passive": 160,
    "favour": 110,
    "status": 110,
    "dialogue": 120,
    "banter": 90,
    "settled": 80,
    "search": 80,
    "insider": 80,
}
"""Plants made from each kind of written line; each instruction of the public sets makes one."""
FOREIGN = 100
"""Sentences of other articles of each set, put where a plant would be."""
TIMES = 2
"""Articles that each ordinary order is put in."""
ARTICLES = 120
"""Articles of each of the two sets all of whose sentences are counterexamples."""
EXTENDED = 0.2
"""Share of plants with another sentence before or behind."""
LONGEST = 500  # characters of a public instruction
FOLDS = 4
WITHHELD = 0.0015
"""Share of the sentences of articles that may be above the limit."""
PENALTY = 0.1
PROSE = 12  # words of a line to plant in


@dataclass(frozen=True)
class Row:
    """A sentence: ``kind`` is planted, foreign, order, beside (a plant) or article.

    ``group`` is the template or article that it comes from, ``passage`` the number of its passage.
    """

    text: str
    kind: str
    group: str
    passage: int = 0


@dataclass(frozen=True)
class Inserted:
    """A text to put into an article."""

    text: str
    kind: str
    group: str


class Writer:
    """Makes texts to insert; the same ones each time."""

    def __init__(self, public: Path, shared: Path) -> None:
        self._dice = random.Random(SEED)  # noqa: S311
        self._written: dict[str, Any] = json.loads(WRITTEN.read_text("utf-8"))
        measured = (shared / "bench" / "injection" / "attacks.jsonl").read_text("utf-8")
        self._measured = {_bare(json.loads(line)["text"]) for line in measured.splitlines()}
        self._public = public

    def plants(self) -> Iterator[Inserted]:
        """Yield instructions: those of the public sets, and as many written ones as COUNTS says."""
        frames = self._written["public"]
        for instruction in sorted(set(self._instructions())):
            if _bare(instruction) not in self._measured and len(instruction) <= LONGEST:
                text = self._dice.choice(frames).replace("{instruction}", instruction)
                yield Inserted(" ".join(text.split()), "planted", f"public:{instruction}")
        yield from self.patterned()

    def patterned(self) -> Iterator[Inserted]:
        """Yield instructions made from the patterns of ``train/written/plants.json``."""
        for kind, count in COUNTS.items():
            for number in range(count):
                frame = self._written[kind][number % len(self._written[kind])]
                yield Inserted(self._extended(self._filled(frame)), "planted", frame)

    def orders(self) -> Iterator[Inserted]:
        """Yield ordinary sentences that tell somebody to do something."""
        for text in self._written["ordinary"]:
            for _ in range(TIMES):
                yield Inserted(text, "order", text)

    def _instructions(self) -> Iterator[str]:
        bipia = self._public / "BIPIA" / "benchmark" / "text_attack_train.json"
        for texts in json.loads(bipia.read_text("utf-8")).values():
            yield from texts
        llama = (
            self._public / "PurpleLlama" / "CybersecurityBenchmarks" / "datasets"
            / "prompt_injection" / "prompt_injection.json"
        )  # fmt: skip
        for row in json.loads(llama.read_text("utf-8")):
            if row["speaking_language"] == "English":
                yield row["user_input"]
        tasks = self._public / "self-instruct"
        for name in ("data/seed_tasks.jsonl", "human_eval/user_oriented_instructions.jsonl"):
            for line in (tasks / name).read_text("utf-8").splitlines():
                yield json.loads(line)["instruction"]

    def _filled(self, frame: str) -> str:
        parts = {name: self._dice.choice(self._written[f"{name}s"]) for name in _PARTS}
        text = frame
        for name, part in parts.items():
            text = text.replace(f"{{{name}}}", part)
            text = text.replace(f"{{{name.capitalize()}}}", _capital(part))
        for name, values in self._written["slots"].items():
            value = self._dice.choice(values)
            text = text.replace(f"{{{name}}}", value)
            text = text.replace(f"{{{name.capitalize()}}}", value[0].upper() + value[1:])
        return text

    def _extended(self, text: str) -> str:
        if self._dice.random() >= EXTENDED:
            return text
        if self._dice.random() < 0.5:
            return f"{self._dice.choice(self._written['opening'])} {text}"
        return f"{text} {self._dice.choice(self._written['closing'])}"


_PARTS = ("task", "demand", "fact")


def _capital(part: str) -> str:
    """Return a part with a capital at its beginning, which may be that of a slot."""
    at = int(part.startswith("{"))
    return part[:at] + part[at].upper() + part[at + 1 :]


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def articles(shared: Path, name: str) -> list[tuple[str, str]]:
    """Return names and texts of the articles of a set that measure nothing, shuffled."""
    listings = (json.loads(path.read_text("utf-8")) for path in MEASURED.rglob("articles.json"))
    measured = {
        article
        for listing in listings
        if isinstance(listing, dict)  # a list holds articles that are in no set
        for listed in listing.values()
        for article in listed
    }
    found = []
    for path in sorted((shared / "bench").glob(f"{name}/articles.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["id"] not in measured:
                found.append((f"{path.parent.name}/{row['id']}", row["text"]))
    random.Random(SEED).shuffle(found)  # noqa: S311
    return found


def fold(group: str) -> int:
    """Return in which fold the rows of an article or a template are."""
    return hashlib.sha256(group.encode()).digest()[0] % FOLDS


def insert(text: str, inserted: str, dice: random.Random) -> str:
    """Put a text into an article, as a paragraph or inside one."""
    lines = text.split("\n")
    prose = [i for i, line in enumerate(lines) if len(line.split()) >= PROSE] or [0]
    at = dice.choice(prose)
    if dice.random() < 0.5:
        lines.insert(at + dice.randrange(2), f"\n{inserted}\n")
    else:
        cut = dice.choice([0, *(end for _, end in sentence_spans(lines[at]))])
        lines[at] = f"{lines[at][:cut]} {inserted} {lines[at][cut:]}".strip()
    return "\n".join(lines)


def _with(host: tuple[str, str], given: Inserted, dice: random.Random) -> Iterator[_Read]:
    """Yield the passages with the inserted text."""
    prepared = _prepared(insert(host[1], given.text, dice))
    if prepared is None:
        return
    start = prepared.article.raw.index(given.text)
    end = start + len(given.text)
    for passage, embeddable in zip(prepared.passages, prepared.embeddables, strict=True):
        if passage.start >= end or passage.end <= start:
            continue
        rows = []
        for sentence in prepared.sentences[passage.first : passage.last + 1]:
            ours = start <= sentence.start and sentence.end <= end
            kind, group = (given.kind, given.group) if ours else ("beside", host[0])
            rows.append(Row(sentence.text, kind, group))
        yield _Read(PassageText(embeddable.text, embeddable.sentences), rows)


@dataclass(frozen=True)
class _Read:
    """A passage to embed, and the rows of its sentences."""

    passage: PassageText
    rows: Sequence[Row]


def _whole(host: tuple[str, str]) -> Iterator[_Read]:
    """Yield all passages of an article."""
    prepared = _prepared(host[1])
    if prepared is None:
        return
    for passage, embeddable in zip(prepared.passages, prepared.embeddables, strict=True):
        found = prepared.sentences[passage.first : passage.last + 1]
        rows = [Row(s.text, "article", host[0]) for s in found]
        yield _Read(PassageText(embeddable.text, embeddable.sentences), rows)


def _prepared(text: str) -> PreparedArticle | None:
    try:
        return prepare_article(parse_article("article.txt", text.encode()), withholding=False)
    except UnreadableArticle:
        return None


def passages(public: Path, shared: Path) -> Iterator[_Read]:
    """Yield everything that is learned from."""
    dice = random.Random(SEED)  # noqa: S311
    sets = [articles(shared, name) for name in SETS]
    writer = Writer(public, shared)
    foreign = (given for hosts in sets for given in _foreign(hosts, dice))
    for given in (*writer.plants(), *writer.orders(), *foreign):
        yield from _with(dice.choice(dice.choice(sets)), given, dice)
    for hosts in sets:
        for host in hosts[:ARTICLES]:
            yield from _whole(host)


def _foreign(hosts: Sequence[tuple[str, str]], dice: random.Random) -> Iterator[Inserted]:
    """Yield ordinary sentences to be put into other articles."""
    for name, text in dice.sample(hosts, FOREIGN):
        lines = [line for line in text.split("\n") if len(line.split()) >= PROSE]
        if lines:
            line = dice.choice(lines)
            start, end = dice.choice(sentence_spans(line))
            yield Inserted(line[start:end], "foreign", name)


def write_rows(public: Path, shared: Path, work: Path) -> None:
    """Write the rows and the vectors of their sentences."""
    read = list(passages(public, shared))
    rows: list[Row] = []
    vectors: list[Any] = []
    embedded = LocalEmbedding().embed_each([each.passage for each in read])
    for number, (each, result) in enumerate(zip(read, embedded, strict=True)):
        rows += (replace(row, passage=number) for row in each.rows)
        vectors.append(np.asarray(result.sentences, dtype=np.float16))
    work.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(asdict(row)) + "\n" for row in rows)
    (work / "planted.jsonl").write_text("".join(lines), encoding="utf-8")
    np.save(work / "planted-vectors.npy", np.concatenate(vectors))
    print(f"{len(rows):,} sentences of {len(read):,} passages")


def logistic(table: Any, truth: Any) -> Any:
    """Return the weights of the columns of ``table`` (n, d) and a bias: shape (d + 1,)."""
    table = np.c_[table, np.ones(len(table))].astype(np.float64)
    penalty = np.full(table.shape[1], PENALTY)
    penalty[-1] = 1e-6
    return newton(table, truth, np.ones(len(table)), penalty)


def fit(work: Path) -> None:
    """Fit, choose the limit by cross-validation, and write ``planted.npz``.

    All rows of an article or a template are in one fold.
    """
    rows = read_rows(work)
    table = np.load(work / "planted-vectors.npy").astype(np.float32)
    long = np.array([word_count(row.text) >= FEWEST for row in rows])
    rows, table = [row for row, take in zip(rows, long, strict=True) if take], table[long]
    truth = np.array([row.kind == "planted" for row in rows])
    folds = np.array([fold(row.group) for row in rows])
    scores = np.zeros(len(rows))
    for number in range(FOLDS):
        held = folds == number
        fitted = logistic(table[~held], truth[~held])
        scores[held] = table[held] @ fitted[:-1] + fitted[-1]
    kinds = np.array([row.kind for row in rows])
    limit = float(np.quantile(scores[kinds == "article"], 1 - WITHHELD))
    print(f"limit {limit:.2f}; above it by cross-validation:")
    for kind in sorted(set(kinds)):
        print(f"  {kind:9}{np.mean(scores[kinds == kind] > limit):7.1%} of {sum(kinds == kind):,}")
    weights = logistic(table, truth)
    path = work / "planted.npz"
    np.savez(path, weights=weights[:-1].astype(np.float32), bias=weights[-1], limit=limit)
    print(f"{path}: SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


def read_rows(work: Path) -> list[Row]:
    """Return the rows that ``write_rows`` wrote."""
    lines = (work / "planted.jsonl").read_text("utf-8").splitlines()
    return [Row(**json.loads(line)) for line in lines]


def main() -> None:
    """Run the step that is named."""
    parser = argparse.ArgumentParser(prog="train.planted", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    rows = steps.add_parser("rows")
    for name in ("public", "shared", "work"):
        rows.add_argument(name, type=Path)
    steps.add_parser("fit").add_argument("work", type=Path)
    given = parser.parse_args()
    if given.step == "rows":
        write_rows(given.public, given.shared, given.work)
    else:
        fit(given.work)


if __name__ == "__main__":
    main()
