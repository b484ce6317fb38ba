"""The training loop.

    python -m train.run WORK --base MODEL_FOLDER (--steps N | --until HH:MM)

Reads WORK/rows/train.jsonl and writes WORK/checkpoint.pt every few minutes; the same command takes
up where the last checkpoint ended. The learning rate rises over the first twentieth and falls to
zero at the end: of N steps, or of the time until HH:MM (UTC) where the machine is shared and its
speed is not known. `--steps` with the number that a timed run reached repeats that run.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from train import rows as row_files
from train.batches import Batch, collate, encode_row
from train.coder import Coder
from train.losses import Losses, losses
from train.model import CrossEncoder, load_pretrained
from train.plan import plan, together
from train.rows import Row

WARM_UP = 0.05
SAVE_EVERY = 180.0
"""Seconds between checkpoints."""
FRESH = ("reader.", "pooler.", "entailment.", "shared.")
"""Parts that begin from nothing and learn faster."""


@dataclass
class State:
    """How far training is: steps done, share of the whole, seconds used."""

    step: int = 0
    progress: float = 0.0
    seconds: float = 0.0


def rate(progress: float) -> float:
    """Share of the peak learning rate at `progress` (0 to 1)."""
    if progress < WARM_UP:
        return progress / WARM_UP
    return max(0.0, (1 - progress) / (1 - WARM_UP))


def optimiser(model: CrossEncoder, peak: float) -> torch.optim.Optimizer:
    """AdamW; the fresh heads learn faster, biases and norms do not decay.

    Word vectors stay as they are: 12 of the 22 million parameters, of which a run of this length
    would touch a part, and each of whose steps costs as much as the rest of the update.
    """
    model.words.weight.requires_grad_(False)
    groups = []
    for head, decays in itertools.product((False, True), (False, True)):
        chosen = [
            weight
            for name, weight in model.named_parameters()
            if weight.requires_grad
            and (name.startswith(FRESH) or name.endswith(".match")) == head
            and (weight.dim() > 1) == decays
        ]
        scale = 5.0 if head else 1.0
        groups.append({"params": chosen, "weight_decay": 0.01 * decays, "scale": scale})
    return torch.optim.AdamW(groups, lr=peak, betas=(0.9, 0.98), fused=True)


def save(path: Path, model: CrossEncoder, adam: torch.optim.Optimizer, state: State) -> None:
    """Write a checkpoint; a crash while writing leaves the one before."""
    whole: dict[str, Any] = {
        "model": model.state_dict(),
        "adam": adam.state_dict(),
        "state": vars(state),
    }
    part = path.with_suffix(".part")
    torch.save(whole, part)
    part.replace(path)


def update(
    model: CrossEncoder,
    adam: torch.optim.Optimizer,
    batch: Batch,
    rate_now: float,
    half: bool = False,
) -> Losses:
    """One step on `batch`; with `half`, products of matrices are of bfloat16."""
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        reader, verdict = model(batch.ids, batch.mask, batch.segments)
    parts = losses(reader.float(), verdict.float(), batch)
    adam.zero_grad()
    parts.total.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    for group in adam.param_groups:
        group["lr"] = rate_now * group["scale"]
    adam.step()
    return parts


class Report:
    """Prints mean losses and speed every so many steps."""

    def __init__(self, every: int = 20) -> None:
        self._every = every
        self._clear()

    def _clear(self) -> None:
        self._sums, self._rows, self._began = [0.0] * 3, [0] * 2, time.monotonic()

    def add(self, state: State, parts: Losses) -> None:
        for place, value in enumerate((parts.span, parts.sentence, parts.entailment)):
            self._sums[place] += value.item()
        self._rows = [self._rows[0] + parts.read, self._rows[1] + parts.judged]
        if state.step % self._every:
            return
        read, judged = (max(1, rows) for rows in self._rows)
        span, sentence, verdict = self._sums
        minutes = (time.monotonic() - self._began) / 60
        print(
            f"step {state.step} ({state.progress:.1%}) span {span / read:.3f} "
            f"sentence {sentence / read:.3f} entailment {verdict / judged:.3f} "
            f"rows a minute {sum(self._rows) / minutes:.0f}",
            flush=True,
        )
        self._clear()


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--steps", type=int)
    length.add_argument("--until", help="HH:MM, UTC")
    parser.add_argument("--start", type=Path, help="finished weights to go on from")
    parser.add_argument("--peak", type=float, default=1.5e-4)
    parser.add_argument("--tokens", type=int, default=3000, help="a batch")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", action="store_true", help="for processors with AMX")
    return parser.parse_args()


def seconds_until(clock: str) -> float:
    """Seconds from now to the next time that it is `clock` (HH:MM, UTC)."""
    now = datetime.datetime.now(datetime.UTC)
    hour, minute = map(int, clock.split(":"))
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (then - now).total_seconds() % datetime.timedelta(days=1).total_seconds()


def resume(path: Path, model: CrossEncoder, adam: torch.optim.Optimizer) -> State:
    """Load the checkpoint at `path` into `model` and `adam`; a fresh state if there is none."""
    if not path.exists():
        return State()
    whole = torch.load(path, weights_only=True)
    model.load_state_dict(whole["model"])
    adam.load_state_dict(whole["adam"])
    return State(**whole["state"])


def progress_over(options: argparse.Namespace, state: State) -> Callable[[], float]:
    """A function that says how much of the run is over, by steps or by the clock."""
    if options.steps:
        return lambda: state.step / options.steps
    done, began, room = state.progress, time.monotonic(), seconds_until(options.until)
    return lambda: done + (1 - done) * (time.monotonic() - began) / room


def train(options: argparse.Namespace, rows: list[Row], path: Path) -> State:
    """Train on `rows` from the last checkpoint, if there is one, to the end of the schedule."""
    coder = Coder(options.base / "tokenizer.json")
    encoded = [encode_row(row, coder) for row in rows]
    lengths = [len(row.ids) for row in encoded]
    print(f"{len(rows)} rows, {sum(lengths)} tokens", flush=True)
    model = load_pretrained(options.base)
    if options.start:
        model.load_state_dict(load_file(options.start))
    adam = optimiser(model, options.peak)
    state = resume(path, model, adam)
    progress, report = progress_over(options, state), Report()
    began, saved = time.monotonic() - state.seconds, state.seconds
    batches = plan(together(rows), lengths, options.tokens, options.seed)
    for numbers in itertools.islice(batches, state.step, None):
        state.progress = progress()
        if state.progress >= 1:
            break
        batch = collate([rows[n] for n in numbers], [encoded[n] for n in numbers])
        parts = update(model, adam, batch, options.peak * rate(state.progress), options.bf16)
        state.step += 1
        state.seconds = time.monotonic() - began
        report.add(state, parts)
        if state.seconds - saved > SAVE_EVERY:
            save(path, model, adam, state)
            saved = state.seconds
    save(path, model, adam, state)
    return state


def main() -> None:
    """Read the command line and the rows, and train."""
    options = arguments()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rows = list(row_files.read(options.work / "rows/train.jsonl"))
    state = train(options, rows, options.work / "checkpoint.pt")
    print(f"done: {state.step} steps, {state.seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
