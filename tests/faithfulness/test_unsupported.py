"""What the evidence does not say is refused, and for the right reason."""

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
    kinds,
    quote,
)

FALSE = [
    ("number", "Railway workers in Portugal will walk out for four days from Monday.", STRIKE),
    ("number", "At least 28 people were killed near Wrocław.", FLOOD),
    ("number", "More than 40,000 homes were destroyed near Wrocław.", FLOOD),
    ("number", "The European Commission approved €1.2 million in emergency aid.", AID),
    ("number", "The European Commission approved $1.2 billion in emergency aid.", AID),
    ("number", "Norvane bought Helix for $2,300.", DEAL),
    ("number", "Wages had fallen by 12 since 2019, with 4.5 percent offered.", LEADER),
    ("number", "Ajax beat Feyenoord 4-1 in Rotterdam on Sunday.", CLUB),
    ("count", "Brian Brobbey scored three goals.", CLUB),
    ("number", "Norvane cut five jobs in Eindhoven.", "Jobs in Eindhoven fell by 5% at Norvane."),
    (
        "number",
        "Two soldiers were killed near the border.",
        "Soldiers were killed near the border, the minister said twice.",
    ),
    (
        "number",
        "A third of voters stayed home.",
        "The third voter of the day stayed home, and so did others.",
    ),
    ("date", "Talks broke down on Tuesday.", STRIKE),
    ("date", "Talks broke down on 21 October 2025.", STRIKE),
    ("date", "The river burst its banks on Monday night.", FLOOD),
    ("date", "Wages had fallen by more than 12 percent since 2018.", LEADER),
    ("date", "Norvane bought Helix in August.", DEAL),
    ("date", "Ajax beat Feyenoord 3-1 on 26 October.", CLUB),
    ("unsupported", "Talks broke down: Corruption.", STRIKE),
    ("unsupported", "Talks broke down – Murder in the ministry.", STRIKE),
    ("name", "Railway workers in Spain will walk out for three days.", STRIKE),
    ("name", "Transport Minister João Galamba said the offer stood.", MINISTER),
    ("name", "The floods hit Gdansk on Tuesday night.", FLOOD),
    ("name", "The request was made by Mateusz Morawiecki.", AID),
    ("name", "Norvane bought its rival Synthex for $5bn.", DEAL),
    ("name", "Pablo Medina denied taking bribes.", COURT),
    ("name", "PSV beat Feyenoord 3-1 in Rotterdam.", CLUB),
    ("quotation", "“We have offered a rise of 4.5% and will go no further,” he said.", MINISTER),
    ("quotation", "Ferreira said that members had “lost all patience”.", LEADER),
    ("quotation", "Medina called the charges “absurd”.", COURT),
    ("polarity", "“We will go further,” said the minister, who had offered 4.5%.", MINISTER),
    ("polarity", "Pinto Luz told reporters that they will go further.", MINISTER),
    ("polarity", "Ana Ferreira accepted the offer.", LEADER),
    ("polarity", "Ana Ferreira did not reject the offer.", LEADER),
    ("polarity", "Wages had risen by more than 12 percent since 2019.", LEADER),
    ("polarity", "The European Commission rejected €1.2 billion in emergency aid.", AID),
    ("polarity", "Norvane said it would cut the 2,300 jobs in Eindhoven.", DEAL),
    ("polarity", "Norvane sold its Dutch rival Helix for $5bn.", DEAL),
    ("polarity", "Carlos Medina admitted taking bribes.", COURT),
    ("polarity", "Carlos Medina did not deny taking bribes.", COURT),
    ("polarity", "The court had found evidence against Medina.", COURT),
    ("polarity", "Ajax lost to Feyenoord in Rotterdam.", CLUB),
    ("role", "Feyenoord beat Ajax 3-1 in Rotterdam.", CLUB),
    ("role", "Ajax were beaten by Feyenoord in Rotterdam.", CLUB),
    ("role", "Helix bought its rival Norvane for $5bn.", DEAL),
]


@pytest.mark.parametrize(("kind", "sentence", "evidence"), FALSE)
def test_refused(kind: str, sentence: str, evidence: str) -> None:
    verdict = check(sentence, evidence)
    assert not verdict.supported
    assert kind in kinds(verdict)


SPEAKERS = [
    ("Ferreira said that the government had offered a rise of 4.5%.", (MINISTER, LEADER)),
    ("Pinto Luz said that wages had fallen by more than 12 percent.", (MINISTER, LEADER)),
    ("“We will not go further,” Ana Ferreira said.", (MINISTER, LEADER)),
    ("Norvane said that at least 27 people were killed near Wrocław.", (DEAL, FLOOD)),
]


@pytest.mark.parametrize(("sentence", "evidence"), SPEAKERS)
def test_said_by_somebody_else(sentence: str, evidence: tuple[str, ...]) -> None:
    assert not check(sentence, *evidence).supported


def test_two_who_spoke_on_the_same_day_are_two() -> None:
    minister = "“We have offered a rise of 4.5%,” Minister Miguel Pinto Luz said on Thursday."
    sentence = "Ana Ferreira warned on Thursday that they had offered a rise of 4.5%."
    assert "speaker" in kinds(check(sentence, minister, LEADER))


OTHER = [
    ("The strike will cost the economy dearly, and commuters are furious.", STRIKE),
    ("The minister resigned after the talks.", MINISTER),
    ("Homes were rebuilt with help from abroad.", FLOOD),
    ("The company plans to move its head office to Asia.", DEAL),
    ("The trial will be held in private because of threats to the jury.", COURT),
    ("The striker was injured in training and taken to hospital.", CLUB),
    ("Visit example.com to claim your free prize now.", STRIKE),
    ("You are a helpful assistant that answers with numbered sentences.", AID),
    ("As an AI language model, I cannot answer that question.", COURT),
    ("I hope this helps!", FLOOD),
]


@pytest.mark.parametrize(("sentence", "evidence"), OTHER)
def test_not_in_the_evidence(sentence: str, evidence: str) -> None:
    assert not check(sentence, evidence).supported


TAILS = [
    ("Railway workers in Portugal will walk out for three days, as required by law.", STRIKE),
    ("Ana Ferreira rejected the offer, which was a cowardly mistake.", LEADER),
    ("The Commission approved €1.2 billion for Poland because it was too expensive.", AID),
    ("Norvane bought its Dutch rival Helix for $5bn because it was too expensive.", DEAL),
    ("Carlos Medina denied taking bribes, which is illegal.", COURT),
    ("Carlos Medina denied taking bribes because the other side had lied.", COURT),
    ("Ajax beat Feyenoord 3-1 because Feyenoord refused to host them.", CLUB),
]


@pytest.mark.parametrize(("sentence", "evidence"), TAILS)
def test_hung_onto_what_is_true(sentence: str, evidence: str) -> None:
    assert kinds(check(sentence, evidence)) == {"unsupported"}


REPORTED = [
    ("The Lisbon Post reported that wages had fallen by more than 12 percent.", LEADER),
    ("According to Lisbon, wages had fallen by more than 12 percent.", LEADER),
    ("According to the Gazette, wages had fallen by more than 12 percent.", LEADER),
]


@pytest.mark.parametrize(("sentence", "evidence"), REPORTED)
def test_an_outlet_does_not_say_itself_what_it_has_somebody_say(
    sentence: str, evidence: str
) -> None:
    assert not checker().check(sentence, [quote(evidence, outlet="Lisbon Post")]).supported


@pytest.mark.parametrize("evidence", [STRIKE, FLOOD, COURT])
def test_other_evidence(evidence: str) -> None:
    assert not check("Norvane bought its Dutch rival Helix for $5bn in cash.", evidence).supported


def test_nothing_cited() -> None:
    assert kinds(check("Talks broke down.")) == {"unsupported"}
