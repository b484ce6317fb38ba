"""Where a coverage is, and what it is made with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.generative.model import LanguageModel


@dataclass(frozen=True, slots=True)
class CoverageConfig:
    """Where everything is.

    ``read_only``, or a server and no folder of articles: what another process indexes on the
    server is answered from. ``collection`` tells several indexes on one server apart.
    ``command`` is what a second process on the data folder is told of this one.
    ``language_model`` writes the answers, where there is one.
    """

    articles: Path
    data: Path
    chroma_url: str | None = None
    collection: str = "coverage"
    read_only: bool = False
    command: str = "coverage-bot"
    language_model: LanguageModel | None = None
