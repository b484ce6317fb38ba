"""Makes the weights that tell names of media: ``python -m train.media NAMES SHARED``.

``NAMES`` is a folder with clones of public lists: ``yinleon/LocalNewsDataset`` (MIT) and
``yavuz/news-feed-list-of-countries`` (MIT) name media, ``datasets/world-cities`` (CC BY 4.0, from
GeoNames) places, and ``sigpwned/popular-names-by-country-dataset`` (CC0) first names and surnames.
Written for this project are further media, most of them in other languages than English
(``written/media.txt``), and lines that stand around headlines (``written/not_media.txt``). Names of
other things, and beginnings of headlines, are those of ``written/world/articles.jsonl``. Stretches
of ordinary sentences around words that media are called by ("record profits", "told The Times") are
of these articles, and of QAMR and SQuAD in ``SHARED``.

Logistic regression with an L2 penalty. Prints how well lines are told that were left out, one in
five at a time, and then fits all of them.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, embedding_bag

from index.ingestion.metadata.datelines import SMALL_WORDS
from index.ingestion.metadata.media_names import BUCKETS, LONGEST, buckets

WRITTEN = Path(__file__).parent / "written"
TARGET = Path(__file__).parent.parent / "index/ingestion/metadata/media_names.npz"
TEXTS = ("qamr", "squad11_trainval")
PLACES = 6_000
STRETCHES = 8_000
COMMON = 150
"""Words that most names of media have."""
PENALTY = 0.5
STEPS = 120
PARTS = 5
SHOWN = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+$")
_AFTER_NAME = re.compile(r"\s[|-]\s.*")
_CAPITALISED = re.compile(
    r"(?<![.!?\"“] )(?<!^)\b[A-ZÀ-Ž][\w’'-]+(?:\s(?:of|the|and|for|de|[A-ZÀ-Ž][\w’'-]+)){0,4}"
    r"\s[A-ZÀ-Ž][\w’'-]+"
)


@dataclass(frozen=True)
class Line:
    """A line, whether it is a medium, and how much it counts."""

    text: str
    medium: bool
    share: float


def lines(names: Path, shared: Path) -> list[Line]:
    """Return all that is learned from, shuffled; no line is a medium and something else."""
    dice = random.Random(7)  # noqa: S311  # the same lines in every run
    media = {text: Line(text, True, share) for text, share in _media(names) if _may_be_name(text)}
    known = {text.casefold() for text in media}
    told = [*_others(names, dice), *((text, 0.5) for text in _stretches(shared, media, dice))]
    others = {
        text: Line(text, False, share) for text, share in told if text.casefold() not in known
    }
    found = [*media.values(), *others.values()]
    dice.shuffle(found)
    return found


def _may_be_name(text: str) -> bool:
    return len(text) > 1 and len(text.split()) <= LONGEST and not _ADDRESS.match(text)


def _media(names: Path) -> Iterator[tuple[str, float]]:
    with (names / "LocalNewsDataset/data/usnpl.tsv").open(encoding="utf-8") as rows:
        yield from ((row["Name"].strip(), 0.4) for row in csv.DictReader(rows, delimiter="\t"))
    feeds = names / "news-feed-list-of-countries/database/news-feed-list-of-countries.json"
    for country, found in json.loads(feeds.read_text("utf-8")).items():
        if country != "GLOBAL":  # blogs
            yield from ((_AFTER_NAME.sub("", f["publication_name"]).strip(), 1.0) for f in found)
    yield from ((line, 2.0) for line in _written("media.txt"))


def _others(names: Path, dice: random.Random) -> Iterator[tuple[str, float]]:
    yield from ((name, 0.35) for name in _people(names, dice))
    with (names / "world-cities/data/world-cities.csv").open(encoding="utf-8") as rows:
        cities = list(csv.DictReader(rows))
    yield from ((row["name"], 0.2) for row in dice.sample(cities, PLACES))
    for row in dice.sample(cities, PLACES // 4):
        yield f"{row['name']}, {row['country']}", 0.2
        yield row["subcountry"] or row["country"], 0.2
    for line in _world():
        article = json.loads(line)
        yield from ((match.group(), 1.0) for match in _CAPITALISED.finditer(article["text"]))
        words = article["title"].split()
        yield from ((" ".join(words[:n]), 0.5) for n in range(2, LONGEST + 1))
    yield from ((line, 3.0) for line in _written("not_media.txt"))


def _stretches(shared: Path, media: Iterable[str], dice: random.Random) -> list[str]:
    """Return two to five words of sentences, one of which many media have in their names."""
    counts = Counter(word for name in media for word in {*name.casefold().split()})
    common = {word for word, _ in counts.most_common(COMMON)}
    texts = {json.loads(line)["text"] for line in _world()}
    for name in TEXTS:
        with gzip.open(shared / "train/qa" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as rows:
            texts |= {json.loads(row)["context"] for row in rows}
    found = set()
    for text in sorted(texts):
        words = text.split()
        for at, word in enumerate(words):
            if word.casefold().strip(".,") in common - SMALL_WORDS:
                begin = max(0, at - dice.randrange(4))
                stretch = words[begin : max(at + 1, begin + dice.randint(2, 5))]
                found.add(" ".join(stretch).strip(".,;:()"))
    kept = sorted(each for each in found if len(each.split()) > 1)
    return dice.sample(kept, min(STRETCHES, len(kept)))


def _people(names: Path, dice: random.Random) -> Iterator[str]:
    """Yield names of people: each first name with two surnames, most of the same country."""
    folder = names / "popular-names-by-country-dataset"
    first, last = (
        _by_country(folder / f"common-{kind}names-by-country.csv") for kind in ("fore", "sur")
    )
    surnames = sorted({name for own in last.values() for name in own})
    for country, given in sorted(first.items()):
        for name in sorted(given):
            for _ in range(2):
                own = sorted(last[country]) if dice.random() < 0.7 else surnames
                surname = dice.choice(own or surnames)
                if name.isascii() == surname.isascii() or ord(name[0]) < 0x370 > ord(surname[0]):
                    yield f"{name} {surname}"


def _by_country(file: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))):
        found[row["Country"]] |= {row["Localized Name"], row["Romanized Name"]} - {""}
    return found


def _world() -> list[str]:
    return (WRITTEN / "world/articles.jsonl").read_text("utf-8").splitlines()


def _written(name: str) -> list[str]:
    return (WRITTEN / name).read_text("utf-8").splitlines()


def fit(rows: Sequence[Line]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return weights (BUCKETS,) and bias: the least weighted cross-entropy, by L-BFGS.

    Media and others count the same in total.
    """
    bags = [sorted(buckets(row.text)) for row in rows]
    truth = torch.tensor([float(row.medium) for row in rows])
    share = torch.tensor([row.share for row in rows])
    for side in (truth == 1, truth == 0):
        share[side] *= len(rows) / 2 / share[side].sum()
    weights, bias = (torch.zeros(size, requires_grad=True) for size in ((BUCKETS, 1), (1,)))
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        scores = _scores(bags, weights, bias)
        loss = binary_cross_entropy_with_logits(scores, truth, share, reduction="sum")
        loss = loss + PENALTY * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return weights.detach(), bias.detach()


def _scores(
    bags: Sequence[Sequence[int]], weights: torch.Tensor, bias: torch.Tensor
) -> torch.Tensor:
    begins = np.cumsum([0, *map(len, bags)])[:-1]
    flat = torch.tensor([place for bag in bags for place in bag])
    return embedding_bag(flat, weights, torch.tensor(begins), mode="sum")[:, 0] + bias


def main() -> None:
    """Cross-validate, print, fit and write the weights."""
    parser = argparse.ArgumentParser(prog="train.media", description=__doc__)
    parser.add_argument("names", type=Path)
    parser.add_argument("shared", type=Path)
    options = parser.parse_args()
    rows = [row for row in lines(options.names, options.shared) if buckets(row.text)]
    scores = torch.zeros(len(rows))
    for part in range(PARTS):
        weights, bias = fit([row for at, row in enumerate(rows) if at % PARTS != part])
        left_out = [sorted(buckets(row.text)) for row in rows[part::PARTS]]
        scores[part::PARTS] = _scores(left_out, weights, bias)
    chances, truth = torch.sigmoid(scores), torch.tensor([row.medium for row in rows])
    print(f"{int(truth.sum()):,} media, {int((~truth).sum()):,} other lines")
    for least in SHOWN:
        found, wrong = (float((chances[side] >= least).float().mean()) for side in (truth, ~truth))
        print(f"at least {least}: {found:.1%} of the media, {wrong:.2%} of the others")
    weights, bias = fit(rows)
    np.savez_compressed(
        TARGET, weights=weights[:, 0].numpy().astype(np.float16), bias=bias[0].numpy()
    )
    data = TARGET.read_bytes()
    print(f"{len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
