"""Loads models: their weights, and whatever goes wrong, as an error that says what to do.

It is no part of ``local_model``, whose code names the vectors of an index.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from index.errors import EmbedderFailed

REMEDY = "free some memory, or reinstall coverage-bot"
"""What to do about a model that cannot be loaded, or fails."""


@contextmanager
def loading(what: str) -> Iterator[None]:
    """Raise EmbedderFailed for whatever goes wrong; ``what`` is the name of the model."""
    try:
        yield
    except EmbedderFailed:
        raise
    except Exception as error:  # a file is missing, or onnxruntime does not take it
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        if isinstance(error, OSError) and error.strerror:  # without the path
            reason = error.strerror
        raise EmbedderFailed(f"{what} cannot be loaded ({reason}): {REMEDY}") from error


def read_weights(package: str, name: str, sha256: str, what: str) -> bytes:
    """Read a file of weights that a package of ``index`` ships; ``what`` is the name of the model.

    Raises EmbedderFailed if it is missing, damaged or another file.
    """
    try:
        data = (files(package) / name).read_bytes()
    except OSError as error:
        raise EmbedderFailed(f"{what} ({name}) is missing: reinstall coverage-bot") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EmbedderFailed(
            f"{what} ({name}) is damaged or has been replaced: reinstall coverage-bot"
        )
    return data
