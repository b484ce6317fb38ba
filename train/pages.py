"""Makes the weights that find the story of a page that was copied whole.

``python -m train.pages rows PAGES WORK`` writes the lines of public pages, with what each is, to
``WORK/pages.jsonl.gz``. PAGES is the folder of ``bench articles``, whose open halves are learned
from where a set has the text of the story; of the pages of the other sets, the story is what our
own reader of HTML finds. ``python -m train.pages fit WORK`` trains on them and writes the weights.

Each page is learned from as it is, twice as somebody would mark a part of it, and once as the mere
story with its headline, of which nothing is to be left out.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import random
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from bench.articles import alike
from bench.pages import Page, load_pages
from bench.pasted import SETS, SHORTEST, copied_text
from index.errors import UnreadableArticle
from index.ingestion.block import Block
from index.ingestion.boilerplate.whole_page import (
    BUCKETS,
    DILATIONS,
    SHAPES,
    WIDTH,
    line_buckets,
    line_shapes,
)
from index.ingestion.loaders.text import text_blocks
from index.ingestion.parser import parse_file

TARGET = Path(__file__).parent.parent / "index/ingestion/boilerplate/whole_page.npz"
ROWS = "pages.jsonl.gz"
WORDS = 16
"""Numbers that a word is turned into."""
HIDDEN = 32
EPOCHS = 5
BATCH = 16
RATE = 3e-3
DECAY = 0.05
DROPPED = 0.3
TITLE = 0.2
"""How much the headline counts beside the lines of the story."""
SHORTEST_STORY = 600
"""Characters of a story that our own reader has to find."""
_FOUND = 0.7  # of a story that stands in the lines
_WHOLE_LINE = 25  # letters below which a line of the story is one only if it is the whole line
_CUT = 40  # letters at both ends of a long line that are in the story
_LONG = 80
_PARTS = (0, 0, 1, 3, 10, 40)
"""Lines beside the story that somebody marks as well."""
_NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Lines:
    """A page or a part of it: its lines, which of them are story, and which are the headline."""

    blocks: Sequence[Block]
    story: np.ndarray
    title: np.ndarray

    def part(self, kept: Sequence[int]) -> Lines:
        """Return some of the lines."""
        blocks = [self.blocks[at] for at in kept]
        return Lines(blocks, self.story[list(kept)], self.title[list(kept)])


def write_rows(pages: Path, work: Path) -> None:
    """Write a line a page: its copied text, its story and its headline."""
    warnings.simplefilter("ignore")
    work.mkdir(parents=True, exist_ok=True)
    with gzip.open(work / ROWS, "wt", encoding="utf-8") as file:
        for page in load_pages(pages):
            if page.path.exists() and not (page.set in SETS and page.half == "held"):
                row = _row(page)
                if row is not None:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _row(page: Page) -> dict[str, str] | None:
    text = copied_text(page.read())
    if len(text) < SHORTEST:
        return None
    story, title = page.story, page.title
    if story is None:
        try:
            articles = parse_file(page.file, page.read()).articles
        except UnreadableArticle:
            return None
        if len(articles) > 1:
            return None
        title = articles[0].title
        told = (paragraph.text for paragraph in articles[0].paragraphs)
        story = "\n".join(text for text in told if text != title)
        if len(story) < SHORTEST_STORY:
            return None
    return {"set": page.set, "file": page.file, "text": text, "story": story, "title": title or ""}


def read_rows(work: Path) -> Iterator[Lines]:
    """Yield the lines of each page in which its story stands."""
    with gzip.open(work / ROWS, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            blocks = text_blocks(row["text"], 0, len(row["text"]))
            story = np.array([*_told(blocks, row["story"])], np.float32)
            title = np.array([alike(block.text, row["title"]) for block in blocks], np.float32)
            found = sum(len(b.text) for b, told in zip(blocks, story, strict=True) if told)
            if found >= _FOUND * len(row["story"]):
                yield Lines(blocks, story, title)


def _told(blocks: Sequence[Block], story: str) -> Iterator[bool]:
    """Yield whether each line is part of a story: a short one if it is one of its lines."""
    whole, lines = _letters(story), {_letters(line) for line in story.split("\n")}
    for own in (_letters(block.text) for block in blocks):
        if len(own) < _WHOLE_LINE:
            yield bool(own) and own in lines
        else:
            ends = len(own) > _LONG and own[:_CUT] in whole and own[-_CUT:] in whole
            yield ends or own in whole


def _letters(text: str) -> str:
    return _NOT_A_LETTER.sub("", text.casefold())


def parts(page: Lines, dice: random.Random) -> Iterator[Lines]:
    """Yield a page, two parts of it around the story, and the story with its headline."""
    yield page
    told = np.flatnonzero(page.story)
    titles = [int(at) for at in np.flatnonzero(page.title) if at <= told[0] + 3]
    first = min(int(told[0]), *titles[-1:] or [int(told[0])])
    for _ in range(2):
        begin = max(first - dice.choice(_PARTS), 0)
        end = min(int(told[-1]) + 1 + dice.choice(_PARTS), len(page.blocks))
        yield page.part(range(begin, end))
    yield page.part(sorted({*told.tolist(), *titles[-1:]}))


class Network(nn.Module):
    """What ``index.ingestion.boilerplate.whole_page`` computes, for training."""

    def __init__(self, shapes: torch.Tensor) -> None:
        """``shapes`` are those of all lines, shape (lines, SHAPES)."""
        super().__init__()
        self.mean, self.deviation = shapes.mean(0), shapes.std(0) + 1e-3
        self.words = nn.EmbeddingBag(BUCKETS, WORDS, mode="mean")
        nn.init.normal_(self.words.weight, std=0.1)
        self.line = nn.Linear(SHAPES + WORDS, HIDDEN)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(HIDDEN, HIDDEN, WIDTH, padding=d * (WIDTH // 2), dilation=d)
            for d in DILATIONS
        )
        self.score = nn.Linear(HIDDEN * (len(DILATIONS) + 1), 2)
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, batch: Batch) -> torch.Tensor:
        """Return the scores of all lines of a batch, shape (lines, 2)."""
        words = self.dropout(self.words(batch.words, batch.begins))
        shapes = (batch.shapes - self.mean) / self.deviation
        lines = functional.relu(self.line(torch.cat([shapes, words], 1)))
        hidden = lines.new_zeros(batch.length, HIDDEN)
        hidden[batch.places] = lines
        apart = torch.zeros(batch.length, 1)
        apart[batch.places] = 1  # what lies between two pages stays empty
        seen = [hidden]
        for convolution in self.convolutions:
            moved = convolution(self.dropout(hidden).T[None])[0].T
            hidden = (functional.relu(moved) + hidden) * apart
            seen.append(hidden)
        scores: torch.Tensor = self.score(torch.cat(seen, 1)[batch.places])
        return scores

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the weights by the names under which they are shipped."""
        found = {"mean": self.mean, "deviation": self.deviation, "words": self.words.weight}
        for name, layer in (("line", self.line), ("score", self.score)):
            found |= {name: layer.weight, f"{name}_bias": layer.bias}
        for dilation, layer in zip(DILATIONS, self.convolutions, strict=True):
            found |= {f"kernel{dilation}": layer.weight, f"bias{dilation}": layer.bias}
        return {name: each.detach().numpy().astype(np.float16) for name, each in found.items()}


@dataclass(frozen=True)
class Batch:
    """Several pages in one long row of lines, so far apart that no convolution sees two of them.

    ``places`` are those of the lines in the row; ``ends`` where each page ends among the lines.
    """

    shapes: torch.Tensor
    words: torch.Tensor
    begins: torch.Tensor
    places: torch.Tensor
    length: int
    ends: Sequence[int]
    story: torch.Tensor
    title: torch.Tensor
    share: torch.Tensor


@dataclass(frozen=True)
class Encoded:
    """The lines of a page as numbers."""

    shapes: np.ndarray
    words: Sequence[Sequence[int]]
    story: np.ndarray
    title: np.ndarray
    share: np.ndarray


def encoded(page: Lines) -> Encoded:
    """Turn the lines of a page into numbers; a line counts by the root of its words."""
    words = [line_buckets(block.text) for block in page.blocks]
    share = np.array([math.sqrt(1 + len(block.text.split())) for block in page.blocks], np.float32)
    return Encoded(line_shapes(page.blocks), words, page.story, page.title, share / share.sum())


def together(pages: Sequence[Encoded]) -> Batch:
    """Put pages into one batch."""
    apart = sum(dilation * (WIDTH // 2) for dilation in DILATIONS)
    sizes = [len(page.story) for page in pages]
    starts = np.cumsum([0, *(size + apart for size in sizes)])
    places = [np.arange(at, at + size) for at, size in zip(starts, sizes, strict=False)]
    bags = [bag for page in pages for bag in page.words]

    def joined(name: str) -> torch.Tensor:
        return torch.from_numpy(np.concatenate([getattr(page, name) for page in pages]))

    return Batch(
        joined("shapes"),
        torch.tensor([word for bag in bags for word in bag]),
        torch.tensor(np.cumsum([0, *map(len, bags)])[:-1]),
        torch.from_numpy(np.concatenate(places)),
        int(starts[-1]),
        np.cumsum(sizes).tolist(),
        joined("story"),
        joined("title"),
        joined("share"),
    )


def loss_of(network: Network, batch: Batch) -> torch.Tensor:
    """Return the cross-entropy of the lines, and of the headline among all lines of its page."""
    scores = network(batch)
    loss = functional.binary_cross_entropy_with_logits(
        scores[:, 0], batch.story, batch.share, reduction="sum"
    )
    begin = 0
    for end in batch.ends:
        own, wanted = scores[begin:end, 1], batch.title[begin:end] > 0
        if wanted.any():
            loss = loss + TITLE * (torch.logsumexp(own, 0) - torch.logsumexp(own[wanted], 0))
        begin = end
    return loss / len(batch.ends)


def fit(pages: Sequence[Encoded], epochs: int = EPOCHS) -> Network:
    """Train, printing the mean loss of each epoch."""
    torch.manual_seed(1)
    dice = random.Random(1)  # noqa: S311  # the same order in every run
    network = Network(torch.from_numpy(np.concatenate([page.shapes for page in pages])))
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = epochs * math.ceil(len(pages) / BATCH)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    order = list(range(len(pages)))
    for epoch in range(epochs):
        dice.shuffle(order)
        losses = []
        for at in range(0, len(order), BATCH):
            optimiser.zero_grad()
            loss = loss_of(network, together([pages[n] for n in order[at : at + BATCH]]))
            loss.backward()
            optimiser.step()
            rate.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    network.eval()
    return network


def main() -> None:
    """Write the rows, or train on them."""
    parser = argparse.ArgumentParser(prog="train.pages", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    rows = commands.add_parser("rows")
    rows.add_argument("pages", type=Path)
    rows.add_argument("work", type=Path)
    commands.add_parser("fit").add_argument("work", type=Path)
    options = parser.parse_args()
    if options.command == "rows":
        write_rows(options.pages, options.work)
        return
    dice = random.Random(3)  # noqa: S311  # the same parts in every run
    pages = [encoded(part) for page in read_rows(options.work) for part in parts(page, dice)]
    print(f"{len(pages):,} pages and parts of pages")
    np.savez_compressed(TARGET, allow_pickle=False, **fit(pages).arrays())
    data = TARGET.read_bytes()
    print(f"{len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
