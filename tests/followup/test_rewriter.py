"""Follow-ups that need what was said before, and the questions that they become."""

from __future__ import annotations

import pytest

from index.query.followup.rewriter import standalone_question
from tests.helpers.followup import TURNS, turn

BARE = [
    ("cancel", "When?", "When did Trump cancel the summit in Budapest?"),
    ("cancel", "and where exactly", "Where did Trump cancel the summit in Budapest?"),
    ("cancel", "When was that?", "When did Trump cancel the summit in Budapest?"),
    ("cancel", "How come?", "Why did Trump cancel the summit in Budapest?"),
    ("missiles", "Why not?", "Why didn't Zelenskyy get the Tomahawk missiles?"),
    ("missiles", "why", "Why did Zelenskyy get the Tomahawk missiles?"),
    ("sanctions", "Why?", "Why were the sanctions on Rosneft and Lukoil imposed?"),
    ("sanctions", "By whom?", "By whom were the sanctions on Rosneft and Lukoil imposed?"),
    ("sanctions", "who", "By whom were the sanctions on Rosneft and Lukoil imposed?"),
    ("which", "Why?", "Why were the Russian oil companies sanctioned?"),
    ("which", "when was that", "When were the Russian oil companies sanctioned?"),
    ("which", "On which day?", "On which day were the Russian oil companies sanctioned?"),
    ("who", "When?", "When did Trump impose the sanctions on Lukoil?"),
    (
        "who said",
        "Where was this?",
        "Where did Karoline Leavitt say that the meeting was not completely off the table?",
    ),
    ("homework", "Why?", "Why did Peskov say that about homework?"),
    ("told", "When did that happen?", "When did Putin tell Trump that about Tomahawks?"),
    ("demand", "Why?", "Why did the United States impose the sanctions?"),
    ("happened", "Where?", "Where did that happen on October 23?"),
    ("possible", "Why?", "Why is a meeting between Trump and Putin still possible?"),
    ("which", "how many of them", "How many Russian oil companies were sanctioned?"),
    ("sanctions", "How many?", "How many of the sanctions on Rosneft and Lukoil were imposed?"),
    ("missiles", "How many?", "How many Tomahawk missiles did Zelenskyy get?"),
    ("missiles", "Which ones?", "Which Tomahawk missiles did Zelenskyy get?"),
]
SHORT = [
    ("who", "Who else?", "Who else imposed the sanctions on Lukoil?"),
    ("homework", "who else?", "Who else spoke about homework?"),
    ("cancel", "Anyone else?", "Who else cancelled the summit in Budapest?"),
    ("homework", "What else?", "What else did Peskov say about homework?"),
    ("which", "Any others?", "Which other Russian oil companies were sanctioned?"),
    ("cancel", "Tell me more.", "Tell me more about Trump cancelling the summit in Budapest."),
    ("homework", "more details please", "Tell me more about what Peskov said about homework."),
    ("sanctions", "Any reactions?", "What reactions are there to the sanctions on Rosneft and"
     " Lukoil?"),
    ("cancel", "What happened next?", "What happened after Trump cancelled the summit in"
     " Budapest?"),
    ("happened", "And then?", "What happened after 23 October 2025?"),
    ("cancel", "Is that true?", "Is it true that Trump cancelled the summit in Budapest?"),
    ("missiles", "Who said that?", "Who said that Zelenskyy got the Tomahawk missiles?"),
    ("homework", "Who said so?", "Who said that about homework?"),
    ("homework", "Who is that?", "Who is Peskov?"),
    ("leavitt", "the latest?", "What is the latest on the meeting?"),
]  # fmt: skip
ANOTHER = [
    ("homework", "And Zelensky?", "What did Zelensky say about homework?"),
    ("homework", "what about Lavrov", "What did Lavrov say about homework?"),
    ("homework", "what about lavrov", "What did Lavrov say about homework?"),
    ("hurried", "and zelensky?", "What did Zelensky say about the sanctions?"),
    ("homework", "And the Kremlin?", "What did the Kremlin say about homework?"),
    ("homework", "And about the sanctions?", "What did Peskov say about the sanctions?"),
    ("homework", "What about the sanctions?", "What did Peskov say about the sanctions?"),
    ("told", "and Trump?", "What did Trump tell Putin about Tomahawks?"),
    ("call", "And Zelensky?", "When did Zelensky call Trump?"),
    ("cancel", "And Putin?", "Why did Putin cancel the summit in Budapest?"),
    ("who is", "and Zakharova?", "Who is Zakharova?"),
    ("who is", "And TASS?", "What is TASS?"),
    ("who", "And Russia?", "Did Russia impose the sanctions on Lukoil?"),
    ("which", "And Zelensky?", "Was Zelensky sanctioned?"),
    ("job", "And Lavrov's?", "What is Lavrov's job?"),
    ("october 21", "And his spokesman?", "What did Trump’s spokesman say on October 21?"),
    ("sanctions", "And the tariffs?", "When were the tariffs imposed?"),
    ("sanctions", "And the summit?", "When was the summit imposed?"),
    ("alaska", "And in Budapest?", "When did Trump and Putin meet in Budapest?"),
    ("cancel", "And Russia?", "What is said about Russia and the summit in Budapest?"),
    ("leavitt", "And what about him?", "What did Donald Trump say about the meeting?"),
    ("homework", "And what did Lavrov say?", "What did Lavrov say about homework?"),
]
DAYS = [
    ("october 21", "and on October 25?", "What did Trump say on October 25?"),
    ("homework", "And on 2 November?", "What did Peskov say about homework on 2 November?"),
    ("october 21", "And the day after?", "What did Trump say on 22 October 2025?"),
    ("october 21", "the day before?", "What did Trump say on 20 October 2025?"),
    ("happened", "And in September?", "What happened in September?"),
    ("happened", "What happened two days later?", "What happened on 25 October 2025?"),
    ("sanctions", "What happened the day before?", "What happened on 21 October 2025?"),
    ("sanctions", "and on October 25?", "What happened on October 25?"),
    ("call", "What happened the next day?", "What happened on 17 October 2025?"),
    ("leavitt", "What did Putin say that day?", "What did Putin say on 23 October 2025?"),
    ("homework", "and what did he say the day after?", "What did Peskov say on 27 October 2025?"),
    ("october 21", "what did he do a week later", "What did Trump do on 28 October 2025?"),
]
PRONOUNS = [
    ("homework", "What did he say about Tomahawks?", "What did Peskov say about Tomahawks?"),
    ("leavitt", "What did she say about Tomahawks?", "What did Leavitt say about Tomahawks?"),
    ("leavitt", "And what did he say?", "What did Donald Trump say?"),
    ("cancel", "What did she reply?", "What did Karoline Leavitt reply?"),
    ("told", "What did he reply?", "What did Trump reply?"),
    ("who said", "Who is she?", "Who is Karoline Leavitt?"),
    ("who", "Did he say why?", "Did Trump say why?"),
    ("homework", "What did Trump say about him?", "What did Trump say about Peskov?"),
    ("leavitt", "What's her job?", "What's Leavitt’s job?"),
    ("which", "When were they sanctioned?", "When were Rosneft and Lukoil sanctioned?"),
    ("call", "What did they talk about?", "What did Putin and Trump talk about?"),
    ("alaska", "What did they agree on?", "What did Trump and Putin agree on?"),
    ("europe", "What did they say about Ukraine?", "What did the European leaders say about"
     " Ukraine?"),
    ("cancel", "Who proposed it?", "Who proposed the summit in Budapest?"),
    ("cancel", "Was it ever scheduled?", "Was the summit in Budapest ever scheduled?"),
    ("sanctions", "How did Putin react to them?", "How did Putin react to the sanctions?"),
    ("sanctions", "What does the Kremlin say about this?", "What does the Kremlin say about the"
     " sanctions on Rosneft and Lukoil?"),
    ("cancel", "What did Putin think of that?", "What did Putin think of Trump cancelling the"
     " summit in Budapest?"),
    ("cancel", "Why did he do that?", "Why did Trump cancel the summit in Budapest?"),
    ("homework", "Why did he say that?", "Why did Peskov say that about homework?"),
    ("alaska", "What happened there?", "What happened in Alaska?"),
    ("abstained", "Who is he?", "Who is Macron?"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "asked", "meant"), [*BARE, *SHORT, *ANOTHER, *DAYS, *PRONOUNS])
def test_follow_up_is_understood(before: str, asked: str, meant: str) -> None:
    assert standalone_question(asked, [TURNS[before]]) == meant


def test_every_kind_has_its_share() -> None:
    assert sum(map(len, (BARE, SHORT, ANOTHER, DAYS, PRONOUNS))) >= 60


def test_whom_a_pronoun_means_is_looked_for_further_back() -> None:
    history = [TURNS["homework"], TURNS["which"]]
    assert standalone_question("Did he mention Lukoil?", history) == "Did Peskov mention Lukoil?"


def test_the_last_turn_comes_first() -> None:
    history = [TURNS["homework"], TURNS["leavitt"]]
    assert standalone_question("Why?", history) == "Why did Leavitt say that about the meeting?"


def test_a_woman_is_not_he_nor_a_man_she() -> None:
    zakharova = turn(
        "What did Maria Zakharova say on the radio?", "She spoke. [1]", *TURNS["which"].days
    )
    assert standalone_question("What did he say?", [zakharova]) == "What did he say?"
    assert standalone_question("Who is she?", [zakharova]) == "Who is Maria Zakharova?"


def test_names_of_an_abstention_are_not_taken() -> None:
    unknown = turn("What happened at the weekend?", TURNS["abstained"].answer)
    assert standalone_question("What did he say?", [unknown]) == "What did he say?"


def test_what_was_understood_stands_alone() -> None:
    for before, asked, meant in (*BARE, *ANOTHER):
        history = [TURNS[before], turn(meant, "It did. [1]", *TURNS[before].days)]
        assert standalone_question(meant, history) == meant, asked
