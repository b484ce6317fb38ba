"""Errors of the libraries below become failures of ours."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import openai

from index.generative.failures import (
    BROKE_OFF,
    BUSY,
    FAILED,
    NO_CREDIT,
    REDIRECTED,
    REFUSED_CONNECTION,
    REFUSED_REQUEST,
    TOO_LONG,
    TOO_SLOW,
    UNKNOWN_MODEL,
    UNREADABLE,
    UNTRUSTED,
    WRONG_KEY,
    Failure,
    ModelFailed,
)

_OUT_OF_CREDIT = ("insufficient_quota", "billing", "credit")
_OVERFLOW = ("context", "too long", "too many tokens", "maximum length")


def failed(error: Exception) -> ModelFailed:
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


def _status(error: openai.APIStatusError) -> Failure:
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
