"""Parses command-line arguments. It imports nothing slow, so that ``--help`` is quick."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

from bot.cli.questions import clean_question
from bot.names import did_you_mean
from bot.rendering.text import capitalized, safe
from index.errors import UnusableSetting

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NO_COMMAND = re.compile(
    r"COMMAND: invalid choice: '(?P<given>[^']{0,100})' \(choose from (?P<choices>.{0,1000})\)"
)
_DESCRIPTION = "Answers questions about a folder of news articles, with exact quotes."
_EPILOG = (
    "Without a command, the bot starts on Discord if DISCORD_TOKEN is set; otherwise you can chat "
    "with it here. Settings come from environment variables or a .env file; see .env.example for "
    "the full list."
)


class _Parser(argparse.ArgumentParser):
    """Reports an error in one line, without argparse's usage message."""

    def error(self, message: str) -> NoReturn:
        message = safe(message).removeprefix("argument ")
        if (wrong := _NO_COMMAND.match(message)) is not None:
            meant = did_you_mean(wrong["given"], re.findall(r"[a-z]+", wrong["choices"]))
            message = f"there is no command {wrong['given']}{meant}"
        raise UnusableSetting(f"{message} (see {self.prog} --help)")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the command line. Raises UnusableSetting; ``--help`` and ``--version`` exit.

    ``command`` is None for the chat. Questions and topics are cleaned, and days are dates.
    """
    options = _parser().parse_args(arguments)
    since, until = getattr(options, "since", None), getattr(options, "until", None)
    if since and until and since > until:
        raise UnusableSetting(f"--since {since} is after --until {until}: swap the two dates")
    if options.command == "ask":
        words = options.question
        options.question = words[0] if len(words) == 1 else " ".join(words)
        if options.chat and options.question != "-":
            raise UnusableSetting("--chat needs questions from standard input: ask - --chat")
        if options.quotes and options.json:
            raise UnusableSetting("--quotes cannot be combined with --json, which has every quote")
        if options.question != "-":
            options.question = clean_question(options.question)
    if options.command == "articles" and options.text and (options.file is None or options.json):
        raise UnusableSetting(
            "--text needs a FILE and cannot be combined with --json: use articles FILE --text"
        )
    if options.command == "briefing":
        options.topic = clean_question(" ".join(options.topic), "topic") if options.topic else None
    if options.command == "timeline":
        if options.dark and not options.png:
            raise UnusableSetting("--dark only works with --png FILE")
        options.topic = clean_question(" ".join(options.topic), "topic") if options.topic else None
    return options


def _parser() -> _Parser:
    parser = _Parser(
        prog="coverage-bot", description=_DESCRIPTION, epilog=_EPILOG, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=version("coverage-bot"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_ask(commands)
    _add_briefing(commands)
    _add_timeline(commands)
    index = _add(commands, "index", "update the index from the articles folder")
    index.add_argument("--dry-run", action="store_true", help="only show what would change")
    index.add_argument("--rebuild", action="store_true", help="index every article again")
    _add_json(index)
    add = _add(commands, "add", "fetch articles from web addresses and index them")
    add.add_argument("urls", nargs="+", metavar="URL", help="the address of an article")
    _add_json(add)
    _add_json(_add(commands, "feeds", "check the feeds in BOT_FEEDS for new articles, once"))
    articles = _add(commands, "articles", "list the indexed articles")
    articles.add_argument("file", nargs="?", metavar="FILE", help="only the articles in this file")
    articles.add_argument(
        "--text",
        action="store_true",
        help="show which parts of FILE are used, and why the others are left out",
    )
    _add_json(articles)
    _add_json(_add(commands, "feedback", "list the feedback from people on Discord"))
    forget = _add(commands, "forget", "delete what the bot on Discord keeps about a person")
    forget.add_argument("person", type=_person, metavar="PERSON", help="the person's Discord id")
    restore = _add(commands, "restore", "restore the archive from a backup")
    restore.add_argument(
        "day", nargs="?", type=_day, metavar="DATE", help="the day of the backup (default: latest)"
    )
    _add(commands, "doctor", "check the settings, the index and the services it needs")
    return parser


def _add(commands: argparse._SubParsersAction[_Parser], name: str, text: str) -> _Parser:
    return commands.add_parser(
        name, help=text, description=f"{capitalized(text)}.", allow_abbrev=False
    )


def _add_ask(commands: argparse._SubParsersAction[_Parser]) -> None:
    ask = _add(commands, "ask", "answer a question from the articles")
    ask.add_argument(
        "question",
        nargs="+",
        metavar="QUESTION",
        help="the question; '-' reads one question per line from standard input",
    )
    _add_scope(ask)
    ask.add_argument("--outlet", metavar="NAME", help="only use articles from this outlet")
    ask.add_argument(
        "--chat",
        action="store_true",
        help="with '-': treat each question as a possible follow-up to those before it",
    )
    ask.add_argument(
        "--quotes", action="store_true", help="show the quotes with the sentences around them"
    )
    ask.add_argument(
        "--explain",
        action="store_true",
        help="also show which sentences were considered, their scores, and why some were ruled out",
    )
    _add_json(ask)


def _add_briefing(commands: argparse._SubParsersAction[_Parser]) -> None:
    briefing = _add(commands, "briefing", "say in a few sentences what the articles are about")
    briefing.add_argument("topic", nargs="*", metavar="TOPIC", help="only this topic")
    briefing.add_argument(
        "--since", type=_day, metavar="DATE", help="only articles published on or after this day"
    )
    _add_json(briefing)


def _add_timeline(commands: argparse._SubParsersAction[_Parser]) -> None:
    timeline = _add(commands, "timeline", "show what happened when")
    timeline.add_argument(
        "topic", nargs="*", metavar="TOPIC", help="only events about this person, place or subject"
    )
    _add_scope(timeline)
    timeline.add_argument(
        "--limit", type=_positive, metavar="DAYS", help="show only the DAYS most important days"
    )
    timeline.add_argument(
        "--per-day",
        type=_positive,
        default=1,
        metavar="N",
        help="show up to N events per day (default: 1)",
    )
    output = timeline.add_mutually_exclusive_group()
    _add_json(output)
    output.add_argument(
        "--csv", metavar="FILE", help="write a CSV table to FILE ('-' for standard output)"
    )
    output.add_argument("--png", metavar="FILE", help="draw a chart and save it as FILE")
    timeline.add_argument("--dark", action="store_true", help="use a dark background for --png")


def _add_scope(parser: _Parser) -> None:
    parser.add_argument(
        "--since", type=_day, metavar="DATE", help="nothing before this date, like 2025-10-22"
    )
    parser.add_argument("--until", type=_day, metavar="DATE", help="nothing after this date")


def _add_json(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _day(text: str) -> dt.date:
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text} is not a date; write it like 2025-10-22")


def _person(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,19}", text) and 0 < int(text) < 2**63:
        return int(text)
    raise argparse.ArgumentTypeError(
        f"{text} is not a Discord id, which is a number: use 'Copy User ID' on Discord"
    )


def _positive(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,6}", text) and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(
        f"{text} cannot be used: write a whole number from 1 to 999999"
    )
