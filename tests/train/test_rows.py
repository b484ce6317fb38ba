"""Training rows are what they say they are; nothing here needs PyTorch."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

from train.data import HeldOut, load
from train.rows import EntailmentRow, ReaderRow, read, write
from train.sources import ENTAILMENT, LEFT_OUT, READER
from train.synthetic import Pool, claims, unanswerable
from train.text import sentences, window

PASSAGE = (
    "Anna Lind, the mayor of Harlow, opened the new bridge on Monday in front of a large crowd. "
    "The government paid 40 million euros for the bridge, which took three years to build. "
    "Peter Novak, a fisherman from Lisbon, said that the ferry had always been late in winter."
)
OTHERS = (
    "In Madrid, Maria Costa met Paul Weber on Tuesday. The opposition refused 12 offers.",
    "John Smith left Oslo and flew to Vienna, where Clara Roth had waited for 30 hours.",
)


def test_sets_that_are_left_out_are_not_learned_from() -> None:
    used = {source.name for source in (*READER, *ENTAILMENT)}
    assert used
    left_out = {name for names in LEFT_OUT for name in names.split(", ")}
    assert "anli_dev" in left_out
    assert not used & left_out


def test_a_held_out_paragraph_is_never_a_training_row(tmp_path: Path) -> None:
    source = READER[0]
    held = {"question": "Who opened the bridge?", "context": PASSAGE, "answerable": True}
    for name in ("abstention/dev.jsonl", "support/qags.jsonl", "support/wice.jsonl"):
        path = tmp_path / "bench" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(held))
    raws = [
        {"question": q, "context": c, "answers": [{"text": "Anna Lind", "start": 0}], "group": c}
        for q, c in (("Who?", PASSAGE), ("Who left?", OTHERS[1] + " " + OTHERS[0]))
    ]
    folder = tmp_path / "train"
    path = folder / f"{source.name}.jsonl.gz"
    path.parent.mkdir(parents=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(raw) + "\n" for raw in raws)
    kept = load(folder, source, HeldOut(tmp_path / "bench"), set())
    assert [raw["question"] for raw in kept] == ["Who left?"]


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    rows = [
        ReaderRow("Who?", PASSAGE, (0, 9), True, ((0, 90, 1),), "set", "group"),
        EntailmentRow("A claim.", PASSAGE, "supported", "set", "group"),
    ]
    assert write(tmp_path / "rows.jsonl", rows) == 2
    assert list(read(tmp_path / "rows.jsonl")) == rows


def test_a_window_holds_the_sentence_it_is_made_around() -> None:
    spans = sentences(PASSAGE)
    assert len(spans) == 3
    for keep in range(3):
        assert keep in window(spans, PASSAGE, keep, limit=20, lean=0.5)


def test_a_made_question_differs_and_has_no_answer() -> None:
    row = ReaderRow("When did Anna Lind open the bridge?", PASSAGE, (0, 9), True, (), "s", "g")
    pool = Pool((PASSAGE, *OTHERS))
    made = [unanswerable(row, pool, random.Random(seed)) for seed in range(20)]
    found = [each for each in made if each is not None]
    assert found
    for each in found:
        assert each.question != row.question
        assert each.answer is None
        assert not each.answered


def test_a_made_claim_is_true_or_has_one_change() -> None:
    pool = Pool((PASSAGE, *OTHERS))
    rows = [
        row for seed in range(30) for row in claims(PASSAGE, "s", "g", pool, random.Random(seed))
    ]
    assert {"supported", "contradicted"} <= {row.label for row in rows}
    copies = {PASSAGE[slice(*span)] for span in sentences(PASSAGE)}
    assert any(row.claim in copies for row in rows if row.label == "supported")
    for row in rows:
        if row.label == "contradicted":
            assert row.claim not in copies
