"""What an index was made by, known without loading a model.

A fingerprint is a hash of the source of whatever decides the content of an index, so that no
change of it can go unnoticed: another fingerprint is another index, built beside the old one.
Vectors are kept by content, so only a change of the embedder embeds anything again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

_INDEX = Path(__file__).parent.parent
_EMBEDDER = ("embedding/local_model.py",)
_PREPARATION = (
    "english/sentences.py",
    "english/tokens.py",
    "events",
    "guardrails",
    "ingestion/article_files.py",
    "ingestion/boilerplate",
    "ingestion/loaders",
    "ingestion/metadata",
    "ingestion/parser.py",
    "ingestion/preparation.py",
    "ingestion/source_text.py",
    "ingestion/splitter.py",
    "ingestion/withholding.py",
    "storage/ledger/rows.py",
    "temporal",
)


def covered(path: Path) -> bool:
    """Whether a change of a source file makes another fingerprint."""
    return any(path in _files(_INDEX / name) for name in (*_EMBEDDER, *_PREPARATION))


def embedder_identity() -> str:
    """Changes with the local embedder: its weights' hash, its tokenizer's, its pooling."""
    return _hash(_EMBEDDER)


def index_fingerprint(embedder: str) -> str:
    """Changes with the embedder given and with how articles are read, split and dated."""
    return hashlib.sha256(f"{embedder}\n{_hash(_PREPARATION)}".encode()).hexdigest()[:16]


def _hash(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for name in names for path in _files(_INDEX / name)):
        digest.update(path.relative_to(_INDEX).as_posix().encode())
        # a checkout with other line ends is the same source
        digest.update(b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for entry in path.rglob("*") if path.is_dir() else ():
        if entry.is_file() and "__pycache__" not in entry.parts:
            yield entry
