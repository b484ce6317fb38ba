"""Finds the articles that may be near copies of one, without comparing it with all.

MinHash signatures (Broder 1997) in locality-sensitive hashing, by the library rensa: articles that
have the same values in one of 64 bands of two are candidates. Of articles that share a quarter of
their shingles, the least that near copies share, 98% are found; of those that share a hundredth,
less than 1%.
"""

from __future__ import annotations

from collections.abc import Mapping

from rensa import RMinHash, RMinHashLSH

from index.copies.shingles import Shingles

_VALUES, _BANDS, _SEED = 128, 64, 1
_UNUSED = 0.5  # the library decides by estimated similarity, for which it is not asked


def signature_of(shingles: Shingles) -> bytes:
    """Return the MinHash signature of an article, some 700 bytes."""
    made = RMinHash(_VALUES, _SEED)
    made.update(shingles)
    return bytes(made.__getstate__())


class Candidates:
    """The articles with these signatures, by number.

    Raises ValueError for a signature that another version of the library made.
    """

    def __init__(self, signatures: Mapping[int, bytes]) -> None:
        self._minhashes = {number: _read(made) for number, made in signatures.items()}
        self._index = RMinHashLSH(_UNUSED, _VALUES, _BANDS)
        for number, minhash in self._minhashes.items():
            self._index.insert(number, minhash)

    def of(self, number: int) -> list[int]:
        """Return the other articles that may be near copies of one, by number, in order."""
        found = set(self._index.query(self._minhashes[number]))
        return sorted(found - {number})


def _read(signature: bytes) -> RMinHash:
    minhash = RMinHash(_VALUES, _SEED)
    minhash.__setstate__(signature)
    return minhash
