"""robots.txt by RFC 9309."""

from __future__ import annotations

import pytest

from index.ingestion.web.robots import Robots

RULES = """
# everybody
User-agent: *
Disallow: /private
Allow: /private/press
Disallow: /*?print=
Disallow: /*.pdf$
Disallow: /a%7Eb
Crawl-delay: 3

User-agent: othernews
Disallow: /
"""
SITE = "https://example.org"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/news/story", True),
        ("/private", False),
        ("/private/list", False),
        ("/private/press/1", True),
        ("/news/story?print=1", False),
        ("/news/story?id=1", True),
        ("/report.pdf", False),
        ("/report.pdf.html", True),
        ("/a~b", False),
        ("/a%7eb", False),
    ],
)
def test_the_longest_rule_decides(path: str, allowed: bool) -> None:
    assert Robots(RULES).allows(f"{SITE}{path}") is allowed


def test_rules_for_this_bot_replace_those_for_everybody() -> None:
    own = Robots(f"User-agent: Coverage-Bot\nDisallow: /mine\n\n{RULES}")
    assert own.allows(f"{SITE}/private")
    assert not own.allows(f"{SITE}/mine/x")
    assert (own.delay, Robots(RULES).delay) == (0, 3)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\r\nDisallow: /", False),
        ("<html>not found</html>", True),
        ("User-agent: *\nDisallow: /*x*y*$", True),
        ("User-agent: *\nDisallow: /*ab*b$", True),
        ("User-agent: *\nDisallow: /n*s*o*y$", False),
        ("User-agent: *\n\nDisallow: /", False),
        ("User-agent: *\nDisallow:/a\n\n\nDisallow:/news", False),
        (
            "User-agent: *\nDisallow: /a\n\nUser-agent: b\nAllow: /\n\nuser-agent:*\ndisallow:/n",
            False,
        ),
        ("User-agent: b\nUser-agent: coverage-bot\nDisallow: /news", False),
        ("User-agent: coverage-bot\nAllow: /a\n\nUser-agent: coverage-bot\nDisallow: /", False),
        ("user-agent: COVERAGE-BOT/1.0\rdisallow: /\r", False),
        ("User-agent: bot\nDisallow: /", True),
        ("User-agent: coverage\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\nUser-agent: coverage-bot\nCrawl-delay: 2", True),
        ("User-agent: *\nDisallow: /\nUser-agent: coverage-bot", True),
        ("User-agent: *\nSitemap: x\nHost: y\nDisallow : /news # all of it", False),
        ("Disallow: /", True),
    ],
)
def test_odd_files(text: str, allowed: bool) -> None:
    assert Robots(text).allows(f"{SITE}/news/story") is allowed


def test_a_delay_is_that_of_the_own_group() -> None:
    text = "User-agent: *\nCrawl-delay: 9\n\nUser-agent: coverage-bot\nCrawl-delay: 2.5\nDisallow:"
    assert Robots(text).delay == 2.5
    assert Robots("User-agent: *\nCrawl-delay: 999999").delay == 30
    assert Robots("User-agent: *\nCrawl-delay: soon").delay == 0


def test_many_wildcards_take_no_time() -> None:
    rules = Robots("User-agent: *\nDisallow: /" + "*a" * 5_000 + "b$")
    assert rules.allows(f"{SITE}/{'a' * 1_900}")


def test_many_names_take_no_time() -> None:
    """Each rule is kept for this bot and for everybody, not for all whom its group names."""
    names = "\n".join(f"User-agent: bot-{'a' * (n % 50)}b{chr(97 + n % 26)}" for n in range(9_000))
    rules = "\n".join(f"Disallow: /a{n}" for n in range(9_000))
    assert not Robots(f"{names}\nUser-agent: *\n{rules}").allows(f"{SITE}/a7")
