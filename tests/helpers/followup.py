"""Turns of a conversation about the seed articles, as the bot would have answered them."""

from __future__ import annotations

import datetime as dt
import re

from index.models import Citation, Statement, Turn


def turn(question: str, answer: str, *days: dt.date) -> Turn:
    """A turn whose answer cites articles of these days; without one, an abstention."""
    if not days:
        return Turn(question)
    found = re.compile(r"\s*\[[\d\]\[]+\](?:\s*\((\d{1,2} \w+ \d{4})\))?")
    lines = answer.splitlines()
    statements = tuple(
        Statement(found.sub("", line), (1,), _printed(found.search(line))) for line in lines if line
    )
    citations = tuple(
        Citation(i, f"{day}.txt", "", None, day, 0, 0, "") for i, day in enumerate(days, 1)
    )
    return Turn(question, statements, citations)


def _printed(found: re.Match[str] | None) -> dt.date | None:
    if found is None or found[1] is None:
        return None
    return dt.datetime.strptime(found[1], "%d %B %Y").replace(tzinfo=dt.UTC).date()


_DAY = {n: dt.date(2025, 10, n) for n in range(16, 32)}
_NOVEMBER = dt.date(2025, 11, 2)

TURNS = {
    "cancel": turn(
        "Why did Trump cancel the summit in Budapest?",
        "Earlier this week, Trump announced he had canceled an upcoming summit with Putin in "
        'Budapest, saying it "didn’t feel right". [1] (26 October 2025)\n'
        "A meeting between U.S. President Donald Trump and Russian President Vladimir Putin is "
        '"not completely off the table," White House spokeswoman Karoline Leavitt said Thursday. '
        "[2] (24 October 2025)",
        _DAY[26],
        _DAY[24],
    ),
    "homework": turn(
        "What did Peskov say about homework?",
        "“A great deal of homework truly needs to be done,” Peskov said. [1]",
        _DAY[26],
    ),
    "leavitt": turn(
        "What did Leavitt say about the meeting?",
        'A meeting between U.S. President Donald Trump and Vladimir Putin "is not completely off '
        'the table," White House spokeswoman Karoline Leavitt said Thursday. [1]',
        _DAY[24],
    ),
    "sanctions": turn(
        "When were the sanctions on Rosneft and Lukoil imposed?",
        "Trump went even further on Oct. 22, when he imposed sanctions on Russia's two largest "
        "oil companies, Rosneft and Lukoil. [1]",
        _NOVEMBER,
    ),
    "which": turn(
        "Which Russian oil companies were sanctioned?",
        "On Wednesday, the US Treasury Department sanctioned Russia’s two largest oil companies, "
        "Rosneft and Lukoil. [1]",
        _DAY[26],
    ),
    "who": turn(
        "Who imposed the sanctions on Lukoil?",
        "Trump went even further on Oct. 22, when he imposed sanctions on Russia's two largest "
        "oil companies, Rosneft and Lukoil. [1]",
        _NOVEMBER,
    ),
    "who said": turn(
        "Who said that the meeting was not completely off the table?",
        'A meeting between U.S. President Donald Trump and Vladimir Putin "is not completely off '
        'the table," White House spokeswoman Karoline Leavitt said Thursday. [1]',
        _DAY[24],
    ),
    "missiles": turn(
        "Did Zelenskyy get the Tomahawk missiles?",
        "Zelenskyy left the White House the next day empty handed, with no long-range Tomahawk "
        "missiles. [1]",
        _DAY[22],
    ),
    "call": turn(
        "When did Putin call Trump?",
        "When Putin called Trump on Oct. 16, the U.S. leader said that he would meet Putin in "
        "Budapest. [1]",
        _NOVEMBER,
    ),
    "october 21": turn(
        "What did Trump say on October 21?",
        "Trump said on Tuesday that he didn’t want “to have a wasted meeting” with Putin. [1]",
        _DAY[22],
    ),
    "alaska": turn(
        "When did Trump and Putin meet in Alaska?",
        "Russia has not changed its position since Trump and Putin met in Alaska in August. [1]",
        _DAY[22],
    ),
    "who is": turn(
        "Who is Dmitry Peskov?",
        "Kremlin spokesman Dmitry Peskov emphasized that Putin and Trump cannot simply meet. [1]",
        _DAY[26],
    ),
    "possible": turn(
        "Is a meeting between Trump and Putin still possible?",
        'A meeting "is not completely off the table," White House spokeswoman Karoline Leavitt '
        "said. [1]",
        _DAY[24],
    ),
    "happened": turn(
        "What happened on October 23?",
        "On Oct. 23, White House Press Secretary Karoline Leavitt said a summit remained "
        '"not completely off the table." [1]',
        _NOVEMBER,
    ),
    "europe": turn(
        "What did the European leaders say about international borders?",
        "“International borders must not be changed by force,” European leaders noted. [1]",
        _DAY[22],
    ),
    "hurried": turn(
        "what did putin say about the sanctions",
        'Putin responded to the new sanctions on Thursday, describing them as "serious". [1]',
        _DAY[24],
    ),
    "abstained": turn(
        "What did Macron say about the cancelled summit?",
        "The coverage does not say: none of the 5 articles mentions Macron. The nearest article "
        "is “Kremlin Says Putin-Trump Meeting Process Complex” (004.txt).",
    ),
    "told": turn(
        "What did Putin tell Trump about Tomahawks?",
        "Putin told Trump that Tomahawks would not change the situation. [1]",
        _DAY[24],
    ),
    "demand": turn(
        "What sanctions did the United States impose?",
        "On Wednesday, Washington imposed measures targeting oil giants Rosneft and Lukoil. [1]",
        _DAY[26],
    ),
    "job": turn("What is Marco Rubio's job?", "U.S. Secretary of State Marco Rubio. [1]", _DAY[22]),
}
