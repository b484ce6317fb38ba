"""A model that cannot be loaded says what to do, whatever its libraries raise."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from index.cross_encoder import model as cross_encoder
from index.cross_encoder.model import CrossEncoder
from index.embedding import embedder, local_model
from index.errors import EmbedderFailed


def test_a_missing_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(local_model.importlib.util, "find_spec", lambda package: spec)
    monkeypatch.setattr(local_model, "_sums_overflow", lambda: False)
    with pytest.raises(EmbedderFailed, match=r"No such file.*reinstall coverage-bot") as raised:
        embedder._shared_local_model.__wrapped__()
    assert str(tmp_path) not in str(raised.value)


def test_a_file_that_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_model, "with_weights", lambda graph, weights: b"no model")
    monkeypatch.setattr(cross_encoder, "read_weights", lambda *_: b"no model")
    with pytest.raises(EmbedderFailed, match=r"the embedding model cannot be loaded .*reinstall"):
        embedder._shared_local_model.__wrapped__()
    with pytest.raises(EmbedderFailed, match=r"the cross-encoder cannot be loaded .*reinstall"):
        CrossEncoder()
