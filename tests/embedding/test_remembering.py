"""The memory of the last questions."""

from __future__ import annotations

import numpy as np
import pytest

from index.embedding.local_model import LocalEmbedding
from index.embedding.remembering import RememberingEmbedding


def test_a_question_that_is_asked_again_is_not_embedded_again() -> None:
    model, asked = RememberingEmbedding(), "When did the ferry sink?"
    vector = model.embed_question(asked)
    assert model.embed_question(asked) is vector
    assert np.array_equal(vector, LocalEmbedding().embed_question(asked))
    with pytest.raises(ValueError, match="read-only"):
        vector += 1
