"""The bot without Discord: questions and answers in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

from rich.text import Text

from bot.terminal.arguments import usable_question
from bot.terminal.commands import answer_all, answer_question
from bot.terminal.layout import count, long_day, wrapped
from bot.terminal.questions import question_lines
from bot.terminal.session import Session
from bot.terminal.text import on_one_line
from index.errors import CoverageError
from index.models import ArticleSummary, Scope, Turn

_A_SEED = "001_4dbd5fa71f876ea1.txt"
_REMEMBERED = 6  # turns of the conversation
_LEAVE = {"exit", "quit", ":q", "\\q"}


@dataclass(frozen=True, slots=True)
class Place:
    """What the chat says of its surroundings: the folder of articles, and how to call the bot."""

    folder: str
    command: str
    discord: str = "On Discord: put DISCORD_TOKEN=… into .env and start again."


def chat(
    session: Session, stdin: TextIO | None, place: Place, typed: Callable[[str], str] = input
) -> int:
    """Answer what is typed or piped; with no input at all, say what there is. Returns 0, 1 or 2.

    ``typed`` prompts for a line and raises EOFError at the end, as ``input`` does.
    """
    if stdin is not None and stdin.isatty():
        return _converse(session, place, typed)
    lines = question_lines(stdin) if stdin else iter(())
    first = next(lines, None)
    session.refresh()
    if first is None:
        session.screen.show(summary_lines(_articles(session), place, session.screen.width))
        return 0
    return answer_all(session, chain([first], lines), Scope())


def _converse(session: Session, place: Place, typed: Callable[[str], str]) -> int:
    screen = session.screen
    with suppress(ImportError):  # where there is none, lines are typed without it
        import readline  # noqa: F401  # arrow keys and earlier questions, for `input`
    session.refresh()
    articles = _articles(session)
    lines = wrapped(Text(_what_is_indexed(articles, place), style="bold"), screen.width)
    if articles:
        lines += wrapped(f"Ask a question, for example: {example(articles)}", screen.width)
    lines += wrapped(Text(place.discord, style="dim"), screen.width)
    screen.show([*lines, Text()])
    turns: list[Turn] = []
    while True:
        try:
            line = typed("> ")
        except EOFError:
            screen.write("\n")
            return 0
        if line.strip().lower() in _LEAVE:
            return 0
        if line.strip():
            _reply(session, line, turns)


def _reply(session: Session, line: str, turns: list[Turn]) -> None:
    """Answer one line; whatever goes wrong with it, the next can be asked.

    What was asked before is what a follow-up is understood from.
    """
    try:
        question = usable_question(line)
        session.refresh()
        answer = answer_question(session, question, Scope(), history=tuple(turns))
        turns[:] = [*turns, answer.turn][-_REMEMBERED:]
        session.screen.write("\n")
    except CoverageError as error:
        session.screen.tell(str(error))


def _articles(session: Session) -> tuple[ArticleSummary, ...]:
    return session.run(session.coverage.articles())


def summary_lines(articles: Sequence[ArticleSummary], place: Place, width: int) -> list[Text]:
    """What is indexed and how to ask. Commands are on lines of their own, to be copied."""
    lines = wrapped(_what_is_indexed(articles, place), width)
    if articles:
        for article in articles[:5]:
            lines += wrapped(article.title, width, "  - ", 4)
        if len(articles) > 5:
            lines += wrapped(f"and {len(articles) - 5:,} more", width, indent=4)
        ask = f'{place.command} ask "{example(articles)}"'
        lines += [Text(), Text("Ask, or pipe questions into it, one a line:"), Text(f"  {ask}")]
    lines += [Text(), Text("More:"), Text(f"  {place.command} timeline")]
    lines += [Text(f"  {place.command} --help"), Text()]
    return lines + wrapped(place.discord, width)


def _what_is_indexed(articles: Sequence[ArticleSummary], place: Place) -> str:
    folder = on_one_line(place.folder)
    if not articles:
        return (
            f"No article is indexed. Put .txt, .md or .html files into the folder {folder}; "
            "they are indexed with the next question."
        )
    passages = count(sum(article.passages for article in articles), "passage")
    days = sorted(article.published for article in articles if article.published)
    when = ""
    if days:
        when = f", published {long_day(days[0])}"
        when += f" to {long_day(days[-1])}" if days[-1] != days[0] else ""
    return f"{count(len(articles), 'article')} in {folder}{when}; {passages}."


def example(articles: Sequence[ArticleSummary]) -> str:
    """A question that these articles answer."""
    if any(article.file == _A_SEED for article in articles):
        return "Why did Trump cancel the summit in Budapest?"
    title = on_one_line(articles[0].title).replace('"', "'")
    return f"What is new: {title if len(title) <= 60 else title[:59].rstrip() + '…'}?"
