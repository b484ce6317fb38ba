"""What an index was made with, known without loading a model.

A fingerprint is a hash of the source code that decides the content of an index, so that no
change goes unnoticed: another fingerprint means another index, built next to the old one.
Vectors are kept by content, so only a change of the embedder makes it embed anything again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

_INDEX = Path(__file__).parent.parent
_EMBEDDER = ("embedding/local_model.py", "embedding/onnx_file.py")
_PREPARATION = (
    "copies",
    "embedding/loading.py",
    "english/calendar_words.py",
    "english/corrections.py",
    "english/letters.py",
    "english/offices.py",
    "english/quotations.py",
    "english/recognition.py",
    "english/saying.py",
    "english/sentences.py",
    "english/tokens.py",
    "english/verb_forms.py",
    "english/word_counts.py",
    "english/word_lists.py",
    "english/data/irregular_verbs.txt",
    "english/data/offices.txt",
    "english/data/phrasal.txt",
    "english/data/saying.txt",
    "english/data/spellings.txt",
    "english/data/verbs.txt",
    "events",
    "guardrails",
    "ingestion/article_files.py",
    "ingestion/block.py",
    "ingestion/boilerplate",
    "ingestion/encoding.py",
    "ingestion/loaders",
    "ingestion/metadata",
    "ingestion/date_order.py",
    "ingestion/origins.py",
    "ingestion/parser.py",
    "ingestion/preparation.py",
    "ingestion/screening.py",
    "ingestion/source_text.py",
    "ingestion/splitter.py",
    "ingestion/story.py",
    "ingestion/withholding.py",
    "storage/ledger/rows.py",
    "storage/ledger/stories.py",
    "storage/ledger/vocabulary.py",
    "storage/own_files.py",
    "temporal",
)


def covered(path: Path) -> bool:
    """Return whether a change of a source file changes the fingerprint."""
    return any(path in _files(_INDEX / name) for name in (*_EMBEDDER, *_PREPARATION))


def embedder_identity() -> str:
    """Hash the local embedder: its code, which includes the hashes of its model files."""
    return _hash(_EMBEDDER)


def index_fingerprint(embedder: str) -> str:
    """Hash the embedder's identity and the code that loads, splits and dates articles."""
    return hashlib.sha256(f"{embedder}\n{_hash(_PREPARATION)}".encode()).hexdigest()[:16]


def _hash(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for name in names for path in _files(_INDEX / name)):
        digest.update(path.relative_to(_INDEX).as_posix().encode())
        # a checkout with other line endings is the same source
        digest.update(b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for entry in path.rglob("*") if path.is_dir() else ():
        if entry.is_file() and "__pycache__" not in entry.parts:
            yield entry
