"""What ``/privacy`` says."""

from __future__ import annotations

from index.models import count
from index.storage.archive.privacy import MAX_TOKEN_DAYS, Forgotten


def privacy_text(keep_days: int, *, model: bool, chroma: bool) -> str:
    """Say what is kept, for how long and where it goes.

    ``model``: a language model is used; ``chroma``: the index is on a Chroma server.
    """
    counted = held = ""
    if model:
        tokens = count(min(keep_days, MAX_TOKEN_DAYS), "day")
        counted = (
            f"- For {tokens}: how many tokens (pieces of words) the language model has read and"
            " written for you each day, because they are limited.\n"
        )
        held = (
            " How many tokens you used today is deleted after the day has ended (UTC), because it"
            " counts towards your limit."
        )
        goes = (
            "To write an answer, a language model gets your question or the text to check, the"
            " conversation before it and passages of the articles, but not your name."
        )
    elif chroma:
        goes = (
            "Your questions are not sent to any other service: the server that holds the index gets"
            " only their vectors (lists of numbers that stand for what they are about)."
        )
    else:
        goes = "Your questions are not sent to any other service."
    return (
        "**What this bot keeps**\n"
        f"- For {count(keep_days, 'day')}: your questions and their answers, with your Discord id,"
        " the server, the channel and the message, so that buttons and follow-ups work.\n"
        "- Your feedback on answers, for as long as the answer is kept.\n"
        f"{counted}"
        f"After that, only totals remain: how many questions were asked and how they were rated."
        f" {goes}\n"
        f"The button deletes what is kept about you, including in backups.{held} Messages on"
        " Discord stay; you can delete your own."
    )


def forgotten_text(forgotten: Forgotten) -> str:
    """Say what was deleted."""
    copies = f", also from {count(forgotten.backups, 'backup')}" if forgotten.backups else ""
    if not (forgotten.answers or forgotten.feedback or copies):
        return "Done. No questions or feedback from you were kept."
    return (
        f"Done. Deleted: {count(forgotten.answers, 'question')} (answers included), and your"
        f" feedback on {count(forgotten.feedback, 'answer')}{copies}."
    )
