"""A graph and its weights joined into one model, and files that are none."""

from __future__ import annotations

import pytest

from index.embedding.onnx_file import with_weights

NAMED = b"\x0a\x01x"
WEIGHT = b"\x2a\x03abc"
"""The fields 1 and 5 of a graph."""


def model(graph: bytes) -> bytes:
    """A model with a version (field 1), a number of eight bytes and one of four, and a graph."""
    numbers = b"\x08\x0a" + b"\x19" + bytes(8) + b"\x25" + bytes(4)
    return numbers + b"\x3a" + bytes([len(graph)]) + graph


def test_only_the_weights_are_added() -> None:
    graph = model(NAMED)
    found = with_weights(graph, model(NAMED + WEIGHT + NAMED + WEIGHT))
    assert found == graph + b"\x3a\x0a" + WEIGHT + WEIGHT


def test_long_lengths_take_several_bytes() -> None:
    weight = b"\x2a\xc8\x01" + bytes(200)
    graph = b"\x3a\xcb\x01" + weight
    assert with_weights(b"", graph) == graph


@pytest.mark.parametrize("cut", [b"\x3a", b"\x3a\x05abc", b"\x19\x00", b"\x80", b"\x0f"])
def test_what_is_no_onnx_file_is_an_error(cut: bytes) -> None:
    with pytest.raises(ValueError, match=r"this (is no ONNX file|ONNX file is cut off)"):
        with_weights(b"", cut)
