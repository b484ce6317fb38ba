"""Translates questions to English and answers back, using the language model."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index.english.calendar_words import MONTHS
from index.generation.budget import Budget
from index.generation.resilience import ModelCaller
from index.generation.short_text import write_short_text
from index.models import Answer, Asker, Statement
from index.query.language import ENGLISH, language_of

SHARE = 1 / 4
"""Share of the time for an answer that a translation may take."""
LONGEST = 4
"""How many times as long as the original a translation may be."""
TO_ENGLISH = """\
You translate a reader's question about news articles into English. Keep names, numbers and days. \
Do not answer it. Write only the question, on one line."""
BACK = """\
You translate an answer about news articles. You get a reader's question and numbered lines in \
English. Translate each line into the language of the question. Keep the number before each line, \
and all names, numbers and days. Add nothing. Write only the numbered lines."""
NOTE = "The answer could not be translated."
_LINE = re.compile(r"^\W*(\d+)[.:)]\s*(.+)$")
_NUMBER = re.compile(r"\d+")
_NAME = f"((?a:{'|'.join(MONTHS)}))"  # ASCII: "ſ" and "İ" are no "s" and "i"
_MONTH = re.compile(rf"\b{_NAME}\b\.?(?=,? \d)|(?<=\d ){_NAME}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Translator:
    """Uses the caller of the generator, and so its circuit breaker."""

    caller: ModelCaller
    budget: Budget

    async def to_english(self, question: str, asker: Asker) -> str | None:
        """Return the question in English, or None if the model did not give a usable one."""
        written = await self._ask(TO_ENGLISH, " ".join(question.split()), asker)
        lines = [line.strip() for line in (written or "").splitlines() if line.strip()]
        if len(lines) != 1 or len(lines[0]) > LONGEST * len(question) + 50:
            return None
        english = lines[0].strip('"“”*').strip()
        kept = _same_numbers(english, question)
        return english if english and kept and language_of(english) == ENGLISH else None

    async def back(self, answer: Answer, question: str, asker: Asker) -> Answer:
        """Return the answer in the language of ``question``; the quotes stay as they are.

        The answer stays in English, with a note, if the model leaves out a line or a number.
        """
        if not answer.statements:
            return answer
        lines = "\n".join(f"{i}. {s.text}" for i, s in enumerate(answer.statements, 1))
        written = await self._ask(BACK, f"Question: {question}\n\n{lines}", asker)
        found = matched(answer.statements, written or "")
        if found is None:
            return replace(answer, note=answer.note or NOTE)
        return replace(answer, statements=found, mode="llm")

    async def _ask(self, rules: str, text: str, asker: Asker) -> str | None:
        """What the model writes, without its thoughts; None if it fails or may not be asked."""
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=rules),
            ChatMessage(role=MessageRole.USER, content=text),
        ]
        written = await write_short_text(
            self.caller,
            self.budget,
            messages,
            asker,
            tokens=self.caller.model.answer_tokens,
            characters=LONGEST * len(text) + 2000,
            share=SHARE,
        )
        return None if written is None else written.strip()


def matched(statements: Sequence[Statement], written: str) -> tuple[Statement, ...] | None:
    """Return the statements with their translations, or None if a line or a number is missing.

    A line without a number goes on with the statement before it.
    """
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, written.splitlines())):
        numbered = _LINE.match(line)
        if numbered and numbered[1] not in found:
            found[numbered[1]] = [numbered[2].strip()]
        elif found:
            found[next(reversed(found))].append(line)
    if [*found] != [str(number) for number in range(1, len(statements) + 1)]:
        return None
    made = [
        replace(s, text=" ".join(lines))
        for s, lines in zip(statements, found.values(), strict=True)
    ]
    for before, after in zip(statements, made, strict=True):
        if len(after.text) > LONGEST * len(before.text) + 20:
            return None
        if not _same_numbers(before.text, after.text):
            return None
    return tuple(made)


def _same_numbers(english: str, other: str) -> bool:
    """Whether both have the same numbers; other languages may write months as numbers, too."""
    numbers = _numbers(english)
    months = Counter(str(MONTHS[(m[1] or m[2]).lower()]) for m in _MONTH.finditer(english))
    return _numbers(other) in (numbers, numbers + months)


def _numbers(text: str) -> Counter[str]:
    """The numbers of a text, in whatever digits they are written, without leading zeros."""
    found = ("".join(str(unicodedata.digit(each)) for each in n) for n in _NUMBER.findall(text))
    return Counter(number.lstrip("0") or "0" for number in found)
