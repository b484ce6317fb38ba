"""One request to a language model, through LlamaIndex's client of OpenAI-compatible servers.

Everything is said explicitly. Those libraries otherwise take a key, an organisation, headers and
an address from ``OPENAI_*`` variables, and would send them to whatever server is configured here.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import httpx
import openai
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.callbacks import CallbackManager
from llama_index.llms.openai_like import OpenAILike
from openai import AsyncOpenAI, omit

from index.generative.failures import BROKE_OFF, STALLED, TOO_SLOW, UNREADABLE, ModelFailed
from index.generative.model import LanguageModel
from index.generative.translating import failed, said

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
class Patience:
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


class Connection:
    """Makes requests; keeps only what it learned about the server's dialect."""

    def __init__(self, model: LanguageModel) -> None:
        """Blocks for a second the first time: reads certificates, and loads half of openai."""
        self._model = model
        self._unknown: set[str] = set()
        self._trusted = httpx.create_ssl_context()
        import_module("openai.resources.chat.completions")  # else while somebody waits

    async def stream(
        self, messages: Sequence[ChatMessage], most: int, patience: Patience
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
                        raise failed(error) from None
                except Exception as error:
                    # whatever a server sends, and wherever in the libraries it fails, is a failure
                    # of the model; the error itself may hold what must not be shown
                    raise failed(error) from None
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


async def _next(pieces: AsyncGenerator[Piece], patience: Patience, *, begun: bool) -> Piece | None:
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
