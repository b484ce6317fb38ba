"""The command line as frozen values. Nothing heavy is imported: ``--help`` must be quick."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

from bot.terminal.text import safe
from index.errors import UnusableSetting

MAX_QUESTION = 2_000

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ABOUT = "Answers questions about a set of news articles, with exact quotes."
_EPILOG = (
    "Without a command: questions and answers in the terminal. Settings come from the "
    "environment or from .env; .env.example lists them."
)


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, where argparse prints its usage as well."""

    def error(self, message: str) -> NoReturn:
        message = safe(message).removeprefix("argument ")
        raise UnusableSetting(f"{message} (see {self.prog} --help)")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line. Raises UnusableSetting; ``--help`` and ``--version`` exit.

    ``command`` is None for the chat. Questions and topics are cleaned up, days are dates.
    """
    given = _parser().parse_args(arguments)
    since, until = getattr(given, "since", None), getattr(given, "until", None)
    if since and until and since > until:
        raise UnusableSetting(f"--since {since} is after --until {until}: swap the two")
    if given.command == "ask":
        given.question = given.question[0] if len(given.question) == 1 else " ".join(given.question)
        if given.question != "-":
            given.question = usable_question(given.question)
    if given.command == "timeline":
        if given.dark and not given.png:
            raise UnusableSetting("--dark is for a picture: add --png FILE")
        given.topic = usable_question(" ".join(given.topic), "topic") if given.topic else None
    return given


def usable_question(text: str, what: str = "question") -> str:
    """The question on one line, without control characters. Raises UnusableSetting."""
    text = safe(text.removeprefix("\ufeff")).replace("\N{REPLACEMENT CHARACTER}", " ")
    text = " ".join(text.split())
    if not text:
        raise UnusableSetting(f"the {what} is empty: write it in quotation marks")
    if len(text) > MAX_QUESTION:
        raise UnusableSetting(
            f"the {what} has {len(text):,} characters: shorten it to {MAX_QUESTION:,} at most"
        )
    return text


def _parser() -> _Parser:
    parser = _Parser(prog="coverage-bot", description=_ABOUT, epilog=_EPILOG, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=version("coverage-bot"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_ask(commands)
    _add_timeline(commands)
    index = _add(commands, "index", "bring the index up to date with the articles folder")
    index.add_argument("--dry-run", action="store_true", help="only say what would be done")
    index.add_argument("--rebuild", action="store_true", help="index every article afresh")
    _add_json(index)
    _add_json(_add(commands, "articles", "list the indexed articles"))
    _add_json(_add(commands, "feedback", "list what people on Discord thought of answers"))
    _add(commands, "doctor", "say what is configured, reachable and indexed")
    return parser


def _add(commands: argparse._SubParsersAction[_Parser], name: str, text: str) -> _Parser:
    return commands.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False
    )


def _add_ask(commands: argparse._SubParsersAction[_Parser]) -> None:
    ask = _add(commands, "ask", "answer a question from the articles")
    ask.add_argument(
        "question",
        nargs="+",
        metavar="QUESTION",
        help="the question; '-' reads one a line from standard input",
    )
    _add_scope(ask)
    ask.add_argument("--outlet", metavar="NAME", help="only articles of this outlet")
    _add_json(ask)


def _add_timeline(commands: argparse._SubParsersAction[_Parser]) -> None:
    timeline = _add(commands, "timeline", "show what happened when")
    timeline.add_argument(
        "topic", nargs="*", metavar="TOPIC", help="only what concerns this person, place or theme"
    )
    _add_scope(timeline)
    timeline.add_argument(
        "--limit", type=_count, metavar="DAYS", help="at most so many days, those that matter most"
    )
    timeline.add_argument(
        "--per-day", type=_count, default=1, metavar="N", help="at most so many entries a day (1)"
    )
    form = timeline.add_mutually_exclusive_group()
    _add_json(form)
    form.add_argument("--csv", metavar="FILE", help="write a table to FILE ('-': standard output)")
    form.add_argument("--png", metavar="FILE", help="draw a picture into FILE")
    timeline.add_argument("--dark", action="store_true", help="draw light on dark")


def _add_scope(parser: _Parser) -> None:
    parser.add_argument(
        "--since", type=_day, metavar="DAY", help="nothing before this day, like 2025-10-22"
    )
    parser.add_argument("--until", type=_day, metavar="DAY", help="nothing after this day")


def _add_json(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _day(text: str) -> dt.date:
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text} is not a day; write it like 2025-10-22")


def _count(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,6}", text) and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a number from 1 up")
