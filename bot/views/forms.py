"""Forms (modals): what they ask. State is in the ``custom_id``, so that they outlive a restart.

discord.py forgets the forms it showed when it ends; ``bot.views.submitted`` therefore reads what
was sent in from the interaction itself.
"""

from __future__ import annotations

import discord

from bot.pages.limits import MESSAGE
from bot.talk.questions import MOST

FOLLOW_UP, WHAT_WAS_WRONG = "follow-up", "wrong"
_FORGOTTEN = 600.0  # seconds after which discord.py need not know the form any more
WRONG = {
    "quote": "A quote does not say that",
    "date": "A date is wrong",
    "source": "A source does not fit",
    "missing": "Something is missing",
    "other": "Something else",
}


def follow_up_form(answer: int) -> discord.ui.Modal:
    """Asks for a question."""
    form = discord.ui.Modal(
        title="Ask a follow-up", custom_id=f"{FOLLOW_UP}:{answer}", timeout=_FORGOTTEN
    )
    question: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="question",
        style=discord.TextStyle.paragraph,
        placeholder="And what did he say the day after?",
        max_length=min(MOST, 4_000),
    )
    return form.add_item(discord.ui.Label(text="Your question", component=question))


def what_was_wrong_form(answer: int) -> discord.ui.Modal:
    """Asks what of an answer was wrong, and for words about it."""
    form = discord.ui.Modal(
        title="What was wrong?", custom_id=f"{WHAT_WAS_WRONG}:{answer}", timeout=_FORGOTTEN
    )
    kinds: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(
        custom_id="wrong",
        options=[discord.SelectOption(label=text, value=kind) for kind, text in WRONG.items()],
        required=True,
    )
    words: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="words",
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=min(1_000, MESSAGE),
    )
    form.add_item(discord.ui.Label(text="What was wrong?", component=kinds))
    return form.add_item(
        discord.ui.Label(
            text="In your words",
            description="Optional; whoever runs this bot reads it.",
            component=words,
        )
    )
