"""Fit the classifier that tells what a message wants (``index/query/intent``).

    python -m train.intent rows SHARED WORK    in the bot's environment: examples and their vectors
    python -m train.intent fit WORK            in the training environment: WORK/weights.npz

The examples are public sets, with their labels mapped to our kinds, and our own
(``train/written/intents.jsonl``), whose {slots} are filled from ``intent_slots.json``, or whose
topics are named. A message of the measuring set (``bench/data/intent``) is never learned from.
``fit`` is multinomial logistic regression; thresholds on the probability of "fact" are chosen so
that at most ``MISTAKEN`` of the questions of fact count as something else, by cross-validation in
which all examples made from one written line stay together.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.query.intent.features import grams, words
from index.query.intent.kinds import KINDS

WRITTEN = Path(__file__).parent / "written"
MEASURED = Path(__file__).parent.parent / "bench" / "data" / "intent"
SEED = 15
COPIES = 6
"""Examples made from a written line with slots."""
KNOWN = 1200
"""Words that the n-grams tell apart."""
LEAST = 4
"""Examples that have a feature."""
FACTS, WRITTEN_TIMES = 3.0, 3.0
"""Weights of questions of fact and of written examples."""
PENALTY = 1e-5
STEPS = 40
FOLDS = 3
FRAMED = ("overview", "news", "about")
"""Kinds of which the topic is what their written lines do not say."""
MISTAKEN = 0.01

CLINC = {
    "greeting": "greeting",
    "thank_you": "thanks",
    "goodbye": "thanks",
    "what_can_i_ask_you": "help",
    "are_you_a_bot": "help",
    "who_made_you": "help",
    "what_is_your_name": "help",
    "who_do_you_work_for": "help",
    "repeat": "last",
}
CLINC_NONE = (
    "alarm timer play_music flip_coin roll_dice reminder make_call text smart_home change_volume "
    "shopping_list_update todo_list_update next_song uber book_flight restaurant_suggestion "
    "calculator tell_joke weather"
).split()
HWU = {
    "news_query": "news",
    "general_praise": "thanks",
    "general_repeat": "last",
    "qa_factoid": "fact",
}
HWU_NONE = (
    "alarm audio calendar iot play email lists takeaway cooking transport recommendation social"
).split()
SNIPS_NONE = ("PlayMusic", "AddToPlaylist", "BookRestaurant", "RateBook")
FACT_SETS = {
    "intent/trec_qc": 1500,
    "qa/nq_oracle": 1500,
    "qa/qed_nq": 500,
    "qa/yesno_boolq": 900,
    "qa/qamr": 1200,
    "qa/squad2_dev_part": 900,
    "qa/squad_sample900": 1200,
    "qa/squadshifts_reddit": 300,
    "qa/timesensitiveqa": 200,
}
KEYWORD_SETS = {"qa/nq_oracle": 1200, "qa/qamr": 900, "qa/squad_sample900": 900}
"""Sets whose questions are learned from once more, without the words that only ask."""
CLAIM_SETS = ("support/fever_dev", "support/fool_me_twice")
CLAIMS = 500
_ASKING = frozenset(
    """a an the of in on at to for from by with and or is are was were be been do does did has have
    had will would can could should that this these those it its his her their there as than which
    who whom whose what when where why how many much""".split()
)


@dataclass(frozen=True)
class Example:
    """A message and its kind; examples of one ``group`` stay together."""

    text: str
    kind: str
    group: str


class Maker:
    """Makes the examples, the same ones each time."""

    def __init__(self, shared: Path) -> None:
        self._shared = shared / "train"
        self._dice = random.Random(SEED)  # noqa: S311
        self._slots: dict[str, list[str]] = json.loads(
            (WRITTEN / "intent_slots.json").read_text("utf-8")
        )
        found = (row["claim"].strip() for name in CLAIM_SETS for row in self._rows(name))
        self._claims = [claim for claim in dict.fromkeys(found) if len(claim) < 110]

    def examples(self) -> list[Example]:
        """Return all examples, none of which is a message of the measuring set."""
        made = [
            *self._written(),
            *self._clinc(),
            *self._hwu(),
            *self._labelled("snips", {}, lambda label: 15 if label in SNIPS_NONE else 0),
            *self._facts(),
            *self._statements(),
        ]
        kept = {bare(row["text"]) for row in measured()} - {""}
        return [each for each in made if bare(each.text) not in kept]

    def _rows(self, name: str) -> list[dict[str, Any]]:
        with gzip.open(self._shared / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def _take(self, texts: Iterable[str], most: int) -> list[str]:
        found = list(dict.fromkeys(texts))
        self._dice.seed(SEED)
        self._dice.shuffle(found)
        return found[:most]

    def _written(self) -> Iterator[Example]:
        for line in (WRITTEN / "intents.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            self._dice.seed(f"{SEED} {row['text']}")  # a line more or less changes no other
            for _ in range(COPIES if "{" in row["text"] else 1):
                text = re.sub(r"\{(\w+?)2?\}", lambda m: self._fill(m[1]), row["text"])
                yield Example(text, row["kind"], "written:" + row["text"])

    def _fill(self, slot: str) -> str:
        if slot != "claim":
            return self._dice.choice(self._slots[slot])
        claim: str = self._dice.choice(self._claims).rstrip(".")
        return claim[0].lower() + claim[1:] if self._dice.random() < 0.5 else claim

    def _clinc(self) -> Iterator[Example]:
        yield from self._labelled("clinc150", CLINC, lambda x: 20 if x in CLINC_NONE else 0)

    def _hwu(self) -> Iterator[Example]:
        def others(label: str) -> int:
            return 10 if label.partition("_")[0] in HWU_NONE or label == "general_joke" else 0

        yield from self._labelled("hwu64", HWU, others)

    def _labelled(
        self, name: str, mapped: dict[str, str], others: Callable[[str], int]
    ) -> Iterator[Example]:
        """Up to 150 messages of each mapped label, and some of the ``others`` as "none"."""
        texts: dict[str, list[str]] = {}
        for row in self._rows(f"intent/{name}"):
            texts.setdefault(row["label"], []).append(row["text"])
        for label, found in sorted(texts.items()):
            most = 150 if label in mapped else others(label)
            for text in self._take(found, most):
                yield Example(text, mapped.get(label, "none"), text)

    def _facts(self) -> Iterator[Example]:
        for name, most in FACT_SETS.items():
            asked = (row.get("text", row.get("question", "")).strip() for row in self._rows(name))
            for text in self._take((each for each in asked if 8 < len(each) < 140), most):
                typed = text.lower() if self._dice.random() < 0.6 else text
                typed = typed.rstrip("?. ") if self._dice.random() < 0.5 else typed
                yield Example(typed, "fact", text)
        for name, most in KEYWORD_SETS.items():
            for text in self._take((row["question"] for row in self._rows(name)), most):
                kept = [w for w in re.findall(r"[\w'-]+", text) if w.lower() not in _ASKING]
                if 1 <= len(kept) <= 6:
                    yield Example(" ".join(kept).lower(), "fact", text)

    def _statements(self) -> Iterator[Example]:
        for claim in self._take(self._claims, CLAIMS):
            typed = claim if self._dice.random() < 0.6 else claim.lower().rstrip(".")
            yield Example(typed, "claim", claim)


def measured() -> Iterator[dict[str, Any]]:
    """Yield the rows of the measuring sets."""
    for path in sorted(MEASURED.glob("*/messages.jsonl")):
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def bare(text: str) -> str:
    """Return a message in lower case, with nothing but its words."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def write_rows(shared: Path, work: Path) -> None:
    """Write the examples and their vectors; needs the product's embedding model."""
    from index.embedding.local_model import LocalEmbedding, PassageText

    examples = Maker(shared).examples()
    vectors = known_vectors(work)
    texts = [t for t in dict.fromkeys(each.text for each in examples) if t not in vectors]
    embedded = LocalEmbedding().embed_each([PassageText(text) for text in texts])
    vectors |= dict(zip(texts, (each.vector for each in embedded), strict=True))
    work.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(asdict(each)) + "\n" for each in examples)
    (work / "examples.jsonl").write_text("".join(lines), encoding="utf-8")
    np.save(work / "vectors.npy", np.stack([vectors[each.text] for each in examples]))
    counts = collections.Counter(each.kind for each in examples)
    print(f"{len(examples):,} examples: {dict(counts)}")


def known_vectors(work: Path) -> dict[str, Any]:
    """Return the vectors of an earlier run."""
    if not (work / "vectors.npy").exists():
        return {}
    lines = (work / "examples.jsonl").read_text("utf-8").splitlines()
    texts = (json.loads(line)["text"] for line in lines)
    return dict(zip(texts, np.load(work / "vectors.npy"), strict=True))


def known_words(examples: Sequence[Example]) -> frozenset[str]:
    """Return the words that most groups of examples have."""
    groups: dict[str, set[str]] = collections.defaultdict(set)
    for each in examples:
        for word in set(words(each.text)):
            groups[word].add(each.group)
    order = sorted(groups, key=lambda word: (-len(groups[word]), word))
    return frozenset(order[:KNOWN])


def frame_words() -> list[str]:
    """Return the words of written requests outside their slots and topics: what else a message has
    is its topic.

    Lines whose topics were named afterwards may say more than a request: of theirs, words count
    that two lines have.
    """
    counts: collections.Counter[str] = collections.Counter()
    sure: set[str] = set()
    for line in (WRITTEN / "intents.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] in FRAMED:
            text = re.sub(r"\{\w+\}('s)?", " ", row["text"])
            for topic in row.get("topics", ()):
                text = text.replace(topic, " ")
            found = {word for word in words(text) if word[0].isalpha()}
            counts.update(found)
            sure |= set() if "topics" in row else found
    return sorted(sure | {word for word, lines in counts.items() if lines > 1})


def fit(work: Path) -> None:
    """Fit, choose the threshold, and write ``weights.npz``."""
    from train.intent_fit import Bags, Fitted, fit_model, probabilities

    lines = (work / "examples.jsonl").read_text("utf-8").splitlines()
    examples = [Example(**json.loads(line)) for line in lines]
    known = known_words(examples)
    features = [grams(each.text, known) for each in examples]
    counts = collections.Counter(gram for found in features for gram in found)
    listed = sorted(gram for gram, n in counts.items() if n >= LEAST)
    places = {gram: i for i, gram in enumerate(listed)}
    bags = Bags(
        np.load(work / "vectors.npy"),
        [sorted(places[g] for g in found if g in places) for found in features],
    )
    kinds = np.array([KINDS.index(each.kind) for each in examples])
    weights = _weights(examples)
    folds = np.array([hashlib.sha256(e.group.encode()).digest()[0] % FOLDS for e in examples])
    shares = np.zeros((len(examples), len(KINDS)), dtype=np.float32)

    def fitted(rows: np.ndarray[Any, Any]) -> Fitted:
        return fit_model(
            bags.of(rows), kinds[rows], weights[rows], len(listed), penalty=PENALTY, steps=STEPS
        )

    for fold in range(FOLDS):
        held = np.flatnonzero(folds == fold)
        shares[held] = probabilities(fitted(np.flatnonzero(folds != fold)), bags.of(held))
    thresholds = _thresholds(shares, kinds)
    _report(shares, kinds, thresholds)
    model = fitted(np.arange(len(examples)))
    _write(work / "weights.npz", known, listed, model, thresholds)


def _weights(examples: Sequence[Example]) -> np.ndarray[Any, Any]:
    counts = collections.Counter(each.kind for each in examples)
    return np.array(
        [
            (FACTS if each.kind == "fact" else 1.0)
            * (WRITTEN_TIMES if each.group.startswith("written:") else 1.0)
            / counts[each.kind] ** 0.5
            for each in examples
        ],
        dtype=np.float32,
    )


def _thresholds(shares: np.ndarray[Any, Any], kinds: np.ndarray[Any, Any]) -> Any:
    """The probability of "fact" below which each other kind is believed; that of "fact" is 0.

    Each kind gains as much recall as it can at a price for each question of fact that is mistaken.
    The price is the lowest at which at most ``MISTAKEN`` of them are.
    """
    likeliest = 1 + shares[:, 1:].argmax(axis=1)
    sizes = np.bincount(kinds, minlength=len(KINDS))
    for price in np.geomspace(0.5, 200, 60):
        chosen = np.zeros(len(KINDS), dtype=np.float32)
        lost = 0.0
        for kind in range(1, len(KINDS)):
            rows = likeliest == kind
            share, right, fact = shares[rows, 0], kinds[rows] == kind, kinds[rows] == 0
            order = np.argsort(share)
            gain = np.cumsum(right[order] / sizes[kind] - price * fact[order] / sizes[0])
            if len(gain) and gain.max() > 0:
                last = int(gain.argmax())
                chosen[kind] = np.nextafter(share[order][last], np.float32(1))
                lost += float(fact[order][: last + 1].sum() / sizes[0])
        if lost <= MISTAKEN:
            break
    return chosen


def believed(shares: np.ndarray[Any, Any], thresholds: Any) -> Any:
    """Return the kind of each row."""
    likeliest = 1 + shares[:, 1:].argmax(axis=1)
    return np.where(shares[:, 0] < thresholds[likeliest], likeliest, 0)


def _report(shares: np.ndarray[Any, Any], kinds: np.ndarray[Any, Any], thresholds: Any) -> None:
    chosen = believed(shares, thresholds)
    print(f"cross-validated accuracy {np.mean(chosen == kinds):.3f}; recall, threshold:")
    for place, kind in enumerate(KINDS):
        print(f"  {kind:11}{np.mean(chosen[kinds == place] == place):7.3f}{thresholds[place]:7.3f}")


def _write(
    path: Path, known: Iterable[str], listed: Sequence[str], model: Any, thresholds: Any
) -> None:
    """Write the weights; those of the n-grams as bytes, with one scale a kind."""
    scale = np.maximum(np.abs(model.sparse).max(axis=0), 1e-9) / 127
    np.savez_compressed(
        path,
        frame=np.frombuffer("\n".join(frame_words()).encode(), dtype=np.uint8),
        known=np.frombuffer("\n".join(sorted(known)).encode(), dtype=np.uint8),
        grams=np.frombuffer("\n".join(listed).encode(), dtype=np.uint8),
        dense=model.dense.astype(np.float16),
        sparse=np.round(model.sparse / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=model.bias.astype(np.float32),
        thresholds=thresholds,
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{path}: {path.stat().st_size:,} bytes, {len(listed):,} n-grams, SHA-256 {digest}")


def main() -> None:
    """Run the step that is named."""
    parser = argparse.ArgumentParser(prog="train.intent", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    rows = steps.add_parser("rows")
    rows.add_argument("shared", type=Path)
    rows.add_argument("work", type=Path)
    steps.add_parser("fit").add_argument("work", type=Path)
    given = parser.parse_args()
    if given.step == "rows":
        write_rows(given.shared, given.work)
    else:
        fit(given.work)


if __name__ == "__main__":
    main()
