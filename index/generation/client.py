"""Requests to a language model through LlamaIndex's OpenAI-compatible client."""

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
    """Translate an error of httpx, openai or LlamaIndex; nothing of its text is kept."""
    if isinstance(error, ModelFailed):
        return error
    if isinstance(error, openai.APIStatusError):
        return ModelFailed(_status(error), _retry_after(error.response.headers))
    chain = list(_chain(error))
    if any(isinstance(e, ssl.SSLError) for e in chain) or _mentions_certificate(chain):
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


def _server_text(error: openai.APIStatusError) -> str:
    """Return what the server wrote, for looking up words in it. Never show it to anybody."""
    return f"{error.message} {error.body}".lower()


def _status(error: openai.APIStatusError) -> ModelFailure:
    status, text = error.status_code, _server_text(error)
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


def _mentions_certificate(chain: list[BaseException]) -> bool:
    """Return whether TLS failed: httpx passes on only the text of such errors."""
    texts = [str(e).lower() for e in chain if isinstance(e, httpx.ConnectError)]
    return any("certificate" in text or "ssl" in text or "tls" in text for text in texts)


def _retry_after(headers: httpx.Headers) -> float | None:
    """Return the seconds of ``Retry-After``, which is a number or a date, or None."""
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
_CONNECT_SECONDS = 10.0
_KEPT_HEADERS = ("host", "connection", "content-length", "content-type", "transfer-encoding")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the answer.

    ``tokens``, if known, are those of request and answer together. ``end`` says why the answer
    ended ("stop", or "length" if the tokens ran out), from the last piece of text on.
    ``reasoning`` is what the server sends apart from the answer, if it shows that.
    """

    text: str
    tokens: int | None = None
    end: str | None = None
    reasoning: str = ""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds without any data, before the first text and afterwards. Reasoning counts as data."""

    beginning: float
    middle: float


class _OnlyOurHeaders(httpx.Auth):
    """Sends only these headers: the libraries above never see the key."""

    def __init__(self, model: LanguageModel) -> None:
        self._key = model.key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        headers = {name: request.headers[name] for name in _KEPT_HEADERS if name in request.headers}
        request.headers = httpx.Headers(headers)
        request.headers["Accept"] = "text/event-stream, application/json"
        request.headers["User-Agent"] = "coverage-bot"
        if self._key is not None:
            request.headers["Authorization"] = f"Bearer {self._key.get_secret_value()}"
        yield request


class ChatClient:
    """Streams answers. Remembers only which options the server does not support."""

    def __init__(self, model: LanguageModel) -> None:
        """Blocks for a second the first time: loads certificates and much of the openai package."""
        self._model = model
        self._unsupported_options: set[str] = set()
        self._ssl_context = httpx.create_ssl_context()
        import_module("openai.resources.chat.completions")  # else imported during the first call

    async def stream(
        self, messages: Sequence[ChatMessage], max_tokens: int, timeouts: Timeouts
    ) -> AsyncGenerator[Piece]:
        """Yield an answer of up to ``max_tokens`` tokens as it arrives. Raises ModelFailed.

        Closing the generator closes the connection.
        """
        while True:
            started = False
            async with (
                self._client() as http_client,
                aclosing(self._ask(http_client, messages, max_tokens)) as pieces,
            ):
                try:
                    while (piece := await _next(pieces, timeouts, started=started)) is not None:
                        started = started or bool(piece.text)
                        yield piece
                except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                    if started or not self._drop_unsupported_option(error):
                        raise translate_error(error) from None
                except Exception as error:
                    # anything that fails because of what a server sends is a failure of the model;
                    # the error's own text may contain secrets
                    raise translate_error(error) from None
                else:
                    return

    def _client(self) -> httpx.AsyncClient:
        """Return a client for one request, so that closing it ends the request at any point."""
        return httpx.AsyncClient(
            auth=_OnlyOurHeaders(self._model),
            timeout=httpx.Timeout(
                self._model.seconds, connect=min(_CONNECT_SECONDS, self._model.seconds)
            ),
            trust_env=not _is_local(self._model.base_url),
            verify=self._ssl_context,
            follow_redirects=False,
        )

    async def _ask(
        self, http_client: httpx.AsyncClient, messages: Sequence[ChatMessage], max_tokens: int
    ) -> AsyncGenerator[Piece]:
        client = AsyncOpenAI(
            api_key=_NO_KEY,
            base_url=self._model.base_url,
            max_retries=0,
            timeout=self._model.seconds,
            http_client=http_client,
        )
        llm = OpenAILike(
            model=self._model.name,
            api_base=self._model.base_url,
            api_key=_NO_KEY,
            api_version=_NO_KEY,
            is_chat_model=True,
            is_function_calling_model=False,
            context_window=self._model.context,
            max_tokens=max_tokens,
            temperature=0.0,
            timeout=self._model.seconds,
            max_retries=0,
            callback_manager=CallbackManager([]),
            async_openai_client=client,
            additional_kwargs=self._options(max_tokens),
        )
        end, any_event = None, False
        async for response in await llm.astream_chat(messages):
            any_event = True
            tokens = response.additional_kwargs.get("total_tokens")
            choices = getattr(response.raw, "choices", None) or ()
            end = next((c.finish_reason for c in choices if c.finish_reason), end)
            counted = tokens if isinstance(tokens, int) else None
            reasoning = str(response.additional_kwargs.get("thinking_delta") or "")
            yield Piece(response.delta or "", counted, end, reasoning)
        if end is None:
            # a response without any event is a web page or JSON, not a broken stream
            raise ModelFailed(BROKE_OFF if any_event else UNREADABLE)

    def _options(self, max_tokens: int) -> dict[str, Any]:
        """Return request options besides those of LlamaIndex, or replacing them."""
        options: dict[str, Any] = {"stream_options": {"include_usage": True}}
        if "max_tokens" in self._unsupported_options:
            options |= {"max_tokens": omit, "max_completion_tokens": max_tokens}
        return options | dict.fromkeys(self._unsupported_options, omit)

    def _drop_unsupported_option(self, error: openai.APIStatusError) -> bool:
        """Leave out an option that the server complains about: not all servers support the same.

        A complaint about too much text may name ``max_tokens``, too, and is about no option.
        """
        if _status(error) is TOO_LONG:
            return False
        text = _server_text(error)
        for option in ("max_tokens", "stream_options", "temperature"):
            if option in text and option not in self._unsupported_options:
                self._unsupported_options.add(option)
                return True
        return False


async def _next(
    pieces: AsyncGenerator[Piece], timeouts: Timeouts, *, started: bool
) -> Piece | None:
    """Return the next piece, or None at the end. Raises ModelFailed if none arrives in time."""
    try:
        async with asyncio.timeout(timeouts.middle if started else timeouts.beginning):
            return await anext(pieces, None)
    except TimeoutError:
        raise ModelFailed(STALLED if started else TOO_SLOW) from None


def _is_local(url: str) -> bool:
    """Return whether a server is on this machine or network, where no proxy is to be used."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".internal"))
