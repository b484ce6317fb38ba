"""What ``/privacy`` says."""

from __future__ import annotations

from bot.rendering.text import count


def privacy_text(keep_days: int, *, model: bool) -> str:
    """Say what is kept, for how long and where it goes; ``model``: a language model is used."""
    goes = (
        "To write an answer, a language model gets your question, the conversation before it and"
        " passages of the articles, but not your name."
        if model
        else "Your questions are not sent to any other service."
    )
    return (
        "**What this bot keeps**\n"
        f"- Your questions and their answers, with your Discord id, the server, the channel and"
        f" the message, so that buttons and follow-ups work; for {count(keep_days, 'day')}.\n"
        "- Your feedback on answers, for as long as the answer.\n"
        "- How many tokens you have used per day, for 40 days.\n"
        f"After that only numbers are left: how many questions were asked and how they were rated."
        f" {goes}\n"
        "The button deletes what is kept about you, also from backups. Messages on Discord stay;"
        " you can delete your own."
    )


def forgotten_text(answers: int, feedback: int) -> str:
    """Say what was deleted."""
    if not answers and not feedback:
        return "Done. No questions or feedback of yours are kept."
    return (
        f"Done. Deleted: {count(answers, 'question')} with the answers, and your feedback on"
        f" {count(feedback, 'answer')}."
    )
