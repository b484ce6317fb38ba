"""Answer pages within Discord's limits, whatever an article or a person writes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.discord.rendering.answers import (
    answer_pages,
    draft_page,
    one_page,
    quote_pages,
)
from bot.discord.rendering.limits import MESSAGE, cut, length
from bot.discord.rendering.markdown import escaped, escaped_line
from bot.rendering.text import DOUBT
from index.models import (
    MAX_OF_ABSTENTION,
    Abstention,
    Answer,
    Citation,
    Draft,
    Reprint,
    Statement,
)
from tests.helpers.fakes import ARTICLE, CITATION, make_answer

pytestmark = pytest.mark.slow

DAY = dt.date(2025, 10, 22)
QUICKLY = settings(max_examples=50)
ODD = st.text(
    st.sampled_from("ab c.…\n*_~`|<>@#[](){}\\:-+1/9🤝🏽‍👩é中\u202e\x00\u200b") | st.characters()
)
WORDS = st.lists(ODD | st.sampled_from(["@everyone", "<@12>", "https://a.b/c_d_", "](http://x)"]))


def joined(parts: list[str]) -> str:
    return " ".join(parts)


def citation(number: int, quote: str = "q", file: str = "one.txt", title: str = "T") -> Citation:
    return Citation(number, file, title, "Al Jazeera", DAY, 0, len(quote), quote)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    quotes = draw(st.lists(WORDS.map(joined), min_size=1, max_size=12))
    factor = draw(st.sampled_from([1, 1, 50, 400]))
    quotes = [(quote or "x") * factor for quote in quotes]
    odd = ODD.map(lambda text: text or "x")
    cited = tuple(
        Citation(n, draw(odd), draw(ODD) * factor, draw(odd), DAY, 0, len(quote), quote)
        for n, quote in enumerate(quotes, 1)
    )
    opens = st.booleans()
    return make_answer(
        *(Statement(quote, (n,), DAY, draw(opens)) for n, quote in enumerate(quotes, 1)),
        question=draw(odd) * factor,
        citations=cited,
        understood=draw(st.none() | odd),
        doubtful=draw(st.booleans()),
        note=draw(ODD),
    )


@QUICKLY
@given(answers(), st.booleans())
def test_every_message_fits(answer: Answer, asked: bool) -> None:
    pages = answer_pages(answer, show_question=asked)
    assert pages
    for page in pages:
        assert page.strip()
        assert length(page) <= MESSAGE
        assert len(page.encode("utf-16-le")) // 2 == length(page)


@QUICKLY
@given(answers(), st.booleans())
def test_one_message_says_if_there_is_more(answer: Answer, asked: bool) -> None:
    page = one_page(answer, show_question=asked)
    assert length(page) <= MESSAGE
    pages = answer_pages(answer, show_question=asked)
    assert (page == pages[0]) == (len(pages) == 1)
    assert ("press “Quotes”" in page.splitlines()[-1]) == (len(pages) > 1)


@pytest.mark.parametrize("quotes", [1, 8, 20])
def test_the_longest_entry_of_an_article_fits(quotes: int) -> None:
    name, url = "_" * 400, f"https://example.org/{'a' * 560}"
    cited = tuple(
        replace(
            citation(number, "word " * 20, name, name),
            outlet=name,
            page=1_000 * number,
            until=DAY,
            also=tuple(Reprint(f"{at}.txt", f"{number} {at} {name}", None) for at in range(9)),
        )
        for number in range(1, quotes + 1)
    )
    answer = make_answer(Statement("Something.", (1,)), citations=cited)
    shown = (
        *answer_pages(answer, addresses={name: url}),
        one_page(answer, addresses={name: url}),
        *quote_pages(answer, {}, {name: url}),
    )
    for page in shown:
        assert length(page) <= MESSAGE


def test_one_message_has_the_sources_of_what_it_says() -> None:
    cited = tuple(citation(n, "word " * 100, f"{n}.txt") for n in range(1, 9))
    answer = make_answer(*(Statement(c.quote, (c.number,)) for c in cited), citations=cited)
    page = one_page(answer)
    said = set(re.findall(r"(?<=word )\[\d\]", page))
    assert said == set(re.findall(r"^\[\d\]", page, re.MULTILINE)) == {"[1]", "[2]", "[3]"}


@QUICKLY
@given(answers())
def test_every_source_is_listed_once(answer: Answer) -> None:
    pages = answer_pages(answer)
    lines = [line for page in pages for line in page.splitlines()]
    files = [line for line in lines if re.fullmatch(r"-# .* · <t:\d+:D> · `.*`", line)]
    assert len(files) == len({citation.file for citation in answer.citations})
    numbers = [n for line in lines for n in re.findall(r"(?:^|(?<=\] ))\[(\d+)\](?= |$)", line)]
    assert {f"{citation.number}" for citation in answer.citations} <= set(numbers)


@pytest.mark.slow
@QUICKLY
@given(answers())
def test_quotes_fit(answer: Answer) -> None:
    contexts = {1: (answer.text, answer.text)}
    for page in quote_pages(answer, contexts):
        assert length(page) <= MESSAGE


@QUICKLY
@given(st.integers(1, 40), st.integers(1, 4000))
def test_a_statement_keeps_its_number(statements: int, words: int) -> None:
    numbers = range(1, min(statements, 12) + 1)
    made = [Statement(f"{f'word{n} ' * words}end{n}.", (n,)) for n in numbers]
    answer = make_answer(*made, citations=tuple(citation(n) for n in numbers))
    for page in answer_pages(answer):
        for line in page.splitlines():
            for number in set(re.findall(r"word(\d+)", line)):
                assert line.endswith(f"[{number}]")


@QUICKLY
@given(WORDS.map(joined), st.integers(1, 30))
def test_a_draft_is_one_message(text: str, times: int) -> None:
    draft = Draft((Statement(text * times, (1,)),), (citation(1),))
    assert length(draft_page(draft, question=text)) <= MESSAGE


@QUICKLY
@given(st.text(), st.integers(1, 50))
def test_cut_counts_like_discord(text: str, most: int) -> None:
    assert length(cut(text, most)) <= most
    assert cut(text, length(text) + 1) == text


def test_emoji_count_twice() -> None:
    assert length("a🤝é") == 4
    assert cut("🤝🤝🤝", 5) == "🤝🤝…"


@QUICKLY
@given(WORDS.map(joined))
def test_text_contains_no_mentions(text: str) -> None:
    for shown in (escaped(text), escaped_line(text)):
        assert not re.search(r"(?<!\\)<[@#:/t]", shown)
        assert "@everyone" not in shown
        assert "@here" not in shown


def test_markup_is_escaped() -> None:
    assert escaped("*a* _b_ `c` ||d|| ~~e~~") == r"\*a\* \_b\_ \`c\` \|\|d\|\| \~\~e\~\~"
    assert escaped("# a\n- b\n> c\n-# d\n1. e") == "\\# a\n\\- b\n\\> c\n\\-# d\n1\\. e"
    assert escaped("[click](http://x.y/z)") == r"[click]\(http:\//x\.y/z)"
    assert escaped("see https://x.y/a_b.") == r"see https:\//x\.y/a\_b."
    assert escaped(
        "<@1> <#2> <@&3> @here"
    ) == r"\<@\u200b1> \<#2> \<@\u200b&3> @\u200bhere".replace(r"\u200b", "\u200b")


def test_a_rendered_answer() -> None:
    statements = (Statement("He came.", (1,), DAY), Statement("She [3] went.", (2,)))
    cited = (citation(1), replace(citation(2, file="b/two.txt"), outlet=None, published=None))
    answer = make_answer(
        *statements, question="Who?", citations=cited, understood="Who came?", note="No model."
    )
    (page,) = answer_pages(answer, show_question=True)
    assert page == (
        "> **Who?**\n"
        "-# Understood as: Who came?\n"
        "He came. [1] (published 22 October 2025)\n"
        "She (3) went. [2]\n"
        "\n"
        "**Sources**\n"
        "[1] **T**\n"
        "-# Al Jazeera · <t:1761129000:D> · `one.txt`\n"
        "[2] **T**\n"
        "-# `b/two.txt`\n"
        "-# No model."
    )
    assert dt.datetime.fromtimestamp(1761129000, dt.UTC).date() == DAY


def test_a_rendered_abstention() -> None:
    nothing = Abstention("not mentioned", articles=5, missing=("the *Moon*",), nearest=ARTICLE)
    (page,) = answer_pages(make_answer(citations=(), abstention=nothing))
    assert page.splitlines() == [
        "### ❔ The coverage does not say",
        r"None of the 5 articles mentions the \*Moon\*.",
        "Closest article: **Summit called off**",
        "-# Al Jazeera · <t:1761129000:D> · `one.txt`",
    ]


def test_what_comes_closest_is_quoted_in_place_of_its_article() -> None:
    closest = replace(CITATION, text="The *summit* was called off.")
    nothing = Abstention("not answered", articles=5, nearest=ARTICLE, closest=closest)
    (page,) = answer_pages(make_answer(citations=(), abstention=nothing))
    assert page.splitlines() == [
        "### ❔ The coverage does not say",
        "None of the 5 articles answers this.",
        "What comes closest:",
        r"> The \*summit\* was called off.",
        "**Summit called off**",
        "-# Al Jazeera · <t:1761129000:D> · `one.txt`",
    ]


@QUICKLY
@given(WORDS.map(joined), st.integers(1, 60), st.booleans())
@example("A storm hit the coast and 12 people died. ", 4, True)
@example("exports/2025/a-long-name-of-a-file-", 6, True)
def test_an_abstention_fits(text: str, times: int, linked: bool) -> None:
    """People see no more than what is promised, whatever the articles are called."""
    long = text * times
    nearest = replace(ARTICLE, title=long, outlet=long, file=long)
    addresses = {long: "https://news.example/a"} if linked else {}
    closest = replace(CITATION, title=long, outlet=long, file=long, text=text, page=7)
    for quoted, nearby in ((None, ()), (closest, ()), (closest, ("Who said so?",))):
        nothing = Abstention(
            "not answered", looked_for=(long,), nearest=nearest, closest=quoted, nearby=nearby
        )
        answer = make_answer(citations=(), abstention=nothing)
        pages = answer_pages(answer, addresses=addresses)
        assert all(length(page) <= MESSAGE for page in pages)
        assert len(seen("\n".join(pages))) <= MAX_OF_ABSTENTION


def seen(page: str) -> str:
    """What people see of a page, without its markup."""
    page = re.sub(r"\[([^\n]*?)\]\(<[^>\n]*>\)", r"\1", page)
    page = re.sub(r"<t:\d+:D>", "22 October 2025", page)
    page = re.sub(r"^(### |-# |> )", "", page, flags=re.MULTILINE)
    return re.sub(r"\\(.)", r"\1", page.replace("**", "").replace("`", "")).replace("\u200b", "")


def test_what_comes_closest_is_named_by_the_ends_of_long_names() -> None:
    file = "exports/2025/october/the-whole-of-the-week/summit-called-off.txt"
    closest = replace(CITATION, file=file, title="The summit in Budapest was called off " * 4)
    nothing = Abstention("not answered", articles=5, closest=closest)
    (page,) = answer_pages(make_answer(citations=(), abstention=nothing))
    assert page.splitlines()[-2:] == [
        "**The summit in Budapest was called off The summit in Budapes…**",
        "-# Al Jazeera · <t:1761129000:D> · `…whole-of-the-week/summit-called-off.txt`",
    ]


def test_statements_that_do_not_open_a_line_share_one() -> None:
    statements = (Statement("One.", (1,)), Statement("Two.", (1,), opens=False))
    (page,) = answer_pages(make_answer(*statements, Statement("Three.", (1,))))
    assert page.startswith("One. [1] Two. [1]\nThree. [1]\n")


def test_quotes_have_context() -> None:
    cited = Citation(1, "one.txt", "T", None, None, 5, 25, "The quote *is* this.")
    answer = make_answer("x", citations=(cited,))
    (page,) = quote_pages(answer, {1: ("First\nhere.", "Then more.")})
    assert page == (
        "[1] **T**\n-# `one.txt`\n> First here. **The quote \\*is\\* this.** Then more."
    )
    (alone,) = quote_pages(answer, {1: ("", "")})
    assert alone.endswith("\n> **The quote \\*is\\* this.**")
    (gone,) = quote_pages(answer, {})
    assert gone.endswith("was changed or removed later; the quote is from the earlier version.")


def test_the_context_of_a_quote_is_short() -> None:
    long = "word " * 100
    (page,) = quote_pages(make_answer("x", citations=(citation(1),)), {1: (long, long)})
    body = page.splitlines()[-1]
    assert body.startswith("> …word ")
    assert body.endswith(" word…")
    assert length(body) < 420


def test_doubt_stands_between_the_answer_and_its_sources() -> None:
    (page,) = answer_pages(make_answer("The summit was called off.", doubtful=True))
    assert page.index("called off.") < page.index(DOUBT) < page.index("**Sources**")
    (page,) = answer_pages(make_answer("The summit was called off."))
    assert DOUBT not in page
