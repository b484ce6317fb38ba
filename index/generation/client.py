"""One request to a language model, through LlamaIndex's OpenAI-compatible client; its errors."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import httpx
import openai
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.callbacks import CallbackManager
from llama_index.llms.openai_like import OpenAILike
from openai import AsyncOpenAI, omit

from index.config import LanguageModel
from index.generation.errors import (
    BROKE_OFF,
    BUSY,
    FAILED,
    NO_CREDIT,
    REDIRECTED,
    REFUSED_CONNECTION,
    REFUSED_REQUEST,
    STALLED,
    TOO_LONG,
    TOO_SLOW,
    UNKNOWN_MODEL,
    UNREADABLE,
    UNTRUSTED,
    WRONG_KEY,
    ModelFailed,
    ModelFailure,
)

_OUT_OF_CREDIT = ("insufficient_quota", "billing", "credit")
_OVERFLOW = ("context", "too long", "too many tokens", "maximum length")


def translate_error(error: Exception) -> ModelFailed:
    """What an error of httpx, openai or LlamaIndex means; nothing of its text is kept."""
    if isinstance(error, ModelFailed):
        return error
    if isinstance(error, openai.APIStatusError):
        return ModelFailed(_status(error), _retry_after(error.response.headers))
    chain = list(_chain(error))
    if any(isinstance(e, ssl.SSLError) for e in chain) or _says_certificate(chain):
        return ModelFailed(UNTRUSTED)
    for cause, failure in (
        (httpx.ConnectTimeout, REFUSED_CONNECTION),
        (httpx.TimeoutException, TOO_SLOW),
        (openai.APITimeoutError, TOO_SLOW),
        (httpx.ConnectError, REFUSED_CONNECTION),
        (httpx.TransportError, BROKE_OFF),
        (openai.APIConnectionError, REFUSED_CONNECTION),
        (openai.APIResponseValidationError, UNREADABLE),
        (openai.APIError, BROKE_OFF),  # an error in the middle of the stream
    ):
        if any(isinstance(e, cause) for e in chain):
            return ModelFailed(failure)
    return ModelFailed(UNREADABLE)


def said(error: openai.APIStatusError) -> str:
    """What the server wrote, for looking up words in it; never to be shown."""
    return f"{error.message} {error.body}".lower()


def _status(error: openai.APIStatusError) -> ModelFailure:
    status, text = error.status_code, said(error)
    if status == 402 or (status in {403, 429} and any(word in text for word in _OUT_OF_CREDIT)):
        return NO_CREDIT
    if status in {400, 413, 422} and any(word in text for word in _OVERFLOW):
        return TOO_LONG
    known = {401: WRONG_KEY, 403: WRONG_KEY, 404: UNKNOWN_MODEL, 408: TOO_SLOW, 429: BUSY}
    if status in known:
        return known[status]
    if 300 <= status < 400:
        return REDIRECTED
    return FAILED if status >= 500 else REFUSED_REQUEST


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_certificate(chain: list[BaseException]) -> bool:
    """httpx passes on only the text of an error while TLS is set up."""
    texts = [str(e).lower() for e in chain if isinstance(e, httpx.ConnectError)]
    return any("certificate" in text or "ssl" in text or "tls" in text for text in texts)


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds from ``Retry-After``, which is a number or a date."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


_NO_KEY = "none"
_CONNECT = 10.0
_SENT = ("host", "connection", "content-length", "content-type", "transfer-encoding")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the answer.

    ``tokens``, once known, are those of the request and the answer together; ``end`` says, from
    the last piece of text on, why it ends: "stop", or "length" when the tokens are used up.
    """

    text: str
    tokens: int | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds without a sign of life, before the answer has begun and in the middle of it.

    Thoughts are signs of life.
    """

    beginning: float
    middle: float


class _OurHeaders(httpx.Auth):
    """Sends these headers and no others: the libraries above never learn the key."""

    def __init__(self, model: LanguageModel) -> None:
        self._key = model.key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        kept = {name: request.headers[name] for name in _SENT if name in request.headers}
        request.headers = httpx.Headers(kept)
        request.headers["Accept"] = "text/event-stream, application/json"
        request.headers["User-Agent"] = "coverage-bot"
        if self._key is not None:
            request.headers["Authorization"] = f"Bearer {self._key.get_secret_value()}"
        yield request


class ChatClient:
    """Makes requests; keeps only what it learned about the server's dialect."""

    def __init__(self, model: LanguageModel) -> None:
        """Blocks for a second the first time: reads certificates, and loads half of openai."""
        self._model = model
        self._unknown: set[str] = set()
        self._trusted = httpx.create_ssl_context()
        import_module("openai.resources.chat.completions")  # else while somebody waits

    async def stream(
        self, messages: Sequence[ChatMessage], most: int, patience: Timeouts
    ) -> AsyncGenerator[Piece]:
        """The answer as it comes, of up to ``most`` tokens. Raises ModelFailed.

        Close it, and the connection is closed.
        """
        while True:
            begun = False
            async with self._client() as http, aclosing(self._ask(http, messages, most)) as got:
                try:
                    while (piece := await _next(got, patience, begun=begun)) is not None:
                        begun = begun or bool(piece.text)
                        yield piece
                except openai.BadRequestError as error:
                    if begun or not self._learn(error):
                        raise translate_error(error) from None
                except Exception as error:
                    # whatever a server sends, and wherever in the libraries it fails, is a failure
                    # of the model; the error itself may hold what must not be shown
                    raise translate_error(error) from None
                else:
                    return

    def _client(self) -> httpx.AsyncClient:
        """A client for one request, so that closing it ends the request, wherever it is."""
        return httpx.AsyncClient(
            auth=_OurHeaders(self._model),
            timeout=httpx.Timeout(self._model.seconds, connect=min(_CONNECT, self._model.seconds)),
            trust_env=not _nearby(self._model.base_url),
            verify=self._trusted,
            follow_redirects=False,
        )

    async def _ask(
        self, http: httpx.AsyncClient, messages: Sequence[ChatMessage], most: int
    ) -> AsyncGenerator[Piece]:
        client = AsyncOpenAI(
            api_key=_NO_KEY,
            base_url=self._model.base_url,
            max_retries=0,
            timeout=self._model.seconds,
            http_client=http,
        )
        llm = OpenAILike(
            model=self._model.name,
            api_base=self._model.base_url,
            api_key=_NO_KEY,
            api_version=_NO_KEY,
            is_chat_model=True,
            is_function_calling_model=False,
            context_window=self._model.context,
            max_tokens=most,
            temperature=0.0,
            timeout=self._model.seconds,
            max_retries=0,
            callback_manager=CallbackManager([]),
            async_openai_client=client,
            additional_kwargs=self._options(most),
        )
        end, any_event = None, False
        async for response in await llm.astream_chat(messages):
            any_event = True
            tokens = response.additional_kwargs.get("total_tokens")
            choices = getattr(response.raw, "choices", None) or ()
            end = next((c.finish_reason for c in choices if c.finish_reason), end)
            yield Piece(response.delta or "", tokens if isinstance(tokens, int) else None, end)
        if end is None:
            # a whole response without one event is a web page or JSON, not a broken stream
            raise ModelFailed(BROKE_OFF if any_event else UNREADABLE)

    def _options(self, most: int) -> dict[str, Any]:
        """What goes into the request beside what LlamaIndex puts there, or instead of it."""
        options: dict[str, Any] = {"stream_options": {"include_usage": True}}
        if "max_tokens" in self._unknown:
            options |= {"max_tokens": omit, "max_completion_tokens": most}
        return options | dict.fromkeys(self._unknown, omit)

    def _learn(self, error: openai.APIStatusError) -> bool:
        """Servers differ in the options they know; leave out what this one complains about."""
        text = said(error)
        for option in ("max_tokens", "stream_options", "temperature"):
            if option in text and option not in self._unknown:
                self._unknown.add(option)
                return True
        return False


async def _next(pieces: AsyncGenerator[Piece], patience: Timeouts, *, begun: bool) -> Piece | None:
    """The next piece; None at the end. Raises ModelFailed when it does not come."""
    try:
        async with asyncio.timeout(patience.middle if begun else patience.beginning):
            return await anext(pieces, None)
    except TimeoutError:
        raise ModelFailed(STALLED if begun else TOO_SLOW) from None


def _nearby(url: str) -> bool:
    """Whether a server is on this machine or network, where no proxy has to do with it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".internal"))
