"""The parts that the check is made of: quotations, names, days, the path."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from index.faithfulness.models import Evidence
from index.faithfulness.quotations import mend_marks, quoted
from index.faithfulness.wording import BACK, GAP, JUMP, cheapest_path
from tests.helpers.faithfulness import FRIDAY, check, checker, kinds, quote


@pytest.mark.parametrize(
    ("sentence", "stretches"),
    [
        ("He said “no” and 'maybe'.", ["no", "maybe"]),
        ("The workers' pay isn't 'fair' in Spain's view.", ["fair"]),
        ('He said "we are', ["we are"]),
        ("No marks here, only Spain's.", []),
        ("At 5'10\" he is small, and at 5’ 9” she is, too.", []),
        ("He is 5'10\" and said “no”.", ["no"]),
    ],
)
def test_quoted(sentence: str, stretches: list[str]) -> None:
    assert quoted(sentence) == stretches


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("We won’t go there", True),
        ("we won’t go there", False),
        ("We won’t go there.", False),
        ("We won’t  go there", True),
        ("We won’t go", True),
        ("We won’t g", False),
        ("We will not go there", False),
    ],
)
def test_quotations_are_exact(words: str, stands: bool) -> None:
    verdict = check(f"Lee said: “{words}”", "“We won’t go there today,” Lee said on Monday.")
    assert ("quotation" not in kinds(verdict)) is stands


def test_a_wrapped_line_is_a_blank() -> None:
    raw = "“We won’t\n  go there today,” Lee said."
    evidence = Evidence("“We won’t go there today,” Lee said.", raw)
    assert checker().check("Lee said “We won't go there today”", [evidence]).supported


def test_a_full_stop_goes_outside_the_marks() -> None:
    evidence = [quote("“We won’t go there today,” Lee said.")]
    sentence = "Lee said “We won’t go there.”"
    assert mend_marks(sentence, evidence) == "Lee said “We won’t go there”."
    exact = "“We won’t go there today,” Lee said."
    assert mend_marks(exact, evidence) == exact


NAMES = [
    ("Zelenskyy met Rubio.", "Zelensky met Rubio in Rome.", True),
    ("President Trump met Rubio.", "Donald Trump met Rubio in Rome.", True),
    ("Donald Trump met Rubio.", "Trump met Rubio in Rome.", True),
    ("Melania Trump met Rubio.", "Donald Trump met Rubio in Rome.", False),
    ("The United States met Iran.", "The U.S. met Iran in Rome.", True),
    ("The US met Iran.", "America met Iran in Rome.", True),
    ("Russia met Iran.", "Moscow met Iran in Rome.", True),
    ("The EU met Iran.", "The European Union met Iran in Rome.", True),
    ("Members of the World Trade Organization met.", "Members of the WTO met in Rome.", True),
    ("Fighting went on in Kyiv.", "Fighting went on in Ukraine.", False),
    ("Iran met South Korea.", "Iran met North Korea in Rome.", False),
    ("Iran spoke to Fox News.", "Iran spoke to Sky News, a fox and a hound.", False),
]


@pytest.mark.parametrize(("sentence", "evidence", "same_name"), NAMES)
def test_names(sentence: str, evidence: str, same_name: bool) -> None:
    assert ("name" not in kinds(check(sentence, evidence))) is same_name


def test_a_name_of_the_headline_counts() -> None:
    text = "He said that talks would go on."
    evidence = quote(text, title="Orban at odds with the bloc", speaker="Viktor Orban")
    assert checker().check("Orban said that talks would go on.", [evidence]).supported
    assert not checker().check("Orban said that talks would go on.", [quote(text)]).supported


DAYS = [
    ("Talks began on 23 October 2025.", "Talks began on Thursday.", FRIDAY, True),
    ("Talks began on 22 October 2025.", "Talks began on Thursday.", FRIDAY, False),
    ("Talks began in October.", "Talks began on Thursday.", FRIDAY, True),
    ("Talks began in September.", "Talks began on Thursday.", FRIDAY, False),
    ("Talks began on Thursday.", "Talks began on October 23.", FRIDAY, True),
    ("Talks began on 24 October.", "Talks began.", FRIDAY, True),
    ("Talks began on 23 October.", "Talks began.", FRIDAY, False),
    ("Talks began on 24 October.", "Talks began on Thursday.", FRIDAY, False),
    ("Talks began on Thursday.", "Talks began on Thursday.", None, True),
    ("Talks began on Friday.", "Talks began on Thursday.", None, False),
    ("Talks began in 2021.", "Talks began in March 2021.", None, True),
    ("Talks began in March 2021.", "Talks began in 2021.", None, False),
]


@pytest.mark.parametrize(("sentence", "evidence", "published", "told"), DAYS)
def test_days(sentence: str, evidence: str, published: dt.date | None, told: bool) -> None:
    assert ("date" not in kinds(check(sentence, evidence, published=published))) is told


def test_each_quote_has_its_own_day() -> None:
    quotes = [
        quote("Talks began on Thursday.", dt.date(2025, 10, 24)),
        quote("Talks ended on Thursday.", dt.date(2025, 10, 31)),
    ]
    sentence = "Talks began on 23 October and ended on 30 October."
    assert "date" not in kinds(checker().check(sentence, quotes))


def path(steps: list[int], sentences: list[int]) -> float:
    """Earned by pieces that are each found at one place of the evidence only."""
    cosines = np.full((len(steps), len(sentences)), -1.0, dtype=np.float32)
    cosines[np.arange(len(steps)), steps] = 1.0
    return cheapest_path(cosines, np.array(sentences)) * len(steps)


def test_the_path_earns_what_stands_together() -> None:
    sentences = [0, 0, 0, 0, 1, 1, 1]
    assert path([0, 1, 2], sentences) == pytest.approx(3)
    assert path([0, 2, 3], sentences) == pytest.approx(3 - GAP)
    assert path([2, 0, 1], sentences) == pytest.approx(3 - BACK)
    assert path([0, 4, 5], sentences) == pytest.approx(3 - JUMP)
    assert path([3, 4], sentences) == pytest.approx(2 - JUMP)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Fewer than 50 people were killed.", "More than 50 people were killed."),
        ("At most 50 people were killed.", "At least 50 people were killed."),
        ("22 people were killed on 22 October.", "Several people were killed on 22 October."),
        ("It lost 1,5 million euros.", "It lost 2,5 million euros."),
        ("2,50,000 people fled.", "1,50,000 people fled."),
    ],
)
def test_figures_that_are_not_in_the_quote(sentence: str, told: str) -> None:
    assert "number" in kinds(check(sentence, told))


def test_last_year_is_not_this_year() -> None:
    assert "date" in kinds(check("Last year, profits fell.", "Profits fell this year."))
    assert "date" not in kinds(check("Last year, profits fell.", "Profits fell last year."))


def test_a_decade_opens_no_quotation() -> None:
    assert quoted("The '90s and the unions' role mattered.") == []


@pytest.mark.parametrize(
    ("claimed", "known", "told"),
    [
        ("October 22", "Oct. 22", True),
        ("22 Oct", "October 22", True),
        ("October 22", "October 23", False),
        ("October 22", "November 22", False),
    ],
)
def test_days_of_an_undated_article(claimed: str, known: str, told: bool) -> None:
    verdict = check(f"The bridge closed on {claimed}.", f"On {known} it closed.", published=None)
    assert ("date" not in kinds(verdict)) is told


def test_words_that_the_model_cannot_read_are_the_same_only_if_they_are_written_so() -> None:
    assert not check("x" * 3000, "y" * 3000).supported
    assert not check(f"The code is {'x' * 120}.", f"The code is {'y' * 120}.").supported
    assert check(f"The code is {'x' * 120}.", f"The code is {'x' * 120}, he said.").supported
