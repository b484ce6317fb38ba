"""From the file that ships back to weights that training can go on from.

    python -m train.floats MODEL.onnx TARGET.safetensors --base MODEL_FOLDER

The whole numbers are multiplied by their scales. Word vectors, which no round changes, are those of
the base. What comes out differs from the weights that were exported by what int8 has lost.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save_file
from torch import Tensor

from train.model import load_pretrained

TRACED = "onnx::MatMul_"
"""How the export names matrices: in the order of the graph, turned around."""
PARTS = ("attention_in", "attention_out", "inner", "outer")


def stored(path: Path) -> dict[str, Tensor]:
    """The initial values of the graph by name, as floats where they are quantised."""
    found = {each.name: numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer}
    for name in [name for name in found if name.endswith("_quantized")]:
        plain = name.removesuffix("_quantized")
        whole, zero = found[name].astype(np.float32), found[f"{plain}_zero_point"]
        found[plain] = (whole - zero.astype(np.float32)) * found[f"{plain}_scale"]
    return {name: torch.from_numpy(value.copy()) for name, value in found.items()}


def matrices(layers: int) -> list[str]:
    """The names of the traced matrices, in their order."""
    inside = [f"layers.{layer}.{part}.weight" for layer in range(layers) for part in PARTS]
    return ["shared.weight", *inside, "reader.weight"]


def weights(path: Path, base: Path) -> dict[str, Tensor]:
    """The weights in the file, named as in the network. Raises KeyError for another graph."""
    model = load_pretrained(base)
    known, wanted = stored(path), model.state_dict()
    numbers = {int(n.removeprefix(TRACED)) for n in known if n.removeprefix(TRACED).isdigit()}
    traced = zip(matrices(len(model.layers)), sorted(numbers), strict=True)
    known |= {name: known[f"{TRACED}{number}"].T for name, number in traced}
    for head in ("pooler.weight", "entailment.weight"):
        known[head] = known[f"{head}_Transposed"].T
    known["words.weight"] = wanted["words.weight"]
    return {
        name: known[name].reshape(value.shape).to(value.dtype).contiguous()
        for name, value in wanted.items()
    }


def main() -> None:
    """Read the command line, and write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    options = parser.parse_args()
    save_file(weights(options.model, options.base), options.target)


if __name__ == "__main__":
    main()
