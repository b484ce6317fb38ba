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
