"""Reads the body of a response within a limit, also where it is compressed.

Every piece is unpacked within the limit: a megabyte of gzip can be a gigabyte of text.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterator

_GZIP_OR_ZLIB = 47  # window bits: recognise either
_RAW = -15  # deflate without a header, which some servers send
GZIP = b"\x1f\x8b"
_PACK_NOTHING = {"", "identity", "none", "binary", "8bit", "7bit", "utf-8", "utf8"}
"""What servers write although the body is sent as it is."""


class BodyTooLarge(Exception):
    """The body is larger than the limit; what was read is the argument."""


class BodyDamaged(Exception):
    """The body is not what its encoding says."""


async def read_body(pieces: AsyncIterator[bytes], encoding: str, most: int) -> bytes:
    """Return the unpacked body. Raises BodyTooLarge and BodyDamaged.

    ``encoding`` is the Content-Encoding: "gzip", "x-gzip", "deflate", or one that packs nothing.
    """
    codings = [each for each in re.split(r"[\s,]+", encoding) if each not in _PACK_NOTHING]
    if not {*codings} <= {"gzip", "x-gzip", "deflate"} or len(codings) > 1:
        raise BodyDamaged(f"is compressed with {encoding[:20]}, which was not requested")
    unpacking = _Unpacking("deflate" in codings) if codings else None
    data = bytearray()
    async for piece in pieces:
        data += piece if unpacking is None else unpacking.feed(piece, most + 1 - len(data))
        if len(data) > most:
            raise BodyTooLarge(bytes(data[:most]))
    if unpacking is not None and not unpacking.complete:
        raise BodyDamaged("ends in the middle of its packed data")
    return bytes(data)


def unpacked(data: bytes, most: int) -> bytes:
    """Return what a gzip file has in it. Raises BodyTooLarge and BodyDamaged."""
    unpacking = _Unpacking(deflate=False)
    found = unpacking.feed(data, most + 1)
    if len(found) > most:
        raise BodyTooLarge(found[:most])
    if not unpacking.complete:
        raise BodyDamaged("ends in the middle of its packed data")
    return found


class _Unpacking:
    """Unpacks one stream, and any that follow it in the same body."""

    def __init__(self, deflate: bool) -> None:
        self._maybe_raw = deflate
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._begun = False

    @property
    def complete(self) -> bool:
        """Whether the stream has ended, or never begun: an empty body is not damaged."""
        return self._stream.eof or not self._begun

    def feed(self, piece: bytes, most: int) -> bytes:
        """Return at most ``most`` bytes that this piece completes. Raises BodyDamaged."""
        found = bytearray()
        while piece and len(found) < most:
            if self._stream.eof:
                if not piece.startswith(GZIP):  # padding at the end
                    break
                self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
            try:
                found += self._stream.decompress(piece, most - len(found))
            except zlib.error:
                if not self._maybe_raw or self._begun:
                    raise BodyDamaged("is damaged: its compressed data cannot be read") from None
                self._stream, self._maybe_raw = zlib.decompressobj(_RAW), False
                continue
            self._begun = True
            piece = self._stream.unconsumed_tail or self._stream.unused_data
        return bytes(found)
