"""Whatever decides the content of an index is in its fingerprint."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from index.embedding.fingerprint import covered, embedder_identity, index_fingerprint
from index.english.word_lists import IRREGULAR_VERBS, OFFICES, PHRASES, SAYING, SPELLINGS, VERBS
from tests.helpers import ROOT

# errors, value types and queries: a change of these that matters changes one of the others too
_NEUTRAL = {
    "index.errors",
    "index.models",
    "index.storage.ledger.queries",
    "index.storage.ledger.records",
    "index.storage.ledger.state",
}


def test_everything_that_prepares_articles_is_covered() -> None:
    program = (
        "import sys, index.ingestion.preparation, index.ingestion.loaders.html; "
        "import index.ingestion.parser, index.storage.ledger.rows; "
        "print(*(name for name in sys.modules if name.split('.')[0] == 'index'))"
    )
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = {
        name
        for name in told.split()
        if name not in _NEUTRAL and not name.startswith("index.models.")
    }
    assert {
        "index.ingestion.preparation",
        "index.ingestion.splitter",
        "index.temporal.tagger",
    } <= names
    missing = set()
    for name in names:
        found = importlib.util.find_spec(name)
        assert found is not None
        assert found.origin is not None
        # packages hold a docstring only
        if Path(found.origin).name != "__init__.py" and not covered(Path(found.origin)):
            missing.add(name)
    assert not missing


def test_another_embedder_is_another_fingerprint() -> None:
    assert index_fingerprint(embedder_identity()) == index_fingerprint(embedder_identity())
    assert index_fingerprint("one") != index_fingerprint("another")


def test_the_word_lists_that_preparation_reads_are_covered() -> None:
    lists = ROOT / "index" / "english" / "data"
    assert all(
        covered(lists / name)
        for name in (VERBS, PHRASES, IRREGULAR_VERBS, SPELLINGS, SAYING, OFFICES)
    )
