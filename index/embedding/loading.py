"""What a model's libraries raise while it is loaded, as an error that says what to do.

It is no part of ``local_model``, whose code names the vectors of an index.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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
