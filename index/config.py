"""Where a coverage is, and what it is made with. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model behind an OpenAI-compatible server. The key is in no ``repr``.

    base_url  the address that ``/chat/completions`` is appended to
    name      the model's name on that server
    context   tokens that the question, its evidence and the answer may have together
    seconds   the time for one answer, from the first request to the last word
    guild_tokens, person_tokens   tokens a day (UTC) for each; None is without limit
    """

    base_url: str
    name: str
    key: SecretStr | None = None
    context: int = 4096
    seconds: float = 60.0
    guild_tokens: int | None = None
    person_tokens: int | None = None

    @property
    def answer_tokens(self) -> int:
        """What of the context is left to the model's answer, thoughts included."""
        return min(4096, self.context // 4)


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
