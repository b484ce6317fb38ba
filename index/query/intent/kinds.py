"""The kinds of messages."""

from __future__ import annotations

from typing import get_args

from index.models import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a message is.

fact        a question of fact, and everything that is uncertain
greeting    a greeting, or how the bot is
thanks      thanks, praise, a goodbye
help        what the bot is, can do, or how to use it
about       about the coverage itself: how many articles, which outlets, from when to when
overview    a summary, with or without a topic
news        what is new, with or without a topic
comparison  of outlets, days or people
claim       a statement to check
last        about the last answer: its source, shorter, more, why
none        nothing for the bot
"""
CHATTER: frozenset[Kind] = frozenset({"greeting", "thanks", "none"})
"""Kinds of messages that want no information."""
SMALL_TALK: frozenset[Kind] = CHATTER | {"help", "last"}
"""Kinds of messages that name nobody and nothing of the coverage."""
REQUESTS: frozenset[Kind] = frozenset({"about", "overview", "news", "comparison"})
"""Kinds of messages that ask for something other than a fact, also without a question mark."""
