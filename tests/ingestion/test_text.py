"""Plain text: wrapped lines are joined, and no byte sequence breaks the offsets."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.ingestion.source_text import Spans, Traced, collapse_spaces, verbatim
from tests.helpers.articles import (
    BODY,
    HEADLINE,
    attempt,
    check_offsets,
    page,
    story,
    text_article,
)

PARAGRAPHS = [
    "Envoys from both governments met in Vienna on Monday for a second round of talks on grain "
    "exports, which have all but stopped since the ports were closed in the spring of the year "
    "before. The hosts described the mood in the room as cautious.",
    '"Nobody wins," the host told reporters. He said that the position of Mr. Roe had not changed '
    "since the first round, and that the next one would have to wait until the harvest is over.",
    "The ports remain closed for now. Farmers have called a strike.",
]


def wrapped(width: int, between: str, paragraphs: str) -> str:
    return paragraphs.join(between.join(textwrap.wrap(text, width)) for text in PARAGRAPHS)


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_hard_wrapped_text_becomes_paragraphs(width: int, newline: str) -> None:
    text = newline.join([HEADLINE, "", wrapped(width, newline, newline * 2)])
    article = text_article(text)
    assert article.title == HEADLINE
    assert story(article).split("\n") == PARAGRAPHS
    check_offsets(article)


def test_a_rule_takes_no_paragraph_with_it() -> None:
    text = f"{HEADLINE}\n\n{PARAGRAPHS[0]}\n\n{'=' * 60}\nand so the harvest went on for a while.\n"
    article = text_article(text)
    assert story(article).split("\n")[-1] == "and so the harvest went on for a while."
    check_offsets(article)


@pytest.mark.parametrize("width", [22, 28, 34, 72])
def test_one_wrapped_paragraph_is_enough(width: int) -> None:
    text = (
        "The old bakery of Lind burned down on Monday night, the police said on Tuesday. Two cats "
        "were saved by a boy of nine years, who was praised by the mayor, Ida Rem. The damage is "
        "put at 400,000 euros by the fire brigade of Lind."
    )
    head = f"{HEADLINE}\nLind Courier, 28 October 2025"
    article = text_article(f"{head}\n\n" + "\n".join(textwrap.wrap(text, width)))
    assert story(article) == text
    check_offsets(article)


def test_a_list_of_headlines_is_no_wrapped_paragraph() -> None:
    lines = ["Ferry company cancels its timetable for the winter", "Storm damages nine boats in"
             " the harbour of Halm", "Council of Lind argues about the price of water"]  # fmt: skip
    assert story(text_article(f"{HEADLINE}\n\n" + "\n".join(lines))).split("\n") == lines


def test_an_empty_line_between_all_wrapped_lines() -> None:
    article = text_article(wrapped(70, "\n\n", "\n\n"))
    assert story(article).split("\n") == PARAGRAPHS
    check_offsets(article)


def test_capitals_wrapped_with_empty_lines_and_lone_stops() -> None:
    text = " ".join(PARAGRAPHS).upper().replace(".", " .")
    lines = textwrap.wrap(text, 70)
    short_first = [lines[0][:55].rsplit(" ", 1)[0], lines[0][:55].rsplit(" ", 1)[1], *lines[1:]]
    article = text_article("\n\n".join(["GRAIN TALKS " + short_first[0], *lines[1:]]))
    assert "EXPORTS, WHICH HAVE ALL BUT STOPPED SINCE THE PORTS" in story(article)
    check_offsets(article)


def test_lines_that_are_paragraphs_stay_apart() -> None:
    assert story(text_article(f"{HEADLINE}\n{BODY}")).split("\n") == BODY.split("\n")


def test_one_broken_line_is_joined() -> None:
    text = f"{HEADLINE}\n\nEnvoys from both governments met in the old palace in\nvienna on Monday."
    assert story(text_article(text)).endswith("palace in vienna on Monday.")


def test_folding_keeps_the_place_of_every_character() -> None:
    raw = "  a\u00a0 b\tc\n\n d  "
    folded = collapse_spaces(verbatim(raw, 0, len(raw)))
    assert folded.text == "a b c d"
    assert [raw[start:end] for start, end in folded.spans] == "a|\u00a0 |b|\t|c|\n\n |d".split("|")


def test_spans_are_a_sequence() -> None:
    spans = Spans([(3, 10, 13), (1, 13, 18), (0, 18, 18), (2, 20, 22)])
    assert list(spans) == [(10, 11), (11, 12), (12, 13), (13, 18), (20, 21), (21, 22)]
    assert spans[-1] == (21, 22)
    assert tuple(spans[1:3]) == ((11, 12), (12, 13))
    assert tuple(spans[::-2]) == ((21, 22), (13, 18), (11, 12))
    part = Spans([(3, 10, 12)])[1:]  # as long as the stretch that its characters come from
    assert tuple(part) == ((10, 12), (10, 12))
    assert spans == Spans(spans.runs())
    assert hash(spans) == hash(Spans(spans.runs()))
    assert list(Spans(spans.runs(2, 5))) == list(spans)[2:5]
    assert Traced("abcd  ", spans).cut(0, 6).text == "abcd"
    with pytest.raises(IndexError):
        spans[6]


PIECES = st.sampled_from(
    (
        *("Envoys met in Vienna on Monday.", "“We wait,” he said.", "Also read | Ports", "Photo"),
        *("Published 23 Oct 2025", "31/02/2025", "By Jane Roe", "(AFP) ", "LEAVE A REPLY", "---"),
        *("\n", "\n\n", "\r\n", " ", "\t", "\u00a0", "\u2028", "\ufeff", "。", "…", "...", '"'),
        *(
            "Related",
            "Read more",
            "title: x",
            "1.",
            "- ",
            "#",
            "U.S.",
            "克里姆林宫",
            "هل",
            "e\u0301",
        ),
    )
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_any_text_has_exact_offsets_or_a_reason(text: str) -> None:
    article = attempt("a.txt", text.encode())
    if isinstance(article, str):
        assert "\n" not in article
        return
    assert article.raw == text
    assert article.title
    check_offsets(article)


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from([".txt", ".md", ".html"]))
def test_any_bytes_are_an_article_or_a_reason(data: bytes, suffix: str) -> None:
    article = attempt("a" + suffix, data)
    if isinstance(article, str):
        assert "\n" not in article
    else:
        assert (
            article.raw.encode() == data or article.notes or data[:2] in (b"\xff\xfe", b"\xfe\xff")
        )


def test_divided_words_show_that_lines_were_wrapped() -> None:
    text = (
        "Beekeepers count losses\n19 June 2024\n\nBeekeepers in the hills lost al-\n"
        "most a third of their colonies over the\nwinter, according to a survey of 212 mem-\n"
        "bers.\n\nWilma Trent said that mites\nhad done most of the harm.\n"
    )
    assert story(text_article(text)).split("\n") == [
        "Beekeepers in the hills lost almost a third of their colonies over the winter, according "
        "to a survey of 212 members.",
        "Wilma Trent said that mites had done most of the harm.",
    ]


def test_what_a_hyphen_at_the_end_of_a_line_joins() -> None:
    lines = [
        "The company (founded 1998-", "2000) said that its U.S.-", "based crew of 30-",
        "year-olds would hold a 36-", "hour strike, and that every tick-",
        "et would be good for the Hin-", "und Rückfahrt, the bo-", "ats for Oslo.",
    ]  # fmt: skip
    told = story(text_article(f"{HEADLINE}\n\n" + "\n".join(lines)))
    assert told == (
        "The company (founded 1998-2000) said that its U.S.-based crew of 30-year-olds would hold "
        "a 36-hour strike, and that every ticket would be good for the Hin- und Rückfahrt, the "
        "boats for Oslo."
    )


@pytest.mark.parametrize(
    ("line", "url", "outlet"),
    [
        ("https://www.fjordpost.example/news/1.html", "https://www.fjordpost.example/news/1.html",
         "fjordpost.example"),
        ("www.fjordpost.example/news/1.html", None, "fjordpost.example"),
    ],
)  # fmt: skip
def test_an_address_below_the_headline_is_no_story(line: str, url: str | None, outlet: str) -> None:
    article = page(f"{HEADLINE}\n\nBy Jane Roe\n{line}\n")
    assert (article.title, article.url, article.outlet) == (HEADLINE, url, outlet)
    assert "fjordpost" not in story(article)


def test_an_address_within_the_story_stays() -> None:
    link = "https://www.fjordpost.example/news/1.html"
    article = page(HEADLINE, body=f"{BODY}\n{link}\n{BODY}")
    assert (article.url, article.outlet) == (None, None)
