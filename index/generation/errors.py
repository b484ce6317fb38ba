"""What goes wrong with a language model, in words that may be shown to anybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelFailure:
    """One kind of failure.

    why     completes "the language model ..." for a reader; half a line without names or values
    advice  what whoever runs the bot does about it
    again   whether the same request may succeed if it is sent again
    down    whether it counts as a sign that the server is out of order
    """

    why: str
    advice: str | None = None
    again: bool = False
    down: bool = True


REFUSED_CONNECTION = ModelFailure(
    "cannot be reached", "start the server, or correct BOT_LLM_BASE_URL", again=True
)
UNTRUSTED = ModelFailure(
    "cannot be trusted: its server's certificate is not valid",
    "correct BOT_LLM_BASE_URL, or name the file of your own authority in SSL_CERT_FILE",
)
TOO_SLOW = ModelFailure(
    "did not answer in time", "choose a faster model or server, or raise BOT_LLM_SECONDS"
)
STALLED = ModelFailure("stopped in the middle", "look at what its server says")
BROKE_OFF = ModelFailure("broke off", "look at what its server says", again=True)
UNREADABLE = ModelFailure(
    "sent something that cannot be read", "is this an OpenAI-compatible server?"
)
WRONG_KEY = ModelFailure("refused the key", "correct BOT_LLM_API_KEY")
NO_CREDIT = ModelFailure("has no credit left", "look at the account of BOT_LLM_API_KEY")
UNKNOWN_MODEL = ModelFailure(
    "is not on its server",
    "correct BOT_LLM_MODEL, or BOT_LLM_BASE_URL, which usually ends in /v1",
)
REDIRECTED = ModelFailure("has moved to another address", "correct BOT_LLM_BASE_URL")
BUSY = ModelFailure(
    "has too many requests at the moment", "wait, or ask for a higher limit", again=True
)
FAILED = ModelFailure("failed on its server", "look at what its server says", again=True)
TOO_LONG = ModelFailure(
    "was given more than it can read",
    "set BOT_LLM_CONTEXT to the context that the server gives the model",
    down=False,
)
REFUSED_REQUEST = ModelFailure("refused the request", "look at what its server says", down=False)
SAID_NOTHING = ModelFailure(
    "wrote nothing",
    "a model that thinks first may need a larger BOT_LLM_CONTEXT; or choose one that does not",
    down=False,
)
UNSUPPORTED = ModelFailure("wrote nothing that the articles bear out", down=False)
BESIDE_THE_POINT = ModelFailure("wrote nothing that answers this", down=False)
FOUND_NOTHING = ModelFailure("found no answer in the articles", down=False)
OVERTAKEN = ModelFailure("was overtaken by a change of the articles", down=False)
GUILD_SPENT = ModelFailure("has no tokens left for this server today", down=False)
UNCOUNTED = ModelFailure("is not used while tokens cannot be counted", down=False)
PERSON_SPENT = ModelFailure("has no tokens left for you today", down=False)


class ModelFailed(Exception):
    """The model gave no answer. ``after`` is how many seconds its server asked to wait.

    The message is safe to show: it names no address, no key and nothing that the server wrote.
    """

    def __init__(self, failure: ModelFailure, after: float | None = None) -> None:
        super().__init__(f"the language model {failure.why}")
        self.failure = failure
        self.after = after


def note(failure: ModelFailure) -> str:
    """Half a line under an answer that the model did not write."""
    return f"without the language model: it {failure.why}"
