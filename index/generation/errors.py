"""The ways in which a language model fails, in words that are safe to show to anybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelFailure:
    """One kind of failure.

    why     completes "the language model ..." for a reader; contains no names or values
    advice  what the person who runs the bot can do about it
    retry   whether the same request may succeed if it is sent again
    down    whether the failure is a sign that the server is down
    """

    why: str
    advice: str | None = None
    retry: bool = False
    down: bool = True


REFUSED_CONNECTION = ModelFailure(
    "cannot be reached", "start the server, or correct BOT_LLM_BASE_URL", retry=True
)
UNTRUSTED = ModelFailure(
    "cannot be trusted: its server's certificate is not valid",
    "correct BOT_LLM_BASE_URL, or set SSL_CERT_FILE to your own certificate authority",
)
TOO_SLOW = ModelFailure(
    "did not answer in time", "choose a faster model or server, or raise BOT_LLM_SECONDS"
)
STALLED = ModelFailure("stopped in the middle of its answer", "check the log of its server")
BROKE_OFF = ModelFailure("lost the connection", "check the log of its server", retry=True)
UNREADABLE = ModelFailure(
    "sent something that cannot be read",
    "check that BOT_LLM_BASE_URL is the address of an OpenAI-compatible server",
)
WRONG_KEY = ModelFailure("refused the key", "correct BOT_LLM_API_KEY")
NO_CREDIT = ModelFailure("has no credit left", "check the account that BOT_LLM_API_KEY belongs to")
UNKNOWN_MODEL = ModelFailure(
    "is not on its server",
    "correct BOT_LLM_MODEL, or BOT_LLM_BASE_URL, which usually ends in /v1",
)
REDIRECTED = ModelFailure("has moved to another address", "correct BOT_LLM_BASE_URL")
BUSY = ModelFailure(
    "has too many requests at the moment", "wait, or ask for a higher limit", retry=True
)
FAILED = ModelFailure("failed on its server", "check the log of its server", retry=True)
TOO_LONG = ModelFailure(
    "was given more text than it can read",
    "set BOT_LLM_CONTEXT to the context size that the server gives the model",
    down=False,
)
REFUSED_REQUEST = ModelFailure("refused the request", "check the log of its server", down=False)
WROTE_NOTHING = ModelFailure(
    "wrote nothing",
    "raise BOT_LLM_CONTEXT for a reasoning model, or choose a model without reasoning",
    down=False,
)
UNSUPPORTED = ModelFailure("wrote nothing that the articles support", down=False)
OFF_TOPIC = ModelFailure("wrote nothing that answers the question", down=False)
FOUND_NOTHING = ModelFailure("found no answer in the articles", down=False)
OUTDATED = ModelFailure("used articles that have changed since", down=False)
GUILD_SPENT = ModelFailure("has no tokens left for this server today", down=False)
UNCOUNTED = ModelFailure("is not used because its tokens cannot be counted", down=False)
PERSON_SPENT = ModelFailure("has no tokens left for you today", down=False)


class ModelFailed(Exception):
    """The model gave no answer.

    ``retry_after`` is how many seconds its server asked to wait, if it did. ``trusted`` says of a
    model that found no answer that it judges rightly. The message is safe to show: it contains no
    address, no key and nothing that the server wrote.
    """

    def __init__(
        self, failure: ModelFailure, retry_after: float | None = None, *, trusted: bool = False
    ) -> None:
        super().__init__(f"the language model {failure.why}")
        self.failure = failure
        self.retry_after = retry_after
        self.trusted = trusted


def note(failure: ModelFailure) -> str:
    """The note shown under an answer that the model should have written but did not."""
    return f"without the language model: it {failure.why}"
