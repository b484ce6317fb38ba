"""What the exact checks find in two reports that nearly agree."""

from __future__ import annotations

import pytest

from index.faithfulness.evidence import EvidencePool, parse_evidence, parse_text
from index.faithfulness.modality import check_modality
from index.faithfulness.models import Evidence
from index.faithfulness.opposition import may_state, opposed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The court in Tarn convicted Haldane.", "The court in Tarn acquitted Haldane."),
        ("Rents rose by 4% in Lind.", "Rents fell by 4% in Lind."),
        ("Otto Nim defeated Ida Rem in Tarn.", "Ida Rem defeated Otto Nim in Tarn."),
        ("The firm was fined 1.2 million euros.", "The firm was fined 1.2 billion euros."),
        ("The Skarv ran aground off Norway.", "The Skarv ran aground off Denmark."),
        ("The dam is safe, engineer Paul Renz said.", "The dam is safe, governor Lisa Holt said."),
        ("The bank will raise its rate.", "The bank may raise its rate."),
        ("Police arrested the man in Tarn.", "Police will arrest the man in Tarn."),
    ],
)
def test_reports_that_do_not_say_the_same(one: str, other: str) -> None:
    assert opposed(one, other)
    assert opposed(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The court in Tarn convicted Haldane.", "Haldane was convicted by a court in Tarn."),
        ("The bank will raise its rate.", "The bank will raise its rate again, in March."),
        ("Rents rose by 4% in Lind.", "In Lind, rents rose by 4% in a year, the office said."),
        ("The man may be charged.", "The man could be charged with arson."),
        ("The plant will close.", "The firm is to close the plant."),
        ("The minister resigned on Monday.", "The minister was forced to resign on Monday."),
    ],
)
def test_reports_that_may_say_the_same(one: str, other: str) -> None:
    assert not opposed(one, other)
    assert not opposed(other, one)


@pytest.mark.parametrize(
    ("claim", "evidence", "words"),
    [
        ("The bank will raise its rate.", "The bank may then also raise its rate.", "raise"),
        ("The bank raised its rate.", "The bank managed to raise its rate.", None),
        ("Rebels attacked the base.", "The May attack on the base was by rebels.", None),
        ("The bank raised its rate.", "The bank will raise its rate.", "raised"),
        ("The bank may raise its rate.", "The bank will raise its rate.", None),
        ("The bank will raise its rate.", "The bank wants to raise its rate.", None),
        ("The bank raised its rate.", "It may raise its rate. It raised it in May.", None),
        ("The bank may not raise its rate.", "The bank might perhaps raise its rate.", None),
        ("The rate of the bank is up.", "The rate may rise, and the bank may pay.", None),
        ("Raised rates hurt.", "Rates may fall. Raising them is hard.", None),
        ("The ministers met in Rome.", "The ministers would meet in Rome.", "met"),
        ("The ministers met in Rome.", "The ministers meet in Rome.", None),
        ("They needed aid.", "They may need aid.", "needed"),
        ("The trial proceeded on Monday.", "The trial may proceed on Monday.", "proceeded"),
        ("They brought aid.", "They may bring aid.", "brought"),
        ("They need aid.", "They may need aid.", None),
    ],
)
def test_what_is_possible_is_not_told_as_a_fact(
    claim: str, evidence: str, words: str | None
) -> None:
    pool = EvidencePool((parse_evidence(Evidence(evidence, evidence)),))
    found = check_modality(parse_text(claim), pool)
    assert [(each.kind, each.words) for each in found] == ([("modality", words)] if words else [])


@pytest.mark.parametrize(
    ("claim", "sentence", "may"),
    [
        ("The ministers met in Rome.", "They announced plans for the ministers to meet.", False),
        ("Turkey recognises the vote.", "They called on Turkey to recognise the vote.", False),
        ("The bank will raise its rate.", "The bank wants to raise its rate.", True),
        ("The bank decided to close it.", "The bank says it will now close it.", True),
        ("The bank closed it.", "The bank has closed it, to the surprise of many.", True),
        ("The court convicted him.", "The court acquitted him.", False),
    ],
)
def test_what_is_wanted_or_planned_states_nothing(claim: str, sentence: str, may: bool) -> None:
    assert may_state(claim, sentence) == may
