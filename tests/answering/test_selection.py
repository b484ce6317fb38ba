"""Which sentences together answer, and how the answer is written."""

from __future__ import annotations

import datetime as dt
import re
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from index.answering.calibration import calibration
from index.answering.ranking import RankedSentence
from index.answering.selection import (
    MAX_ANSWER,
    MAX_STATEMENTS,
    SelectedStatement,
    compose,
    select_statements,
)
from index.models import Draft
from tests.helpers.answering import NEWEST, KnownEchoes, Story, axis, good_evidence, story_of

NO_ECHOES = KnownEchoes()
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
REFUSED = "Trump refused to sell the missiles."
REFUSED_TOO = "The missiles will not be sold, Trump decided."

Given = tuple[Story, RankedSentence]


def answer(
    *given: Given, echoes: KnownEchoes = NO_ECHOES, others: tuple[Given, ...] = ()
) -> tuple[list[SelectedStatement], str]:
    """The statements chosen from evidence, best first, and the text that they make."""
    raw = {evidence.sentence.file: story.raw for story, evidence in (*given, *others)}
    statements = select_statements(
        [evidence for _, evidence in given],
        raw.__getitem__,
        echoes,
        [evidence for _, evidence in others],
    )
    composed, citations = compose(statements)
    text = Draft(composed, citations).text
    assert [c.number for c in citations] == list(range(1, len(citations) + 1))
    assert re.findall(r"\[(\d+)\]", text) == [str(c.number) for c in citations]
    assert all(raw[c.file][c.start : c.end] == c.quote for c in citations)
    return statements, text


def one(
    text: str,
    file: str,
    direction: int = 0,
    published: dt.date | None = NEWEST,
    probability: float = 1.0,
    share: float = 1.0,
) -> Given:
    """A story of one sentence, as evidence; the same ``direction``, the same vector."""
    story = story_of(text, file=file, published=published, vectors=[axis(direction)])
    return story, story.evidence(text, probability=probability, share=share)


def different() -> list[Given]:
    return [one(text, f"{i}.txt", i) for i, text in enumerate(DIFFERENT)]


def several(text: str, *parts: str) -> list[Given]:
    """Sentences of one story, as evidence."""
    story = story_of(text)
    return [(story, story.evidence(part)) for part in parts]


def files_of(statements: list[SelectedStatement]) -> list[list[str]]:
    """The files that are cited for each statement."""
    return [[quote.sentence.file for quote in each.quotes] for each in statements]


def test_the_same_statement_in_several_articles_is_one_with_several_citations() -> None:
    statements, text = answer(
        one(REFUSED, "a.txt"),
        one(REFUSED_TOO, "b.txt"),
        one("Hungary bought gas from the east.", "c.txt", 1),
        echoes=KnownEchoes({REFUSED, REFUSED_TOO}),
    )
    assert files_of(statements) == [["a.txt", "b.txt"], ["c.txt"]]
    assert text == f"{REFUSED} [1][2]\nHungary bought gas from the east. [3]"


def test_what_is_said_otherwise_stands_beside_it() -> None:
    """However near the sentences are to each other."""
    statements, _ = answer(one(REFUSED, "a.txt"), one("Trump sold the missiles.", "b.txt"))
    assert files_of(statements) == [["a.txt"], ["b.txt"]]


def test_what_is_not_good_enough_to_be_shown_is_cited_where_it_says_the_same() -> None:
    echoes = KnownEchoes({REFUSED, REFUSED_TOO})
    other = one(REFUSED_TOO, "b.txt", probability=0.0)
    assert files_of(answer(one(REFUSED, "a.txt"), others=(other,))[0]) == [["a.txt"]]
    statements, text = answer(one(REFUSED, "a.txt"), echoes=echoes, others=(other,))
    assert files_of(statements) == [["a.txt", "b.txt"]]
    assert text == f"{REFUSED} [1][2]"


def test_an_article_is_cited_once_for_a_statement() -> None:
    text, again = "Trump refused to sell missiles.", "Trump refused, again, to sell missiles."
    statements, _ = answer(
        one(REFUSED, "b.txt"),
        *several(f"{text}\n\nOil rose.\n\n{again}", text, again),
        echoes=KnownEchoes({REFUSED, text, again}),
    )
    assert files_of(statements) == [["b.txt", "a.txt"]]


def test_two_sentences_of_an_article_are_never_echoes() -> None:
    first, second = "Trump refused to sell.", "Trump refused to sell missiles."
    given = several(f"{first}\n\nOil rose.\n\n{second}", first, second)
    statements, _ = answer(*given, echoes=KnownEchoes({first, second}))
    assert files_of(statements) == [["a.txt"], ["a.txt"]]


def test_a_sentence_that_a_quote_has_already_is_not_quoted_again() -> None:
    text = "Peskov said the war goes on. He added that nobody wants it."
    for parts in (("He added", "Peskov said"), ("Peskov said", "He added")):
        assert answer(*several(text, *parts))[1] == f"{text} [1]"


def test_neighbours_that_both_answer_are_one_quote() -> None:
    text = "Rain fell. Trump sold missiles. Xi sold cars. Oil rose."
    for parts in (("Trump", "Xi"), ("Xi", "Trump")):
        assert answer(*several(text, *parts))[1] == "Trump sold missiles. Xi sold cars. [1]"


def test_sentences_of_an_article_that_are_apart_are_two_statements() -> None:
    text = "Trump sold missiles. Oil rose. Xi sold cars."
    assert answer(*several(text, "Xi", "Trump"))[1] == (
        "Xi sold cars. [1]\nTrump sold missiles. [2]"
    )


def test_at_most_four_statements() -> None:
    statements, text = answer(*different())
    assert len(statements) == MAX_STATEMENTS == 4
    assert text.startswith(DIFFERENT[0])


def test_what_is_no_statement_of_its_own_any_more_is_still_cited() -> None:
    last = one(REFUSED_TOO, "last.txt")
    statements, _ = answer(*different(), last, echoes=KnownEchoes({DIFFERENT[0], REFUSED_TOO}))
    assert files_of(statements)[0] == ["0.txt", "last.txt"]


def test_a_sentence_is_not_shown_by_itself_and_cited_for_another_statement() -> None:
    class OneWay(KnownEchoes):
        """The first text says all that the second says, but not the other way round."""

        def known(self, shown: str, extra: str) -> bool:
            return (shown, extra) == (DIFFERENT[1], DIFFERENT[0])

    pair = one(DIFFERENT[0], "a.txt", 0), one(DIFFERENT[1], "b.txt", 1)
    statements, _ = answer(*pair, echoes=OneWay())
    assert files_of(statements) == [["a.txt"], ["b.txt"]]


def test_a_further_statement_has_to_be_as_likely_as_was_set() -> None:
    further = calibration().further
    statements, _ = answer(
        one(DIFFERENT[0], "best.txt", 0, share=0.9),
        one(DIFFERENT[1], "unlikely.txt", 1, share=further - 0.01),
        one(DIFFERENT[2], "likely.txt", 2, share=further),
    )
    assert files_of(statements) == [["best.txt"], ["likely.txt"]]


def test_no_further_statement_makes_the_answer_too_long() -> None:
    long = [f"{text[:-1]}, and so on{' and on' * 50}." for text in DIFFERENT]
    statements, text = answer(*(one(text, f"{i}.txt", i) for i, text in enumerate(long)))
    assert len(statements) == 2
    assert len(text) < MAX_ANSWER


def test_what_is_beside_a_statement_does_not_make_the_answer_too_long() -> None:
    stories = [
        story_of(f"Trump sold {word}{' and gas' * 12}. Xi left{' and rose' * 50}.", file=word)
        for word in ("cars.txt", "oil.txt", "ships.txt", "farms.txt")
    ]
    given = [(each, each.evidence(part)) for part in ("Trump", "Xi") for each in stories]
    statements, text = answer(*given)
    assert len(statements) == 4
    assert sum(len(each.quotes[0].text) for each in statements) <= MAX_ANSWER
    assert "Xi left" not in text


SAID = (
    "Peskov said talks had stopped{}.", "He added that it rained{}.", "“We will go on{}.",
    "We will win{},” said Zelensky.", "However, that was wrong{}.", "Oil rose on Monday{}.",
)  # fmt: skip
LONGER = ("", " and on" * 15, " and on" * 30)


@given(
    st.lists(st.builds(str.format, st.sampled_from(SAID), st.sampled_from(LONGER)), min_size=3),
    st.randoms(use_true_random=False),
)
def test_no_sentence_is_shown_twice(sentences: list[str], order: Random) -> None:
    story = story_of(" ".join(["The story begins here.", *sentences]))
    given = [(story, good_evidence(story.view, s.ordinal)) for s in story.view.sentences]
    order.shuffle(given)
    statements, _ = answer(*given)
    shown = [ordinal for each in statements for ordinal in each.quotes[0].ordinals]
    assert len(shown) == len(set(shown))


def test_a_short_statement_is_added_where_a_long_one_is_not() -> None:
    long, longer = (f"{text[:-1]}{' and oil' * 60}." for text in DIFFERENT[:2])
    statements, _ = answer(
        one(long, "a.txt", 0), one(longer, "b.txt", 1), one(DIFFERENT[2], "c.txt", 2)
    )
    assert files_of(statements) == [["a.txt"], ["c.txt"]]


def test_days_are_shown_where_they_differ() -> None:
    earlier = dt.date(2025, 10, 9)
    _, text = answer(one(DIFFERENT[0], "a.txt"), one(DIFFERENT[1], "b.txt", 1, earlier))
    assert text.splitlines() == [
        "Trump refused missiles for Ukraine. [1] (published 24 October 2025)",
        "Hungary bought gas from the east. [2] (published 9 October 2025)",
    ]


def test_days_are_not_shown_where_all_are_of_one_day() -> None:
    _, text = answer(one(DIFFERENT[0], "a.txt", 0), one(DIFFERENT[1], "b.txt", 1))
    assert "2025" not in text


def test_an_article_without_a_day_shows_none() -> None:
    _, text = answer(one(DIFFERENT[0], "a.txt", 0), one(DIFFERENT[1], "b.txt", 1, None))
    assert text.splitlines()[1] == "Hungary bought gas from the east. [2]"


def test_a_citation_says_where_it_is_from() -> None:
    story, evidence = one(DIFFERENT[0], "folder/a.txt", 0)
    _, (citation,) = compose(select_statements([evidence], lambda _: story.raw, NO_ECHOES))
    assert (citation.file, citation.title) == ("folder/a.txt", "About folder/a.txt")
    assert (citation.outlet, citation.published) == ("The Paper", NEWEST)
    assert citation.quote == DIFFERENT[0]
