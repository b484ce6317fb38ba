"""From the public sets to `train.jsonl` and `dev.jsonl`.

    python -m train.data SHARED WORK [--seed 14]

SHARED holds `train/` and `bench/`, WORK gets `rows/`. Rows that share thirteen words with a
measuring set, or whose question or claim stands in one, are dropped; so are doubles. One group in
thirty (a paragraph, a claim with its variants) goes to the dev file, with everything made from it.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import json
import math
import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from train import rows as row_files
from train.rows import EntailmentRow, ReaderRow, Row
from train.sources import ENTAILMENT, READER, Source
from train.synthetic import Pool, claims, typed, unanswerable
from train.text import sentences, shingles, window, words

Raw = dict[str, Any]

READ_WORDS = (35, 90)
"""Least and most words of a passage: most rows are short, because a run has time for so many
tokens, not rows. Rows with and without an answer are cut alike: length must tell nothing."""
JUDGED_WORDS = 85
"""Words of the passages of sets in which people say that there is no answer."""
JUDGED = {"squad2_dev_part", "squad_pieces", "timesensitiveqa", "condaqa"}
EVIDENCE_WORDS = 110
"""Words of evidence; from longer ones the sentences nearest the claim are taken."""
DEV_SHARE = 30
LABELS = {"supported": "supported", "contradicted": "contradicted", "unsupported": "not_stated"}
JUDGED_BINARY = {
    "bump",
    "falke_pairs",
    "xsumfaith",
    "factcg_doc",
    "factcheck_gpt",
    "qa_feedback",
    "begin",
    "alexa_dialog",
    "med",
}
"""Sets whose "unsupported" covers what is contradicted too."""
NEWS = {"bump", "xsumfaith"}
"""Sets whose evidence is whole news articles: made claims are written over these."""


class HeldOut:
    """What the measuring sets say, to keep it out of training."""

    def __init__(self, bench: Path) -> None:
        self._passages: set[int] = set()
        self._texts: set[str] = set()
        for path in ("abstention/dev.jsonl", "support/qags.jsonl", "support/wice.jsonl"):
            for line in (bench / path).read_text(encoding="utf-8").splitlines():
                raw = json.loads(line)
                evidence = raw.get("evidence") or [raw.get("context") or raw["article"]]
                self._passages |= shingles(" ".join(evidence))
                text = raw.get("question") or raw.get("claim") or raw.get("sentence") or ""
                self._texts.add(" ".join(words(text)))

    def __contains__(self, raw: Raw) -> bool:
        text = raw.get("question") or raw.get("claim") or ""
        passage = raw.get("context") or raw.get("evidence") or raw.get("sentence") or ""
        return " ".join(words(text)) in self._texts or not self._passages.isdisjoint(
            shingles(passage)
        )


def load(folder: Path, source: Source, held_out: HeldOut, seen: set[str]) -> list[Raw]:
    """The rows of a set that are neither doubles (over all sets) nor held out."""
    kept = []
    with gzip.open(folder / f"{source.name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            raw: Raw = json.loads(line)
            passage = raw.get("context") or raw.get("evidence") or raw.get("sentence") or ""
            key = " ".join(words(raw.get("question") or raw["claim"]) + words(passage)[:40])
            if key not in seen and raw not in held_out:
                seen.add(key)
                kept.append(raw)
    return kept


def reader_row(raw: Raw, source: str, rng: random.Random) -> ReaderRow | None:
    """A row of a question set, its passage cut to a window; None if the answer cannot be kept."""
    text, answers = raw["context"], raw.get("answers", [])
    spans = sentences(text)
    group = " ".join(words(text)[:12])
    if not spans:
        return None
    limit = JUDGED_WORDS if source in JUDGED else rng.randint(*READ_WORDS)
    if answers:
        start = answers[0]["start"]
        keep = next((i for i, (a, b) in enumerate(spans) if a <= start < b), -1)
        if keep < 0:
            return None
    else:
        aim = set(words(raw["question"]))
        shared = [len(aim & set(words(text[a:b]))) for a, b in spans]
        keep = shared.index(max(shared))
    chosen = window(spans, text, keep, limit, rng.random())
    offset, end = spans[chosen[0]][0], spans[chosen[-1]][1]
    answer = None
    if answers:
        length = len(answers[0]["text"])
        answer = (answers[0]["start"] - offset, answers[0]["start"] - offset + length)
        if answer[1] > end - offset or end - offset > 1200:
            return None
    answered = bool(answers) or "yesno" in raw
    marks = []
    for number in chosen:
        left, right = spans[number][0] - offset, spans[number][1] - offset
        hit = int(left < answer[1] and answer[0] < right) if answer else -int(answered)
        marks.append((left, right, hit))
    passage = text[offset:end]
    return ReaderRow(raw["question"], passage, answer, answered, tuple(marks), source, group)


def selection_rows(raws: list[Raw], source: str, rng: random.Random) -> list[ReaderRow]:
    """Passages put together from the sentences of a sentence-selection set, in their order."""
    groups: dict[str, list[Raw]] = defaultdict(list)
    for raw in raws:
        groups[raw["group"]].append(raw)
    made = []
    for group, parts in groups.items():
        hits = [i for i, raw in enumerate(parts) if raw["label"]]
        if not hits:
            continue
        text, spans = "", []
        for raw in parts:
            spans.append((len(text), len(text) + len(raw["sentence"])))
            text += raw["sentence"] + " "
        limit = rng.randint(*READ_WORDS)
        chosen = window(spans, text, rng.choice(hits), limit, rng.random())
        offset, end = spans[chosen[0]][0], spans[chosen[-1]][1]
        marks = tuple((spans[i][0] - offset, spans[i][1] - offset, int(i in hits)) for i in chosen)
        passage = text[offset:end]
        made.append(ReaderRow(parts[0]["question"], passage, None, True, marks, source, group))
    return made


class Nearest:
    """The passage of a set that shares most with a question, by summed inverse frequency."""

    def __init__(self, passages: Iterable[ReaderRow]) -> None:
        self._rows = list({row.passage: row for row in passages}.values())
        self._bags = [set(words(row.passage)) for row in self._rows]
        counts = Counter(word for bag in self._bags for word in bag)
        self._weight = {w: math.log(len(self._bags) / c) for w, c in counts.items()}
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, bag in enumerate(self._bags):
            for word in sorted(bag):
                if counts[word] < 0.1 * len(self._bags):
                    self._where[word].append(number)

    def wrong(self, row: ReaderRow) -> ReaderRow | None:
        """`row` with the nearest passage that has neither its answer nor its own opening."""
        scores: dict[int, float] = defaultdict(float)
        for word in sorted(set(words(row.question))):
            for number in self._where.get(word, ()):
                scores[number] += self._weight[word]
        gold = row.passage[slice(*row.answer)].lower() if row.answer else ""
        for number in heapq.nlargest(6, scores, key=scores.__getitem__):
            other = self._rows[number]
            if other.group != row.group and (not gold or gold not in other.passage.lower()):
                marks = tuple((a, b, 0) for a, b, _ in other.sentences)
                source = f"nearest:{row.source}"
                return ReaderRow(row.question, other.passage, None, False, marks, source, row.group)
        return None


def without_answer(row: ReaderRow) -> ReaderRow | None:
    """`row` with its answering sentence taken out; None if the answer stands elsewhere too."""
    if not row.answer or len(row.sentences) < 3:
        return None
    gold = row.passage[slice(*row.answer)].lower()
    rest = [row.passage[a:b] for a, b, hit in row.sentences if not hit]
    if len(rest) < 2 or gold in " ".join(rest).lower():
        return None
    text, marks = "", []
    for part in rest:
        marks.append((len(text), len(text) + len(part), 0))
        text += part + " "
    source = f"removed:{row.source}"
    return ReaderRow(row.question, text.strip(), None, False, tuple(marks), source, row.group)


def nearest_sentences(evidence: str, claim: str, limit: int) -> str:
    """At most about `limit` words of `evidence`: its sentences nearest `claim`, in their order,
    each with the one before it while there is room."""
    if len(evidence.split()) <= limit:
        return evidence
    spans = sentences(evidence)
    aim = set(words(claim))
    overlap = [
        len(aim & set(words(evidence[a:b]))) / (5 + len(evidence[a:b].split())) ** 0.5
        for a, b in spans
    ]
    room, chosen = limit, set[int]()
    for number in sorted(range(len(spans)), key=lambda i: -overlap[i]):
        for near in (number, number - 1):
            size = len(evidence[slice(*spans[near])].split()) if near >= 0 else limit
            if near >= 0 and near not in chosen and size <= room:
                chosen.add(near)
                room -= size
        if room < 8:
            break
    return " ".join(evidence[slice(*spans[i])] for i in sorted(chosen)) or evidence[: limit * 6]


def entailment_row(raw: Raw, source: str) -> EntailmentRow:
    """A row of an entailment set, its evidence cut to what is nearest the claim."""
    label = LABELS[raw["label"]]
    if label == "not_stated" and source in JUDGED_BINARY:
        label = "not_supported"
    evidence = nearest_sentences(raw["evidence"].strip(), raw["claim"], EVIDENCE_WORDS)
    return EntailmentRow(
        raw["claim"].strip(), evidence, label, source, " ".join(words(raw["evidence"])[:12])
    )


def _take(found: list[Raw], source: Source, rng: random.Random) -> list[Raw]:
    """At most `source.rows` at random: people's no-answer rows first, three in five supported
    where a set is uneven."""
    rng.shuffle(found)
    if source.name == "squad_pieces":
        found.sort(key=lambda raw: bool(raw["answers"]))
    if source.name == "xsumfaith":
        good = [raw for raw in found if raw["label"] == "supported"]
        found = good + [raw for raw in found if raw["label"] != "supported"]
    if source.name == "begin":
        found = [raw for raw in found if raw["how"].startswith("wow")]
    return found[: source.rows]


def reader_rows(shared: Path, held_out: HeldOut, rng: random.Random) -> list[ReaderRow]:
    """All reader rows: people's, those with the nearest wrong passage, and the made ones."""
    seen: set[str] = set()
    by_set: dict[str, list[ReaderRow]] = {}
    for source in READER:
        found = load(shared / "train/qa", source, held_out, seen)
        if source.name == "selqa":
            made = selection_rows(found, source.name, rng)
            rng.shuffle(made)
            by_set[source.name] = made[: source.rows]
        else:
            read = (reader_row(raw, source.name, rng) for raw in _take(found, source, rng))
            by_set[source.name] = [row for row in read if row] * source.times
    people = [row for rows in by_set.values() for row in rows]
    pool = Pool(row.passage for row in people)
    result = list(people)
    for rows in by_set.values():
        nearest = Nearest(rows)
        for row in dict.fromkeys(rows):
            chance = rng.random()
            made_row: ReaderRow | None = None
            if not row.answered:
                continue
            if chance < 0.22:
                made_row = nearest.wrong(row)
            elif chance < 0.30:
                made_row = without_answer(row)
            elif chance < 0.55 and row.answer:
                made_row = unanswerable(row, pool, rng)
            if made_row:
                result.append(made_row)
    return [
        replace(row, question=typed(row.question, rng)) if rng.random() < 0.25 else row
        for row in result
    ]


def entailment_rows(shared: Path, held_out: HeldOut, rng: random.Random) -> list[EntailmentRow]:
    """All entailment rows: people's, and claims made over news and encyclopedia passages."""
    seen: set[str] = set()
    result: list[EntailmentRow] = []
    articles: dict[str, str] = {}
    for source in ENTAILMENT:
        found = load(shared / "train/support", source, held_out, seen)
        if source.name in NEWS:
            articles.update({raw["evidence"]: source.name for raw in found})
        result += [
            entailment_row(raw, source.name) for raw in _take(found, source, rng)
        ] * source.times
    return result + made_claims(shared, articles, held_out, rng)


def made_claims(
    shared: Path, articles: dict[str, str], held_out: HeldOut, rng: random.Random
) -> list[EntailmentRow]:
    """Claims written over windows of `articles` and of some encyclopedia passages."""
    wiki = Source("squad11_trainval", 0, "", "")
    for raw in load(shared / "train/qa", wiki, held_out, set())[:700]:
        articles.setdefault(raw["context"], "wikipedia")
    pool = Pool(articles)
    made = []
    for text, source in articles.items():
        spans, group = sentences(text), " ".join(words(text)[:12])
        for _ in range({"bump": 6, "xsumfaith": 3}.get(source, 1)):
            limit = rng.choice([30, 45, 70, 100])
            chosen = window(spans, text, rng.randrange(len(spans)), limit, rng.random())
            passage = text[spans[chosen[0]][0] : spans[chosen[-1]][1]]
            if len(passage.split()) < 150:
                made += claims(passage, source, group, pool, rng)
    return made


def is_dev(row: Row) -> bool:
    """Whether the group of `row` belongs to the dev file: the same whatever else is taken."""
    return zlib.crc32(row.group.encode()) % DEV_SHARE == 0


def main() -> None:
    """Build both files and print what they hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--seed", type=int, default=14)
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311
    held_out = HeldOut(options.shared / "bench")
    found: list[Row] = list(reader_rows(options.shared, held_out, rng))
    found += entailment_rows(options.shared, held_out, rng)
    rng.shuffle(found)
    folder = options.work / "rows"
    row_files.write(folder / "train.jsonl", (r for r in found if not is_dev(r)))
    row_files.write(folder / "dev.jsonl", (r for r in found if is_dev(r)))
    for name in ("train", "dev"):
        counts: Counter[str] = Counter()
        for row in row_files.read(folder / f"{name}.jsonl"):
            mark = row.label if isinstance(row, EntailmentRow) else f"answered={row.answered}"
            counts[f"{row.source} {mark}"] += 1
        print(name, sum(counts.values()))
        for key, count in sorted(counts.items()):
            print(f"  {count:6,} {key}")


if __name__ == "__main__":
    main()
