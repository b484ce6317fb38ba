"""The network: MiniLM-L6 read as a cross-encoder, with a head for reading and one for entailment.

Both tasks share the encoder and are told apart by one token after [CLS]:

    [CLS] "question" question [SEP] passage  [SEP]      reader
    [CLS] "claim"    claim    [SEP] evidence [SEP]      entailment

(two words that the encoder already tells apart), with segment 0 up to the first [SEP] and segment 1
after it. The reader gives three logits a token (the answer starts here, ends here, this sentence
answers), the entailment head three a row. Written out rather than imported, so that training needs
nothing but torch and the graph that is exported is the one in this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

MATCHING_HEADS = 3
"""Attention heads of each layer that begin by looking at the same token in the other text."""
MATCH_BIAS = 2.0
"""How much: added to their logits where the token is the same (a factor of seven)."""
COMMON = (
    "[CLS] [SEP] [PAD] . , ; : ! ? ' \" - ( ) / a an the of in on at to for from by with and or "
    "but as is are was were be been has have had do does did will would can could it its he she "
    "they his her their this that these those who what when where which why how s t not no"
).split()
"""Tokens that say nothing when they alone stand in both texts."""


@dataclass(frozen=True)
class Shape:
    """Sizes of all-MiniLM-L6-v2; `epsilon` is that of its layer norms."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    heads: int = 12
    inner: int = 1536
    layers: int = 6
    epsilon: float = 1e-12


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.attention_in = nn.Linear(shape.width, 3 * shape.width)
        self.attention_out = nn.Linear(shape.width, shape.width)
        self.attention_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        looks = torch.zeros(shape.heads, 1, 1)
        looks[:MATCHING_HEADS] = MATCH_BIAS
        self.match = nn.Parameter(looks)

    def forward(self, hidden: Tensor, bias: Tensor, matches: Tensor) -> Tensor:
        rows, length, width = hidden.shape
        size = width // self.heads
        packed = self.attention_in(hidden).view(rows, length, 3, self.heads, size)
        query, key, value = packed.permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.matmul(query * size**-0.5, key.transpose(-1, -2))
        kind = weights.dtype  # of half precision in training, where the processor has it
        weights = weights + bias.to(kind) + matches[:, None].to(kind) * self.match.to(kind)
        mixed = torch.matmul(torch.softmax(weights, dim=-1), value)
        mixed = mixed.transpose(1, 2).reshape(rows, length, width)
        hidden = self.attention_norm(hidden + self.attention_out(mixed))
        return self.norm(hidden + self.outer(functional.gelu(self.inner(hidden))))


class CrossEncoder(nn.Module):
    """The encoder with its two heads."""

    def __init__(self, shape: Shape = Shape()) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.segments = nn.Embedding(2, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.shared = nn.Linear(3, shape.width, bias=False)
        self.register_buffer("common", torch.zeros(shape.vocabulary, dtype=torch.bool))
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.reader = nn.Linear(shape.width, 3)
        self.pooler = nn.Linear(shape.width, shape.width)
        self.entailment = nn.Linear(shape.width, 3)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of both heads.

        `ids`, `mask` and `segments` are int64 of shape (rows, tokens). Returns the reader's
        (rows, tokens, 3), in the order start, end, sentence, and entailment's (rows, 3), in the
        order supported, contradicted, not stated.
        """
        place = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.words(ids) + self.positions(place)[None] + self.segments(segments)
        matches, features = self.wording(ids, mask, segments)
        hidden = self.norm(hidden + self.shared(features))
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, bias, matches)
        first = torch.tanh(self.pooler(hidden[:, 0]))
        return self.reader(hidden), self.entailment(first)

    def wording(self, ids: Tensor, mask: Tensor, segments: Tensor) -> tuple[Tensor, Tensor]:
        """What the two texts have in common, from the ids alone.

        Returns a matrix (rows, tokens, tokens): 1 where a token stands again in the other text, 2
        where it does so together with a neighbour, and not counting lone `common` tokens; and three
        marks a token: it stands in the other text, it is a content token that does not, it does
        with a neighbour.
        """
        real = mask.bool()
        same = (ids[:, :, None] == ids[:, None, :]) & real[:, :, None] & real[:, None, :]
        same = same & (segments[:, :, None] != segments[:, None, :])
        content = real & ~self.common[ids]
        again = (same & content[:, :, None]).to(self.norm.weight.dtype)
        both = same.to(again.dtype)
        pairs = both[:, :-1, :-1] * both[:, 1:, 1:]
        runs = torch.maximum(
            functional.pad(pairs, (0, 1, 0, 1)), functional.pad(pairs, (1, 0, 1, 0))
        )
        found, run = again.amax(2), runs.amax(2)
        missing = content.to(again.dtype) * (1 - found)
        return again + runs, torch.stack([found, missing, run], dim=2)


def load_pretrained(folder: Path) -> CrossEncoder:
    """A network with the weights of all-MiniLM-L6-v2 and fresh heads.

    `folder` holds its `model.safetensors` and `tokenizer.json`.
    """
    source = load_file(folder / "model.safetensors")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    model = CrossEncoder()
    model.common[[tokenizer.token_to_id(token) for token in COMMON]] = True
    weights = model.state_dict()
    simple = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "segments.weight": "embeddings.token_type_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
        "pooler.weight": "pooler.dense.weight",
        "pooler.bias": "pooler.dense.bias",
    }
    for name, origin in simple.items():
        weights[name] = source[origin]
    for number in range(len(model.layers)):
        for kind in ("weight", "bias"):
            here, there = f"layers.{number}", f"encoder.layer.{number}"
            inside = f"{there}.attention.self"
            parts = [source[f"{inside}.{part}.{kind}"] for part in ("query", "key", "value")]
            weights[f"{here}.attention_in.{kind}"] = torch.cat(parts)
            for name, origin in (
                ("attention_out", "attention.output.dense"),
                ("attention_norm", "attention.output.LayerNorm"),
                ("inner", "intermediate.dense"),
                ("outer", "output.dense"),
                ("norm", "output.LayerNorm"),
            ):
                weights[f"{here}.{name}.{kind}"] = source[f"{there}.{origin}.{kind}"]
    model.load_state_dict(weights)
    for head in (model.reader, model.entailment):
        nn.init.normal_(head.weight, std=0.02)
        nn.init.zeros_(head.bias)
    nn.init.normal_(model.shared.weight, std=0.02)
    return model
