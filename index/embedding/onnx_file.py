"""Joins a graph in one ONNX file and the weights in another, without the package ``onnx``.

An ONNX file is a message of Protocol Buffers. There, one message behind another of its kind counts
as both merged: what may be there several times, such as the weights of a graph, is added up
("Encoding", Protocol Buffers documentation). So the weights are cut out of one file as they stand
and put behind the other.
"""

from __future__ import annotations

from collections.abc import Iterator

_GRAPH, _WEIGHT = 7, 5
"""The numbers of the fields ``graph`` of a model and ``initializer`` of a graph, in onnx.proto."""
_VARINT, _EIGHT, _SIZED, _FOUR = 0, 1, 2, 5
"""How a field is encoded."""


def with_weights(graph: bytes, weights: bytes) -> bytes:
    """Return the model ``graph`` with the weights of the model ``weights`` added.

    Weights that the graph does not use do no harm. Raises ValueError if ``weights`` is no ONNX
    file.
    """
    found = b"".join(
        data[start:end]
        for number, data in _sized_fields(weights)
        if number == _GRAPH
        for start, end in _places(data, _WEIGHT)
    )
    return graph + _varint(_GRAPH << 3 | _SIZED) + _varint(len(found)) + found


def _sized_fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    for number, _, start, end in _fields(message):
        yield number, message[start:end]


def _places(message: bytes, wanted: int) -> Iterator[tuple[int, int]]:
    """Yield where the fields with a number are, from their keys on."""
    for number, key, _, end in _fields(message):
        if number == wanted:
            yield key, end


def _fields(message: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield of each field its number, and where its key, its value and the next field begin."""
    place = 0
    while place < len(message):
        key = place
        tag, place = _read_varint(message, place)
        start, kind = place, tag & 7
        if kind == _VARINT:
            _, place = _read_varint(message, place)
        elif kind == _SIZED:
            size, start = _read_varint(message, place)
            place = start + size
        elif kind in {_EIGHT, _FOUR}:
            place += 8 if kind == _EIGHT else 4
        else:
            raise ValueError("this is no ONNX file")
        if place > len(message):
            raise ValueError("this ONNX file is cut off")
        yield tag >> 3, key, start, place


def _read_varint(message: bytes, place: int) -> tuple[int, int]:
    """Return the whole number at a place, seven bits a byte, and where it ends."""
    value = shift = 0
    while place < len(message):
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place
    raise ValueError("this ONNX file is cut off")


def _varint(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
