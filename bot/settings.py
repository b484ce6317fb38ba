"""Every setting of the bot, as one frozen object.

Settings are read from environment variables and from ``.env``. Environment variables take
precedence, and an empty value counts as not set. ``DISCORD_TOKEN`` has no prefix; every other
name starts with ``BOT_``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.config import LanguageModel, WebConfig
from index.errors import UnusableSetting
from index.ingestion.web.urls import clean_url
from index.models import FORMATS
from index.storage.own_files import BACKUPS_FOLDER

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}
_API_KEY = re.compile(r"[!-~]+")
_CHANNEL_IDS = re.compile(r"\s*+[0-9]{1,20}(?:(?:,\s*+|\s++(?:,\s*+)?)[0-9]{1,20})*+\s*+")
# A comma may be part of an address; what separates two is followed by the next one or by a space.
_BETWEEN_FEEDS = re.compile(r"\s+(?:,\s*)?|,(?=\s|https?://|\Z)\s*", re.IGNORECASE)
_MAX_FEEDS = 200
_COPY_ID = "in Discord's Developer Mode, right-click the channel and choose Copy Channel ID"
_COMPLETIONS_PATH = re.compile(r"/chat(?:/completions)?$")
# Chroma accepts 3 to 512 of these characters; the index appends a fingerprint to the name.
_COLLECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")


def _boolean(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _TRUE | _FALSE:
        raise ValueError("write true or false")
    return word in _TRUE


Boolean = Annotated[bool, BeforeValidator(_boolean)]


def _within(
    kind: type[int] | type[float], least: float, most: float | None = None
) -> BeforeValidator:
    """Return what reads a number of ``kind``; its error says which numbers are allowed."""
    words = f"from {least} to {most}" if most is not None else f"of {least} or more"

    def number(value: Any) -> Any:
        try:
            given = kind(str(value).strip())
        except ValueError:
            given = None
        if given is None or not least <= given <= (given if most is None else most):
            raise ValueError(f"write a {'whole ' if kind is int else ''}number {words}")
        return given

    return BeforeValidator(number)


def _channel_id(value: Any) -> Any:
    text = str(value).strip()
    if not re.fullmatch(r"[0-9]{1,20}", text) or not 0 < int(text) < 2**63:
        raise ValueError(f"write the id of the channel, a number: {_COPY_ID}")
    return int(text)


def _channel_ids(text: str) -> str:
    if not _CHANNEL_IDS.fullmatch(text):
        raise ValueError(f"write channel ids, separated by commas: {_COPY_ID}")
    return text


def _ids(text: str | None) -> frozenset[int]:
    return frozenset(int(part) for part in re.findall(r"[0-9]+", text or ""))


def _feeds(text: str) -> str:
    urls = _feed_urls(text)
    if len(urls) > _MAX_FEEDS:
        raise ValueError(f"there are {len(urls):,} feeds; list at most {_MAX_FEEDS}")
    if not urls:
        raise ValueError("write addresses like https://example.org/feed.xml")
    return text


def _feed_urls(text: str) -> tuple[str, ...]:
    """Return clean addresses. Raises ValueError, whose message shows none of them."""
    try:
        return tuple(dict.fromkeys(map(clean_url, filter(None, _BETWEEN_FEEDS.split(text)))))
    except UnusableSetting as error:
        raise ValueError(
            "write addresses like https://example.org/feed.xml, without user names and passwords, "
            "separated by spaces or commas"
        ) from error


def _path(path: Path) -> Path:
    if "\0" in str(path):
        raise ValueError("a path cannot contain NUL characters")
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ValueError("write the path without '~'") from error


def _data_folder(path: Path) -> Path:
    path = _path(path)
    if path.exists() and not path.is_dir():
        raise ValueError("this is a file; name a folder, which is created if it does not exist")
    return path


def _split_url(url: str, advice: str) -> SplitResult:
    """Parse an HTTP URL. Raises ValueError with ``advice`` if it is not one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(advice) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise ValueError(advice)
    return parts


def _chroma_url(url: str) -> str:
    advice = "write the server's address like http://127.0.0.1:8000"
    parts = _split_url(url, advice)
    if parts.username is not None or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError(f"{advice}, with nothing after the port")
    return url.rstrip("/")


def _collection_name(name: str) -> str:
    if not _COLLECTION.fullmatch(name):
        raise ValueError("use 3 to 63 letters (a-z), digits, '.', '_' and '-'")
    return name


def _llm_base_url(url: str) -> str:
    """Return the URL that request paths are appended to; ``/v1`` is added if it has no path."""
    advice = "write the server's address like http://127.0.0.1:11434/v1"
    parts = _split_url(url, advice)
    if parts.username is not None:
        raise ValueError(f"{advice}, and put the key in BOT_LLM_API_KEY")
    if parts.query or parts.fragment or re.search(r"\s", url):
        raise ValueError(f"{advice}, with nothing after the path")
    path = _COMPLETIONS_PATH.sub("", parts.path.rstrip("/"))
    return f"{parts.scheme}://{parts.netloc}{path or '/v1'}"


def _llm_model(name: str) -> str:
    if not name.isprintable() or name != name.strip():
        raise ValueError("write the model's name exactly as the server lists it")
    return name


def _llm_api_key(key: SecretStr | None) -> SecretStr | None:
    if key is not None and not _API_KEY.fullmatch(key.get_secret_value()):
        raise ValueError("a key consists of letters, digits and punctuation, without spaces")
    return key


def _discord_token(token: SecretStr | None) -> SecretStr | None:
    """Return the token as discord.py sends it, without space around it: so it is not logged."""
    text = token.get_secret_value().strip() if token is not None else ""
    if re.search(r"\s", text):
        raise ValueError("a token has no spaces or line breaks in it; copy it again")
    return SecretStr(text) if text else None


class DiscordSettings(BaseSettings):
    """Settings of the Discord bot."""

    discord_token: Annotated[SecretStr | None, AfterValidator(_discord_token)] = Field(
        default=None,
        validation_alias="DISCORD_TOKEN",
        description="The token of your Discord bot.",
    )
    read_messages: Boolean = Field(
        default=False,
        description="Answer messages without a mention in threads and in BOT_ASK_CHANNELS.",
    )
    ask_channels: Annotated[str, AfterValidator(_channel_ids)] | None = Field(
        default=None,
        description="Ids of the channels where every question is answered.",
    )
    forum_channels: Annotated[str, AfterValidator(_channel_ids)] | None = Field(
        default=None,
        description="Ids of the forums whose new posts are answered without a mention.",
    )
    open_threads: Boolean = Field(
        default=False,
        description="Open a thread for each mention, and answer there.",
    )
    questions_per_minute: Annotated[int, _within(int, 1, 600)] = Field(
        default=10,
        description="How many questions one person may ask per minute.",
    )
    answers_at_once: Annotated[int, _within(int, 1, 1000)] = Field(
        default=40,
        description="How many questions are answered at the same time.",
    )
    admin_role: str | None = Field(
        default=None,
        description="Id or name of a role whose members may use /admin.",
    )
    news_channel: Annotated[int, BeforeValidator(_channel_id)] | None = Field(
        default=None,
        description="Id of the channel where new articles are announced.",
    )
    watch: Boolean = Field(
        default=True,
        description="Watch the articles folder and index changes automatically.",
    )
    metrics_port: Annotated[int, _within(int, 1, 65_535)] | None = Field(
        default=None,
        description="The port that serves metrics for Prometheus; without it, there are none.",
    )
    metrics_host: str = Field(
        default="127.0.0.1",
        description="The address where they are served; by default only this machine sees them.",
    )
    debug: Boolean = Field(
        default=False,
        description="Log why each answer was chosen or refused, which may show questions.",
    )

    @property
    def ask_channel_ids(self) -> frozenset[int]:
        """``ask_channels`` as numbers."""
        return _ids(self.ask_channels)

    @property
    def forum_channel_ids(self) -> frozenset[int]:
        """``forum_channels`` as numbers."""
        return _ids(self.forum_channels)

    @model_validator(mode="after")
    def _check_ask_channels(self) -> Self:
        if self.ask_channels is not None and not self.read_messages:
            raise ValueError(
                "BOT_ASK_CHANNELS needs BOT_READ_MESSAGES=true: without it the bot cannot read "
                "the messages in those channels"
            )
        return self


class FeedSettings(BaseSettings):
    """Settings of the feeds that articles come from."""

    feeds: Annotated[str, AfterValidator(_feeds)] | None = Field(
        default=None,
        description="Addresses of RSS, Atom or sitemap files that new articles are taken from.",
    )
    feed_minutes: Annotated[int, _within(int, 5, 1440)] = Field(
        default=15,
        description="How many minutes pass between two polls of a feed.",
    )
    feed_silent_days: Annotated[int, _within(int, 1, 365)] = Field(
        default=7,
        description="After how many days without a new article the bot warns about a feed.",
    )

    @property
    def web(self) -> WebConfig:
        """The feeds, as the coverage wants them."""
        urls = _feed_urls(self.feeds) if self.feeds else ()
        return WebConfig(urls, self.feed_minutes, self.feed_silent_days)


class ModelSettings(BaseSettings):
    """Settings of the language model that writes answers."""

    llm_base_url: Annotated[str, AfterValidator(_llm_base_url)] | None = Field(
        default=None,
        description="The address of a server that speaks the OpenAI protocol.",
    )
    llm_model: Annotated[str, AfterValidator(_llm_model)] | None = Field(
        default=None,
        description="The model's name on that server.",
    )
    llm_api_key: Annotated[SecretStr | None, AfterValidator(_llm_api_key)] = Field(
        default=None,
        description="The API key for that server, if it needs one.",
    )
    llm_context: Annotated[int, _within(int, 1024, 10_000_000)] = Field(
        default=4096,
        description="The model's context window, in tokens.",
    )
    llm_seconds: Annotated[float, _within(float, 1, 840)] = Field(
        default=60,
        description="How many seconds the model may take for an answer.",
    )
    llm_judge: Boolean = Field(
        default=True,
        description="Whether the model also judges its sentences by their quotes.",
    )
    llm_guild_tokens: Annotated[int, _within(int, 0)] = Field(
        default=1_000_000,
        description="How many tokens a Discord server may use per day; 0 means no limit.",
    )
    llm_person_tokens: Annotated[int, _within(int, 0)] = Field(
        default=100_000,
        description="How many tokens one person may use per day; 0 means no limit.",
    )

    @property
    def language_model(self) -> LanguageModel | None:
        """The configured model, or None if there is none."""
        if self.llm_base_url is None or self.llm_model is None:
            return None
        return LanguageModel(
            base_url=self.llm_base_url,
            name=self.llm_model,
            key=self.llm_api_key,
            context=self.llm_context,
            seconds=self.llm_seconds,
            guild_tokens=self.llm_guild_tokens or None,
            person_tokens=self.llm_person_tokens or None,
            judges=self.llm_judge,
        )

    @model_validator(mode="after")
    def _check_model(self) -> Self:
        if self.llm_base_url is not None and self.llm_model is None:
            raise ValueError(
                "BOT_LLM_BASE_URL is set, but BOT_LLM_MODEL is not: name the model, or unset both"
            )
        given = "BOT_LLM_MODEL" if self.llm_model else "BOT_LLM_API_KEY"
        if self.llm_base_url is None and (self.llm_model or self.llm_api_key):
            raise ValueError(
                f"{given} is set, but BOT_LLM_BASE_URL is not: set it to the server's address, "
                "like https://api.openai.com/v1"
            )
        return self


class Settings(DiscordSettings, FeedSettings, ModelSettings):
    """Every setting. A field's ``description`` is what users read about it."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_",
        env_file=".env",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    articles: Annotated[Path, AfterValidator(_path)] = Field(
        default=Path("seeds"),
        description="The folder with your articles.",
    )
    data: Annotated[Path, AfterValidator(_data_folder)] = Field(
        default=Path("data"),
        validate_default=True,
        description="The folder where the index is stored.",
    )
    backups: Annotated[Path, AfterValidator(_data_folder)] | None = Field(
        default=None,
        description="The folder for daily backups of the archive; by default in the data folder.",
    )
    keep_days: Annotated[int, _within(int, 1, 36_500)] = Field(
        default=90,
        description="How many days questions, answers and the ids of people are kept.",
    )
    chroma_url: Annotated[str, AfterValidator(_chroma_url)] | None = Field(
        default=None,
        description="The address of a Chroma server; without it, Chroma runs inside the bot.",
    )
    collection: Annotated[str, AfterValidator(_collection_name)] = Field(
        default="coverage",
        description="The name of the index on a Chroma server.",
    )
    read_only: Boolean = Field(
        default=False,
        description="Never index anything; answer from what is already indexed.",
    )
    languages: Boolean = Field(
        default=True,
        description="Compare questions in other languages by meaning, if the extra is installed.",
    )

    @property
    def backup_folder(self) -> Path:
        """The folder for backups of the archive."""
        return self.backups or self.data / BACKUPS_FOLDER

    @property
    def indexes(self) -> bool:
        """Whether this process indexes the articles; if not, another one does, or nobody.

        Their folder may be on a drive that is mounted later.
        """
        return not self.read_only and self.articles.is_dir()

    @model_validator(mode="after")
    def _check_articles(self) -> Self:
        """Require the articles folder, unless another process maintains the index."""
        reads_shared_index = self.read_only or self.chroma_url is not None
        if self.articles.is_dir() or (reads_shared_index and not self.articles.exists()):
            return self
        if self.articles.exists():
            raise ValueError(
                f"BOT_ARTICLES={self.articles} cannot be used: this is a file; name the folder "
                "that contains your articles"
            )
        if "articles" in self.model_fields_set:
            raise ValueError(
                f"BOT_ARTICLES={self.articles} cannot be used: there is no such folder; name the "
                "folder that contains your articles"
            )
        raise ValueError(
            f"there is no folder '{self.articles}' here: put your articles ({FORMATS}) in a folder "
            "and name it: BOT_ARTICLES=path coverage-bot"
        )
