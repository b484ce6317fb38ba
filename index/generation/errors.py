"""The ways in which a language model fails, in words that are safe to show to anybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelFailure:
    """One kind of failure.

    why     completes "the language model ..." for a reader, about what happened; contains no names
            or values
    advice  what the person who runs the bot can do about it
    retry   whether the same request may succeed if it is sent again
    down    whether the failure is a sign that the server is down
    """

    why: str
    advice: str | None = None
    retry: bool = False
    down: bool = True


REFUSED_CONNECTION = ModelFailure(
    "could not be reached", "start the server, or correct BOT_LLM_BASE_URL", retry=True
)
UNTRUSTED = ModelFailure(
    "could not be trusted, because the certificate of its server is not valid",
    "correct BOT_LLM_BASE_URL, or set SSL_CERT_FILE to your own certificate authority",
)
TOO_SLOW = ModelFailure(
    "did not answer in time", "choose a faster model or server, or raise BOT_LLM_SECONDS"
)
STALLED = ModelFailure("stopped in the middle of its answer", "check the log of its server")
BROKE_OFF = ModelFailure("lost the connection", "check the log of its server", retry=True)
UNREADABLE = ModelFailure(
    "sent something that the bot cannot read",
    "check that BOT_LLM_BASE_URL is the address of an OpenAI-compatible server",
)
WRONG_KEY = ModelFailure("refused the key", "correct BOT_LLM_API_KEY")
NO_CREDIT = ModelFailure("had no credit left", "check the account that BOT_LLM_API_KEY belongs to")
UNKNOWN_MODEL = ModelFailure(
    "was not found on its server",
    "correct BOT_LLM_MODEL, or BOT_LLM_BASE_URL, which usually ends in /v1",
)
REDIRECTED = ModelFailure("had moved to another address", "correct BOT_LLM_BASE_URL")
BUSY = ModelFailure(
    "had too many requests", "wait, or ask its provider for a higher limit", retry=True
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
    "choose a model without reasoning, or, if BOT_LLM_CONTEXT is below 16,384, raise it",
    down=False,
)
UNSUPPORTED = ModelFailure("wrote nothing that the articles support", down=False)
OFF_TOPIC = ModelFailure("wrote nothing that answers the question", down=False)
FOUND_NOTHING = ModelFailure("found no answer in the articles", down=False)
OUTDATED = ModelFailure("used articles that have changed since", down=False)
_USED_UP = "takes no more questions from {} until 00:00 UTC: the tokens for today are used up"
GUILD_SPENT = ModelFailure(_USED_UP.format("this server"), down=False)
PERSON_SPENT = ModelFailure(_USED_UP.format("you"), down=False)
UNCOUNTED = ModelFailure(
    "was not asked, because its tokens cannot be counted",
    "check that the data folder can be written, and that its disk is not full",
    down=False,
)


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


def note(failure: ModelFailure, *, quoted: bool) -> str:
    """The note shown under an answer that the model should have written but did not.

    ``quoted``: sentences of the articles are shown instead, and not an abstention.
    """
    return f"{'Quoted from the articles: the' if quoted else 'The'} language model {failure.why}."
