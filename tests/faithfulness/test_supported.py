"""What the evidence says in other words is supported."""

from __future__ import annotations

import pytest

from tests.helpers.faithfulness import (
    AID,
    CLUB,
    COURT,
    DEAL,
    FLOOD,
    LEADER,
    MINISTER,
    STRIKE,
    check,
    checker,
    quote,
)

TRUE = [
    ("Railway workers in Portugal will walk out for three days from Monday.", STRIKE),
    ("Portuguese railway workers will walk out for 3 days from 27 October.", STRIKE),
    ("Talks between the union and the government broke down on 22 October 2025.", STRIKE),
    ("Railway workers are to walk out on Monday, after talks with the government failed.", STRIKE),
    ("Talks broke down on Wednesday.", STRIKE),
    ("Pinto Luz said the government had offered a rise of 4.5 percent.", MINISTER),
    ("The government offered a rise of 4.5%, Miguel Pinto Luz said on Thursday.", MINISTER),
    ("“We have offered a rise of 4.5%”, the transport minister told reporters.", MINISTER),
    ('On 23 October, Minister Pinto Luz said that "we will not go further".', MINISTER),
    ("Ana Ferreira, the union leader, rejected the offer.", LEADER),
    ("Ferreira said wages had fallen by more than 12% since 2019.", LEADER),
    ("The offer was rejected by union leader Ana Ferreira.", LEADER),
    ("According to Ferreira, members had lost patience.", LEADER),
    ("At least 27 people died when the Oder burst its banks near Wroclaw.", FLOOD),
    ("More than 4,000 homes were destroyed near Wrocław on 21 October.", FLOOD),
    ("The river Oder burst its banks on Tuesday night, killing at least 27 people.", FLOOD),
    ("Officials in Poland said that more than four thousand homes were destroyed.", FLOOD),
    ("The EU’s European Commission approved emergency aid of €1.2bn for Poland.", AID),
    ("Poland will receive €1.2 billion in emergency aid approved by the Commission.", AID),
    ("The Commission turned down Tusk’s request to suspend deficit rules.", AID),
    ("Norvane, a US firm, bought Helix for $5 billion.", DEAL),
    ("Helix was bought by its American rival Norvane for 5 billion dollars in cash.", DEAL),
    ("Norvane said it would not cut jobs in Eindhoven.", DEAL),
    ("Norvane bought Helix in September 2025.", DEAL),
    ("Norvane said that none of the 2,300 jobs in Eindhoven would be cut.", DEAL),
    ("Carlos Medina denied that he took bribes.", COURT),
    ("The court had found no evidence against Medina, his lawyer said.", COURT),
    ("Julia Stern, a lawyer for Medina, said the court found no evidence against him.", COURT),
    ("Ajax beat Feyenoord 3-1 on Sunday.", CLUB),
    ("Feyenoord were beaten 3–1 by Ajax in Rotterdam.", CLUB),
    ("Brobbey scored two goals in the second half.", CLUB),
    ("Brian Brobbey scored twice as Ajax beat Feyenoord on 19 October.", CLUB),
    ("It was the first away win for Ajax since August.", CLUB),
]


@pytest.mark.parametrize(("sentence", "evidence"), TRUE)
def test_other_words(sentence: str, evidence: str) -> None:
    assert check(sentence, evidence).problems == ()


@pytest.mark.parametrize(("sentence", "evidence"), TRUE[::3])
def test_among_other_quotes(sentence: str, evidence: str) -> None:
    others = [text for text in (STRIKE, FLOOD, DEAL, CLUB) if text != evidence][:3]
    assert check(sentence, others[0], evidence, *others[1:]).problems == ()


MERGED = [
    (
        "The minister offered a rise of 4.5%, but Ferreira rejected the offer.",
        (MINISTER, LEADER),
    ),
    (
        "Workers will walk out from Monday, while Pinto Luz said “we will not go further”.",
        (STRIKE, MINISTER),
    ),
    (
        "After floods killed at least 27 people near Wrocław, the European Commission approved "
        "€1.2 billion in aid for Poland.",
        (FLOOD, AID),
    ),
    (
        "Talks broke down on Wednesday; a day later the transport minister said the government "
        "would not go further than a rise of 4.5 per cent.",
        (STRIKE, MINISTER),
    ),
]


@pytest.mark.parametrize(("sentence", "evidence"), MERGED)
def test_merged(sentence: str, evidence: tuple[str, ...]) -> None:
    assert check(sentence, *evidence).problems == ()


ATTRIBUTED = [
    "According to the Lisbon Post, Ana Ferreira rejected the offer.",
    "The Lisbon Post reported that Ferreira said wages had fallen by more than 12 percent.",
    "Union spokeswoman Ana Ferreira rejected the offer.",
]


@pytest.mark.parametrize("sentence", ATTRIBUTED)
def test_an_outlet_and_a_spokeswoman(sentence: str) -> None:
    assert checker().check(sentence, [quote(LEADER, outlet="Lisbon Post")]).problems == ()


def test_the_two_leaders_are_no_count() -> None:
    met = "Orbán met Fico in Budapest on Thursday and agreed to meet again."
    assert check("The two leaders met in Budapest on Thursday.", met).problems == ()
    assert not check("Two leaders were arrested in Budapest.", met).supported
