"""From a checkpoint to the file that ships.

    python -m train.export WORK --base MODEL_FOLDER [--checkpoint FILE] [--dev FILE]

Writes WORK/final/: `model.fp32.onnx`, `model.onnx` (dynamic int8), `model.safetensors` (fp32),
`tokenizer.json` and `manifest.json` with the SHA-256 of each; prints how far int8 is from fp32 on
the dev rows. Weights are quantised to seven bits a channel: with eight, processors without VNNI
overflow their 16-bit sums and answer differently from those with it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import save_file

from train import rows as row_files
from train.batches import encode_row
from train.coder import Coder, pad
from train.model import CrossEncoder

INPUTS = ("ids", "mask", "segments")
OUTPUTS = ("reader", "entailment")


def to_onnx(model: CrossEncoder, path: Path) -> None:
    """Write the graph with free numbers of rows and tokens."""
    example = torch.ones(2, 16, dtype=torch.int64)
    axes = {name: {0: "rows", 1: "tokens"} for name in (*INPUTS, "reader")}
    torch.onnx.export(
        model.eval(),
        (example, example, torch.zeros_like(example)),
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes={**axes, "entailment": {0: "rows"}},
        opset_version=17,
        dynamo=False,
    )


def to_int8(source: Path, target: Path) -> None:
    """Quantise all matrices but those of the heads."""
    import onnx

    graph = onnx.load(source).graph
    heads = [node.name for node in graph.node if node.name.startswith(("/reader", "/entailment"))]
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=heads,
    )


def distance(first: Path, second: Path, dev: Path, coder: Coder) -> dict[str, float]:
    """Mean and greatest difference of the logits of two files on 256 rows of `dev`, and how
    often the best entailment class is the same."""
    sessions = [onnxruntime.InferenceSession(str(path)) for path in (first, second)]
    rows = list(row_files.read(dev))[:256]
    gaps: list[np.ndarray] = []
    same: list[np.ndarray] = []
    for start in range(0, len(rows), 16):
        arrays = pad([encode_row(row, coder) for row in rows[start : start + 16]])
        feed = dict(zip(INPUTS, arrays, strict=True))
        (reader, verdict), (reader2, verdict2) = (s.run(None, feed) for s in sessions)
        gaps.append(np.abs(reader - reader2)[arrays[1] == 1].ravel())
        same.append(verdict.argmax(1) == verdict2.argmax(1))
    gap = np.concatenate(gaps)
    return {
        "reader logits, mean difference": float(gap.mean()),
        "reader logits, greatest difference": float(gap.max()),
        "same entailment class": float(np.concatenate(same).mean()),
    }


def main() -> None:
    """Export, quantise, compare, and write the manifest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--dev", type=Path, help="rows to compare on, if not WORK/rows/dev.jsonl")
    options = parser.parse_args()
    final: Path = options.work / "final"
    final.mkdir(parents=True, exist_ok=True)
    whole = torch.load(options.checkpoint or options.work / "checkpoint.pt", weights_only=True)
    model = CrossEncoder()
    model.load_state_dict(whole["model"])
    save_file(model.state_dict(), final / "model.safetensors")
    shutil.copy(options.base / "tokenizer.json", final / "tokenizer.json")
    to_onnx(model, final / "model.fp32.onnx")
    to_int8(final / "model.fp32.onnx", final / "model.onnx")
    dev = options.dev or options.work / "rows" / "dev.jsonl"
    coder = Coder(final / "tokenizer.json")
    figures = distance(final / "model.fp32.onnx", final / "model.onnx", dev, coder)
    hashes = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(final.iterdir())
        if path.suffix in {".onnx", ".safetensors"} or path.name == "tokenizer.json"
    }
    manifest = {"state": whole.get("state"), "sha256": hashes, "int8": figures}
    (final / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(json.dumps(manifest, indent=1))
    print(f"model.onnx: {(final / 'model.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
