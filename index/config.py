"""Configuration of a coverage. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

LEAST_CONTEXT_TO_JUDGE = 3072
"""Tokens in which there is room for the controls of a request and a few statements."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model behind an OpenAI-compatible server. ``repr`` does not show the key.

    base_url  the address that ``/chat/completions`` is appended to
    name      the model's name on that server
    context   the most tokens that prompt and answer may have together
    seconds   the time limit for one answer, from the first request to the last word
    guild_tokens, person_tokens   tokens per day (UTC) for each guild and person; None: no limit
    judges    whether it also judges what it wrote, in a request of its own; see ``can_judge``
    """

    base_url: str
    name: str
    key: SecretStr | None = None
    context: int = 4096
    seconds: float = 60.0
    guild_tokens: int | None = None
    person_tokens: int | None = None
    judges: bool = True

    @property
    def can_judge(self) -> bool:
        """Whether it is to judge, and its context has room for that."""
        return self.judges and self.context >= LEAST_CONTEXT_TO_JUDGE

    @property
    def answer_tokens(self) -> int:
        """The most tokens that the model may write per answer, its reasoning included."""
        return min(4096, self.context // 4)


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Which feeds are polled, and how.

    feeds        addresses of RSS, Atom and sitemap files
    minutes      between two polls of a feed
    silent_days  after which a feed without a new article is pointed out
    own_network  addresses that are fetched from although they are not of the internet, for tests
    """

    feeds: tuple[str, ...] = ()
    minutes: int = 15
    silent_days: int = 7
    own_network: frozenset[str] = frozenset()


NO_FEEDS = WebConfig()
"""Only the addresses that people name are fetched."""


@dataclass(frozen=True, slots=True)
class CoverageConfig:
    """Where the articles, the data and the Chroma server are.

    articles    the folder of articles
    data        the data folder: ledger, archive, and Chroma's files if there is no server
    chroma_url  a Chroma server (http://host:port), or None for Chroma in the data folder
    collection  prefix of the names of collections, so that several indexes can share a server
    read_only   never index: use the existing index or, with a server, follow the process that
                indexes there. A process with a server but no articles folder follows, too.
                Without a server, neither ledger nor Chroma is written.
    command     how this process introduces itself to a second one on the same data folder
    language_model  the model that writes answers; None for extractive answers only
    web         the feeds that are polled
    languages   compare questions in other languages by meaning, if the package for it is installed
    backups     the folder for backups of the archive, if it is not in the data folder
    """

    articles: Path
    data: Path
    chroma_url: str | None = None
    collection: str = "coverage"
    read_only: bool = False
    command: str = "coverage-bot"
    language_model: LanguageModel | None = None
    web: WebConfig = NO_FEEDS
    languages: bool = True
    backups: Path | None = None

    @property
    def writes_nothing(self) -> bool:
        """Whether the index is only read; following a server writes to the ledger."""
        return self.read_only and self.chroma_url is None
