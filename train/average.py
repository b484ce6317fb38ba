"""The mean of finished weights: one model that is better than those that it is made of.

    python -m train.average OUT WEIGHTS=SHARE [WEIGHTS=SHARE ...] --base MODEL_FOLDER

WEIGHTS are ``model.safetensors`` of rounds that began from the same weights, SHARE how much each
counts (shares add up to one). Writes OUT/checkpoint.pt, which ``train.export`` reads with ``--dev``
and the rows of one of the rounds. What one
round learned and another forgot is mostly still there in the mean (Wortsman et al. 2022, "Model
soups"), as long as the rounds did not go far from where they began.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from train.model import load_pretrained


def average(shares: dict[Path, float]) -> dict[str, Tensor]:
    """The weighted mean of each tensor in the files; those of whole numbers have to be equal."""
    if abs(sum(shares.values()) - 1) > 1e-6:
        raise SystemExit(f"The shares add up to {sum(shares.values()):g}: they have to make 1.")
    files = [(load_file(path), share) for path, share in shares.items()]
    mean = {}
    for name, first in files[0][0].items():
        if first.is_floating_point():
            mean[name] = sum((share * each[name] for each, share in files), torch.zeros_like(first))
        else:
            mean[name] = first
            if any(not torch.equal(first, each[name]) for each, _ in files):
                raise SystemExit(f"The files differ in {name}: they are not of one model.")
    return mean


def main() -> None:
    """Read the files and write the mean."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("weights", nargs="+", help="FILE=SHARE")
    parser.add_argument("--base", type=Path, required=True)
    options = parser.parse_args()
    parts = [part.rpartition("=") for part in options.weights]
    model = load_pretrained(options.base)
    model.load_state_dict(average({Path(file): float(share) for file, _, share in parts}))
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save({"model": model.state_dict()}, options.out / "checkpoint.pt")


if __name__ == "__main__":
    main()
