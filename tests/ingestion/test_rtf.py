"""RTF documents: as they read in Word, whatever their encoding and markup."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article, parse_file
from tests.helpers.articles import attempt, check_offsets, story

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fswiss\fcharset238 Arial CE;}"
    r"{\f2\fswiss\fcharset204 Arial Cyr;}}{\colortbl ;\red0\green0\blue255;}"
)
HEAD = rf"{{\rtf1\ansi\ansicpg1252\deff0{FONTS}{{\info{{\title Untitled}}}}\viewkind4\uc1 "
TOLD = "The ferry will sail again from Monday, the canton said, after a year in the yard."
MORE = "It had been out of service since a fire in its engine room in the spring of 2024."


def rtf(*paragraphs: str, head: str = HEAD) -> bytes:
    return (head + "".join(rf"\pard {each}\par" + "\r\n" for each in paragraphs) + "}").encode(
        "latin-1"
    )


def test_headline_byline_outlet_and_day() -> None:
    article = parse_article(
        "a.rtf",
        rtf(r"{\b Ferry returns to the lake}", "By Emma Clarke", "Fjord Post", "7 May 2025", TOLD),
    )
    assert article.title == "Ferry returns to the lake"
    assert (article.author, article.outlet) == ("Emma Clarke", "Fjord Post")
    assert article.published == dt.date(2025, 5, 7)
    assert story(article) == TOLD
    check_offsets(article)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Caf\'e9 owners", "Café owners"),
        ("Caf\xe9 owners", "Café owners"),
        (r"a bill of \u8364?2 million", "a bill of €2 million"),
        (r"\uc0\u8364 2 million", "€2 million"),
        (r"\ldblquote No\rdblquote , he said \emdash  again", "“No”, he said — again"),
        (r"{\f1 Dvo\'f8\'e1k} of {\f2 \'cc\'ee\'f1\'ea\'e2\'e0}", "Dvořák of Москва"),
        (r"a smile \u-10179?\u-8704?", "a smile 😀"),
        (r"see {\field{\*\fldinst{HYPERLINK "
         r'"https://example.com/a"}}{\fldrslt{the report}}} there', "see the report there"),
        (r"a {\b\i bold} and {\ul underlined} word", "a bold and underlined word"),
        (r"the {\deleted\revauthdel1 old }{\revised new} plan", "the new plan"),
        (r"the 44{\footnote \pard 43 in 2023.} caf\'e9s", "the 44 cafés"),
        (r"long\-est non\_stop \{brace\}", "longest non-stop {brace}"),
        (r"the folder C:\\deleted\\line", r"the folder C:\deleted\line"),
        (r"{\*\unknown nothing}{\pict\pngblip " + "89504e47" * 100 + "} seen", "seen"),
        (r"{\pict\bin5 }}{{{ } seen", "seen"),
        (r"{\header Page 3}{\footer Fjord Post}{\*\annotation Check!}seen", "seen"),
    ],
)  # fmt: skip
def test_a_paragraph_is_read_as_it_is_seen(written: str, read: str) -> None:
    article = parse_article("a.rtf", rtf("Ferry returns to the lake", TOLD, f"{written} today."))
    assert story(article).split("\n")[1] == f"{read} today."


@pytest.mark.parametrize(
    ("head", "written"),
    [
        (r"{\rtf1\ansi\ansicpg1251 ", b"\xcc\xee\xf1\xea\xe2\xe0"),
        (r"{\rtf1\ansi\ansicpg65001 ", "Москва".encode()),
        (r"{\rtf1\ansi\ansicpg932 ", "東京".encode("cp932")),
        (r"{\rtf1\mac ", "Zürich".encode("mac_roman")),
        (r"{\rtf1\ansi\ansicpg10000 ", "Zürich".encode("mac_roman")),
        (r"{\rtf1\pc ", "Zürich".encode("cp437")),
        (r"{\rtf1\ansi\ansicpg0 ", "Zürich".encode("cp1252")),
    ],
)
@pytest.mark.parametrize("escaped", [False, True])
def test_encodings(head: str, written: bytes, escaped: bool) -> None:
    place = "".join(rf"\'{byte:02x}" for byte in written).encode() if escaped else written
    data = head.encode() + b"Ferry returns\\par In " + place + b" the ferry was seen.\\par }"
    name = next(w for w in ("Москва", "東京", "Zürich") if w in parse_article("a.rtf", data).raw)
    assert f"In {name} the ferry was seen." in parse_article("a.rtf", data).raw


def test_headings_rows_and_breaks_of_lines() -> None:
    row = r"\trowd\cellx1\cellx2\intbl Line\cell Fare\cell\row "
    second = r"\trowd\cellx1\cellx2\intbl North\cell 12 francs\cell\row "
    told = TOLD.replace(" after", r" \line after")
    article = parse_article(
        "a.rtf",
        rtf("Ferry returns to the lake", told, r"\outlinelevel1 What it costs", MORE, row + second),
    )
    assert [p.text for p in article.paragraphs if p.heading] == [article.title, "What it costs"]
    assert story(article).split("\n") == [TOLD, MORE, "Line | Fare", "North | 12 francs"]


def test_paragraphs_of_textedit() -> None:
    head = r"{\rtf1\ansi\ansicpg1252\cocoartf2709 "
    text = "Ferry returns to the lake\\\n\\\n" + TOLD + "\\\n" + MORE
    article = parse_article("a.rtf", f"{head}{text}}}".encode())
    assert story(article).split("\n") == [TOLD, MORE]


def test_an_export_of_several_articles() -> None:
    document = ("120 words", "7 May 2025", "Fjord Post", "FJORD", "English", "(c) 2025 Fjord Post")
    parts = [
        line
        for number, told in enumerate((TOLD, MORE))
        for line in (
            f"Ferry number {number} returns", *document, told,
            f"Document FJORD00020250507el570000{number}",
        )
    ]  # fmt: skip
    parsed = parse_file("a.rtf", rtf(*parts))
    assert [article.outlet for article in parsed.articles] == ["Fjord Post", "Fjord Post"]
    assert [story(article) for article in parsed.articles] == [TOLD, MORE]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (rtf(TOLD)[:-40], "cut off or damaged; save it again"),
        (rtf(r"\u99999999999999 x"), "cut off or damaged; save it again"),
        (rtf(r"\u9999999 x"), "cannot be read (ValueError); save it again"),
        (rtf(r"\uc x"), "cannot be read (TypeError); save it again"),
        (rtf(), "without text; add the text or remove the file"),
        (b"The ferry will sail again.", "is no RTF document, although its name says so"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, words: str) -> None:
    refused = attempt("a.rtf", data)
    assert words in str(refused)


def test_content_decides_and_not_the_name() -> None:
    assert TOLD in story(parse_article("a.txt", rtf("Ferry returns to the lake", TOLD)))


@pytest.mark.parametrize(
    "inside",
    [
        r"{\fonttbl" + r"\f1" * 100_000 + "}",
        r"{\fonttbl\f1\fcharset0" + r";\fcharset0" * 100_000 + "}",
        r"{\field{\*\fldinst{" * 100_000 + "}" * 300_000,
        "{" * 300_000 + "}" * 300_000,
        "\\" * 300_000,
    ],
)
@pytest.mark.timeout(30)
def test_hostile_documents_take_linear_time(inside: str) -> None:
    data = ("{\\rtf1 " + inside + TOLD + "}").encode()
    with contextlib.suppress(UnreadableArticle):
        parse_article("a.rtf", data)
