"""The sentences of replies that are not from the articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from index.models import Citation, Scope, Statement, by_article, written_day

LINES = {
    "greeting": "Hello! Ask me anything about the articles, or say “help”.",
    "thanks": "Glad to help. Ask me again any time.",
    "none": "I answer questions about the articles. Ask me one, or say “help”.",
}
ONLY_ENGLISH = {
    "ar": "أفهم الأسئلة باللغة الإنجليزية فقط. من فضلك اسأل بالإنجليزية.",
    "bn": "আমি শুধু ইংরেজিতে করা প্রশ্ন বুঝি। অনুগ্রহ করে ইংরেজিতে প্রশ্ন করুন।",
    "de": "Ich verstehe nur Fragen auf Englisch. Bitte frag mich auf Englisch.",
    "es": "Solo entiendo preguntas en inglés. Por favor, pregúntame en inglés.",
    "fr": "Je ne comprends que les questions en anglais. Merci de poser la vôtre en anglais.",
    "hi": "मैं केवल अंग्रेज़ी में पूछे गए सवाल समझता हूँ। कृपया अंग्रेज़ी में पूछें।",
    "id": "Saya hanya mengerti pertanyaan dalam bahasa Inggris. Silakan tulis dalam bahasa itu.",
    "pt": "Só entendo perguntas em inglês. Por favor, pergunte em inglês.",
    "ru": "Я понимаю только вопросы на английском языке. Пожалуйста, спросите по-английски.",
    "tr": "Yalnızca İngilizce soruları anlıyorum. Lütfen İngilizce sorun.",
    "uk": "Я розумію лише запитання англійською мовою. Будь ласка, запитайте англійською.",
    "zh": "我只能看懂英文问题，请用英文提问。",
    "other": "I only read English. Please ask me in English.",
}
"""What is said to a message in another language, in that language, by the codes of
``index.query.language``.
"""
NO_TRANSLATION = "I can only answer in English: for other languages I need a language model."
NO_ANSWER_YET = "There is no earlier answer that this could be about. Ask me a question first."
LINKS_ONLY = "I don't open links. Ask me about the articles that I have, or say “help”."
NO_MORE = "I found nothing more about this in the articles."


def help_lines(questions: Sequence[str]) -> tuple[str, ...]:
    """Return what the bot can do, and questions that the coverage answers."""
    lines = [
        "I answer questions about a set of news articles, quoting them and naming my sources.",
        "You can also ask for a summary, or ask what's new or which articles I have. "
        "If the articles don't say, I'll tell you so.",
    ]
    if questions:
        lines.append("For example: " + " · ".join(questions))
    return tuple(lines)


def latest_coverage(day: dt.date | None, topic: str | None, scope: Scope) -> str:
    """Say of which day the newest article on a topic within a scope is."""
    parts = ["The latest coverage"]
    if topic:
        parts.append(f"of “{topic}”")
    if scope.outlet:
        parts.append(f"by {scope.outlet}")
    if scope.until:
        parts.append(f"until {written_day(scope.until)}")
    what = " ".join(parts)
    return f"{what} is from {written_day(day)}." if day else f"{what} is undated."


def sources(citations: Sequence[Citation]) -> tuple[Statement, ...]:
    """Return a statement for each article that is quoted: its title, outlet and day."""
    return tuple(
        Statement(_source(quotes[0]), tuple(each.number for each in quotes))
        for quotes in by_article(citations)
    )


def _source(citation: Citation) -> str:
    day = written_day(citation.published) if citation.published else None
    where = ", ".join(filter(None, (citation.outlet, day)))
    return f"“{citation.title}”, {where}" if where else f"“{citation.title}”"
