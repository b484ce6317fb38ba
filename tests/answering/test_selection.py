"""Which sentences together answer, and how the answer is written."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from index.answering.ranking import RankedSentence
from index.answering.selection import SelectedStatement, compose, select_statements
from index.models import Draft
from tests.helpers.answering import NEWEST, Story, axis, good_evidence, read, story_of

ASKED = "Which missiles did they sell?"
DIFFERENT = (
    "Trump refused missiles for Ukraine.",
    "Hungary bought gas from the east.",
    "Rosneft lost ships near Norway.",
    "Tusk visited farms around Gdansk.",
    "Lavrov cancelled flights over Belgrade.",
    "Macron opened museums throughout Paris.",
    "Rubio praised farmers across Kansas.",
    "Orban built stadiums beside Budapest.",
)


def answer(
    asked: str, *given: tuple[Story, RankedSentence]
) -> tuple[list[SelectedStatement], str, dict[str, str]]:
    """The statements chosen from evidence, best first, and the text that they make."""
    raw = {evidence.sentence.file: story.raw for story, evidence in given}
    statements = select_statements(
        read(asked), [evidence for _, evidence in given], raw.__getitem__
    )
    composed, citations = compose(statements)
    text = Draft(composed, citations).text
    assert [c.number for c in citations] == list(range(1, len(citations) + 1))
    assert re.findall(r"\[(\d+)\]", text) == [str(c.number) for c in citations]
    assert all(raw[c.file][c.start : c.end] == c.quote for c in citations)
    return statements, text, raw


def one(
    text: str, file: str, direction: int, published: dt.date | None = NEWEST, **features: object
) -> tuple[Story, RankedSentence]:
    """A story of one sentence, as evidence; the same ``direction``, the same meaning."""
    story = story_of(text, file=file, published=published, vectors=[axis(direction)])
    return story, story.evidence(text, **features)


def test_the_same_statement_in_several_articles_is_one_with_several_citations() -> None:
    statements, text, _ = answer(
        ASKED,
        one("Trump refused to sell the missiles.", "a.txt", 0),
        one("Trump refused to sell them the missiles.", "b.txt", 0),
        one("Hungary bought gas from the east.", "c.txt", 1),
    )
    assert [[q.sentence.file for q in s.quotes] for s in statements] == [
        ["a.txt", "b.txt"],
        ["c.txt"],
    ]
    assert text == (
        "Trump refused to sell the missiles. [1][2]\nHungary bought gas from the east. [3]"
    )


def test_what_is_said_otherwise_stands_beside_it() -> None:
    statements, _, _ = answer(
        ASKED,
        one("Trump refused to sell the missiles.", "a.txt", 0),
        one("Lavrov cancelled flights over Belgrade.", "b.txt", 1),
    )
    assert len(statements) == 2


def test_an_article_is_cited_once_for_a_statement() -> None:
    text = "Trump refused to sell missiles."
    again = "Trump refused, again, to sell missiles."
    story = story_of(f"{text}\n\nOil rose.\n\n{again}", vectors=[axis(0), axis(1), axis(0)])
    other = one("Trump refused to sell the missiles.", "b.txt", 0)
    statements, _, _ = answer(
        ASKED, other, (story, story.evidence(text)), (story, story.evidence(again))
    )
    for statement in statements:
        files = [quote.sentence.file for quote in statement.quotes]
        assert len(files) == len(set(files))


def test_a_sentence_that_a_quote_has_already_is_not_quoted_again() -> None:
    story = story_of("Peskov said the war goes on. He added that nobody wants it.")
    asked = "What did Peskov say about the war?"
    statements, text, _ = answer(
        asked, *((story, story.evidence(part)) for part in ("Peskov said", "He added"))
    )
    assert len(statements) == 1
    assert text == "Peskov said the war goes on. He added that nobody wants it. [1]"


def test_at_most_four_statements() -> None:
    given = [one(text, f"{i}.txt", i) for i, text in enumerate(DIFFERENT)]
    statements, text, _ = answer(ASKED, *given)
    assert 1 < len(statements) <= 4
    assert text.startswith(DIFFERENT[0])


@pytest.mark.parametrize("asked", ["When did they sell missiles?", "How many missiles were sold?"])
def test_short_answers_have_fewer_statements(asked: str) -> None:
    given = [one(text, f"{i}.txt", i) for i, text in enumerate(DIFFERENT)]
    assert len(answer(asked, *given)[0]) < len(answer(ASKED, *given)[0])


def test_under_900_characters_as_a_rule() -> None:
    long = [f"{text[:-1]}, and so on{' and on' * 50}." for text in DIFFERENT]
    given = [one(text, f"{i}.txt", i) for i, text in enumerate(long)]
    statements, text, _ = answer(ASKED, *given)
    assert len(statements) > 1
    assert len(text) < 1000


def test_the_best_sentence_is_given_however_long_it_is() -> None:
    story = story_of(f"Trump sold them{' and more' * 400}.")
    assert len(answer(ASKED, (story, good_evidence(story.view, 0)))[0]) == 1


def test_what_is_less_to_the_point_is_left_out() -> None:
    question = read(ASKED)
    missing = tuple(term for term in question.terms if term.folded in {"missiles", "sell"})
    assert len(missing) == 2
    statements, _, _ = answer(
        ASKED,
        one(DIFFERENT[0], "a.txt", 0),
        one(DIFFERENT[1], "b.txt", 1, missing=missing),
        one(DIFFERENT[2], "c.txt", 2, cover=0.1),
        one(DIFFERENT[3], "d.txt", 3, names=0.0),
    )
    assert [s.evidence.sentence.file for s in statements] == ["a.txt"]


def test_only_sentences_of_the_day_and_speaker_asked_about_are_added() -> None:
    of_day = answer(
        "What was sold on 23 October?",
        one(DIFFERENT[0], "a.txt", 0),
        one(DIFFERENT[1], "b.txt", 1, day=0.0),
    )[0]
    of_speaker = answer(
        "What did Trump say?",
        one(DIFFERENT[0], "a.txt", 0),
        one(DIFFERENT[1], "b.txt", 1, speaker=0.0),
    )[0]
    assert len(of_day) == len(of_speaker) == 1


def test_days_are_shown_where_they_differ() -> None:
    earlier = dt.date(2025, 10, 9)
    _, text, _ = answer(
        ASKED, one(DIFFERENT[0], "a.txt", 0), one(DIFFERENT[1], "b.txt", 1, earlier)
    )
    assert text.splitlines() == [
        "Trump refused missiles for Ukraine. [1] (24 October 2025)",
        "Hungary bought gas from the east. [2] (9 October 2025)",
    ]


def test_days_are_not_shown_where_all_are_of_one_day() -> None:
    _, text, _ = answer(ASKED, one(DIFFERENT[0], "a.txt", 0), one(DIFFERENT[1], "b.txt", 1))
    assert "2025" not in text


def test_an_article_without_a_day_shows_none() -> None:
    _, text, _ = answer(ASKED, one(DIFFERENT[0], "a.txt", 0), one(DIFFERENT[1], "b.txt", 1, None))
    assert text.splitlines()[1] == "Hungary bought gas from the east. [2]"


def test_a_citation_says_where_it_is_from() -> None:
    story, evidence = one(DIFFERENT[0], "folder/a.txt", 0)
    _, (citation,) = compose(select_statements(read(ASKED), [evidence], lambda _: story.raw))
    assert (citation.file, citation.title) == ("folder/a.txt", "About folder/a.txt")
    assert (citation.outlet, citation.published) == ("The Paper", NEWEST)
    assert citation.quote == DIFFERENT[0]


@pytest.mark.parametrize(
    ("reason", "statements"),
    [("“Missiles are old and slow,” Peskov said.", 2), ("He said that they are old and slow.", 1)],
)
def test_a_reason_goes_on_with_what_the_same_person_says_next(reason: str, statements: int) -> None:
    """In a quote of its own, or in the same one where it leans on what is before it."""
    text = (
        f"Peskov said that nobody needs the missiles.\n\n{reason}\n\n"
        "Trump laughed at the missiles because they are dear."
    )
    story = story_of(text, vectors=[axis(0), axis(1), axis(2)])
    best, after = story.evidence("nobody"), story.evidence("slow", cosine=-2.0)
    raw = {"a.txt": story.raw}
    asked = "Why does Peskov say that nobody needs missiles?"
    chosen = select_statements(read(asked), [best], raw.__getitem__, [after])
    assert len(chosen) == statements
    assert "slow" in chosen[-1].quotes[0].text
    assert (
        len(select_statements(read("When did Peskov laugh?"), [best], raw.__getitem__, [after]))
        == 1
    )
    because = story.evidence("laughed")
    assert len(select_statements(read(asked), [because], raw.__getitem__, [best, after])) == 1
