"""The chat: questions and answers in the terminal, when there is no Discord token."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

from rich.text import Text

from bot.cli.commands import MAX_TURNS, answer_all, answer_question
from bot.cli.questions import clean_question, read_questions
from bot.cli.rendering import wrapped
from bot.cli.session import Session
from bot.rendering.text import on_one_line
from index.errors import CoverageError
from index.models import ArticleSummary, Scope, Turn, count, written_day

_SEED_FILE = "001_4dbd5fa71f876ea1.txt"
_EXIT_WORDS = {"exit", "quit", ":q", "\\q"}


@dataclass(frozen=True, slots=True)
class ChatInfo:
    """What the chat tells users: the articles folder, how to call the bot, and about Discord."""

    folder: str
    command: str
    discord: str = "To run the bot on Discord, put DISCORD_TOKEN=… into .env and start it again."


def chat(
    session: Session,
    stdin: TextIO | None,
    info: ChatInfo,
    read_line: Callable[[str], str] = input,
) -> int:
    """Answer typed or piped questions; without any input, print a summary. Returns 0, 1 or 2.

    ``read_line`` prompts for a line and raises EOFError at the end, like ``input``.
    """
    if stdin is not None and stdin.isatty():
        return _converse(session, info, read_line)
    lines = read_questions(stdin) if stdin else iter(())
    first = next(lines, None)
    session.refresh()
    if first is None:
        session.screen.print_lines(summary_lines(session, info))
        return 0
    return answer_all(session, chain([first], lines), Scope())


def _converse(session: Session, info: ChatInfo, read_line: Callable[[str], str]) -> int:
    screen = session.screen
    with suppress(ImportError):  # not available everywhere
        import readline  # noqa: F401  # gives `input` arrow keys and a history
    session.refresh()
    articles = _articles(session)
    lines = wrapped(Text(_index_summary(session, articles, info), style="bold"), screen.width)
    if articles:
        example = example_question(articles)
        lines += wrapped(f"Ask a question, for example: {example}", screen.width)
    lines += wrapped(Text(info.discord, style="dim"), screen.width)
    screen.print_lines([*lines, Text()])
    turns: list[Turn] = []
    while True:
        try:
            line = read_line("> ")
        except EOFError:
            screen.write("\n")
            return 0
        if line.strip().lower() in _EXIT_WORDS:
            return 0
        if line.strip():
            _reply(session, line, turns)


def _reply(session: Session, line: str, turns: list[Turn]) -> None:
    """Answer one line, as a follow-up to ``turns``; errors do not end the chat."""
    try:
        question = clean_question(line)
        session.refresh()
        answer = answer_question(session, question, Scope(), history=tuple(turns))
        turns[:] = [*turns, answer.turn][-MAX_TURNS:]
        session.screen.write("\n")
    except CoverageError as error:
        session.screen.warn(str(error))


def _articles(session: Session) -> tuple[ArticleSummary, ...]:
    return session.run(session.coverage.articles())


def summary_lines(session: Session, info: ChatInfo) -> list[Text]:
    """Render what is indexed and how to ask; commands have a line of their own, for copying."""
    articles, width = _articles(session), session.screen.width
    lines = wrapped(_index_summary(session, articles, info), width)
    if articles:
        for article in articles[:5]:
            lines += wrapped(article.title, width, "  - ", 4)
        if len(articles) > 5:
            lines += wrapped(f"and {len(articles) - 5:,} more", width, indent=4)
        ask = f'{info.command} ask "{example_question(articles)}"'
        lines += [Text(), Text("Ask a question, or pipe in one per line:"), Text(f"  {ask}")]
    lines += [Text(), Text("More:"), Text(f"  {info.command} timeline")]
    lines += [Text(f"  {info.command} --help"), Text()]
    return lines + wrapped(info.discord, width)


def _index_summary(session: Session, articles: Sequence[ArticleSummary], info: ChatInfo) -> str:
    if not articles:
        return session.why_empty()
    passages = count(sum(article.passages for article in articles), "passage")
    days = sorted(article.published for article in articles if article.published)
    when = ""
    if days:
        when = f", published {written_day(days[0])}"
        when += f" to {written_day(days[-1])}" if days[-1] != days[0] else ""
    folder = on_one_line(info.folder)
    return f"{count(len(articles), 'article')} in {folder}{when}; {passages}."


def example_question(articles: Sequence[ArticleSummary]) -> str:
    """Return a question that these articles answer."""
    if any(article.file == _SEED_FILE for article in articles):
        return "Why did Trump cancel the summit in Budapest?"
    return "What's new?"
