"""Tables (CSV): each row is an article, and what is no such table says what to do."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableArticle
from index.ingestion.loaders.tables import table_sections
from index.ingestion.parser import parse_file
from index.models import Article
from tests.helpers.articles import story
from tests.helpers.growth import grows_too_fast

ONE = (
    "The mayor of Grindal closed the bridge on Monday because of a crack in a pier. "
    'Drivers "have to" take the ferry until March, she said.'
)
TWO = "The ferry company said on Wednesday that it would add 14 crossings a day; two at night."
ROWS = [
    ["Title", "Date", "Outlet", "Full Text", "id"],
    [
        "Bridge closed",
        "2025-10-20",
        "Post",
        f"{ONE}\n\nNobody was hurt in Grindal, they said.",
        "1",
    ],
    ["More ferries, more noise", "2025-10-22", "Herald", TWO, "2"],
]


def table(rows: list[list[str]], **form: Any) -> str:
    out = io.StringIO()
    csv.writer(out, **form).writerows(rows)
    return out.getvalue()


def articles(text: str, file: str = "a.csv") -> tuple[Article, ...]:
    found = parse_file(file, text.encode()).articles
    for article in found:
        for paragraph in article.paragraphs:
            for letter, (start, end) in zip(paragraph.text, paragraph.spans, strict=True):
                assert article.raw[start:end] in (letter, letter * 2) or letter == " "
    return found


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("file", ["a.csv", "a.tsv", "a.txt", "a.xml"])
def test_each_row_is_an_article(file: str, mark: str, end: str, delimiter: str) -> None:
    found = articles(mark + table(ROWS, delimiter=delimiter, lineterminator=end), file)
    assert [(a.file, a.title, a.outlet, str(a.published)) for a in found] == [
        (f"{file}#1", "Bridge closed", "Post", "2025-10-20"),
        (f"{file}#2", "More ferries, more noise", "Herald", "2025-10-22"),
    ]
    assert [story(article) for article in found] == [
        f"{ONE}\nNobody was hurt in Grindal, they said.",
        TWO,
    ]


def test_columns_in_any_order_and_what_excel_writes() -> None:
    rows = [["url", "content", "headline"], ["https://post.example/1", ONE, "Bridge closed"]]
    (article,) = articles("sep=;\r\n" + table(rows, delimiter=";"))
    assert (article.title, article.url, story(article)) == (
        "Bridge closed",
        "https://post.example/1",
        ONE,
    )


def test_a_broken_row_does_not_spoil_the_others() -> None:
    text = table([*ROWS[:2], ["More ferries", "and more", *ROWS[2][1:]], [], ROWS[2]])
    found = parse_file("a.csv", text.encode())
    assert [a.file for a in found.articles] == ["a.csv#1", "a.csv#3"]
    (failure,) = found.failures
    assert failure.file == "a.csv#2"
    assert failure.error == (
        "is line 5 of its table, and has 6 columns in place of 5; put quotation marks around cells "
        "with commas in them, or correct the line"
    )


@pytest.mark.parametrize(
    ("delimiter", "called"), [(";", "semicolons"), ("\t", "tabs"), ("|", '"|"')]
)
def test_what_divides_cells_is_called_by_its_name(delimiter: str, called: str) -> None:
    text = f"title,text\nBridge closed,{TWO.replace(',', '')}\nFerries\n".replace(";", "")
    found = parse_file("a.csv", text.replace(",", delimiter).encode())
    assert [failure.error for failure in found.failures] == [
        "is line 3 of its table, and has 1 column in place of 2; put quotation marks around cells "
        f"with {called} in them, or correct the line"
    ]


LONG = "what we noted on this article while we were reading it for the first time"


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("title,text,,", "{title},{text},,"),
        ("title,text,,", "{title},{text}"),
        ("title,text", "{title},{text},,"),
        ("title,,text", "{title},,{text}"),
        ("note,title,note,text", "a,{title},b,{text}"),
        (f"title,{LONG},text", "{title},x,{text}"),
        ("\ufeff\n \r\ntitle,text", "{title},{text}"),
        (",,\ntitle,text,", "{title},{text},"),
        ("title,text" + "," * 300, "{title},{text}" + "," * 300),
    ],
)
@pytest.mark.parametrize("file", ["a.csv", "a.txt"])
def test_columns_without_names_and_others_do_no_harm(file: str, head: str, row: str) -> None:
    filled = row.format(title="Bridge closed", text=TWO.replace(",", ""))
    (article,) = articles(f"{head}\n{filled}\n", file)
    assert (article.title, story(article)) == ("Bridge closed", TWO.replace(",", ""))


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("date", "2025-10-20", "published"),
        ("published_at", "2025-10-20", "published"),
        ("outlet", "Post", "outlet"),
    ],
)
def test_all_fields_are_optional(name: str, value: str, field: str) -> None:
    (article,) = articles(table([[name, "text"], [value, TWO]]))
    assert str(getattr(article, field)) == value
    with pytest.raises(UnreadableArticle, match="name its columns"):
        articles(table([["id", "text"], ["1", TWO]]))
    with pytest.raises(UnreadableArticle, match="name its columns"):
        articles(table([["title", "title", "text"], ["A", "B", TWO]]))


def test_a_mark_that_is_not_closed_does_not_join_two_rows() -> None:
    text = f'title,text\nBridge closed,"{TWO}\nMore ferries,"{TWO}"\nPiers,"{TWO}"\n'
    found = parse_file("a.csv", text.encode())
    assert [article.title for article in found.articles] == ["Piers"]
    assert [failure.error for failure in found.failures] == [
        "is line 2 of its table, and has a quotation mark that is not closed; close it"
    ]
    quoted = 'title,text\n"Yes" is no answer,"He said so on Monday, and left the hall."\n'
    (article,) = articles(quoted)
    assert article.title == '"Yes" is no answer'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("year,deaths\n2024,14\n2025,6\n", "name its columns title, date, outlet and text"),
        ("Bridge closed\n\nA text without any table, it was said on Monday.\n", "name its columns"),
        ("title,date,text\n", "without rows"),
    ],
)
def test_other_tables_say_what_to_do(text: str, words: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        parse_file("a.csv", text.encode())
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        f"Title, text and tears\n\n{ONE}\n",
        f"Title, text\n\n{ONE}\n",
        f"A day, a bridge, a ferry; and a text\n\n{TWO}\n",
        f"Date, text\n\n{TWO}\n",
        f"Title, text\r\n\r\n{ONE}\r\n",
        f"Title, text\n{TWO}\n{ONE}\n{TWO}\n",
        f"Title, text\n\nHe came, and saw.\n\n{ONE}\n\nThe bridge is closed.\n",
        "| Title | Text |\n|---|---|\n| Bridge closed | The mayor closed it on Monday. |\n",
        "Title | Text\n---|---\nBridge closed | The mayor closed it on Monday.\n",
    ],
)
def test_text_with_commas_is_text(text: str) -> None:
    (article,) = parse_file("a.txt", text.encode()).articles
    assert article.file == "a.txt"
    assert story(article)


CELL = st.text(st.sampled_from('ab",;\n ü'), max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_cells_are_those_that_python_reads(rows: list[tuple[str, str]], delimiter: str) -> None:
    text = table([["title", "text"], *map(list, rows)], delimiter=delimiter, lineterminator="\n")
    read = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)][1:]
    sections = []
    with suppress(UnreadableArticle):  # there are only empty rows
        sections = table_sections(text, named=True) or []
    assert [section.text for section in sections] == [row[1] for row in read]


@pytest.mark.parametrize("unit", ['"', '""', '"a,', '",', "a,b,c\n", '"a\n', '"""a,\n', ",", "\n"])
def test_large_tables_take_linear_time(unit: str) -> None:
    def read(units: str) -> None:
        parse_file("a.csv", f"title,text\n{units}".encode())

    assert not grows_too_fast(read, unit, 25_000)


def test_columns_may_be_named_in_another_language() -> None:
    told = ONE.replace('"', "")
    text = f"Datum;Zeitung;Titel;Text\n2025-10-20;Fjord Post;Bridge closed;{told}\n"
    (article,) = parse_file("a.csv", text.encode()).articles
    assert (article.title, article.outlet) == ("Bridge closed", "Fjord Post")
    assert str(article.published) == "2025-10-20"


def test_a_table_without_a_column_for_the_text_says_which_is_missing() -> None:
    raw = "Date,Headline,Source,Link\n2025-10-20,Bridge closed,Post,https://post.example/1\n"
    with pytest.raises(UnreadableArticle, match="no column with the text of its articles"):
        table_sections(raw, named=True)


POLISH = (
    "lp;data publikacji;tytuł;gazeta;treść;odnośnik\n"
    "1;3 marca 2025;Prom wrócił po dwóch latach;Kurier Zaborski;{one};https://example.org/1\n"
    "2;2025-03-28;Most zamknięty do jesieni;Kurier Zaborski;{two};\n"
)
LONG = (
    "Prom przez zatokę wrócił w poniedziałek po dwóch latach napraw. Zabiera czterdzieści "
    "samochodów i dwustu ludzi, powiedział kapitan portu. Bilety kosztują tyle co dawniej."
)


def test_columns_in_another_language_are_told_by_what_they_hold() -> None:
    source = POLISH.format(one=LONG, two=f'"{LONG}\n\nDalszy ciąg nastąpi w maju."')
    found = parse_file("prasa.csv", source.encode()).articles
    assert [(a.title, a.outlet, str(a.published), a.url) for a in found] == [
        ("Prom wrócił po dwóch latach", "Kurier Zaborski", "2025-03-03", "https://example.org/1"),
        ("Most zamknięty do jesieni", "Kurier Zaborski", "2025-03-28", None),
    ]
    assert all("zatokę" in story(article) for article in found)


@pytest.mark.parametrize(
    "source",
    [
        "miasto;ludność;rok\nOlsztyn;170000;2020\nElbląg;120000;2020\n",
        f"lp;notatka\n1;{LONG}\n2;{LONG}\n",
        "lp;tytuł;data\n1;Prom wrócił po dwóch latach;2025-03-03\n",
    ],
)
def test_a_table_of_something_else_is_refused(source: str) -> None:
    with pytest.raises(UnreadableArticle):
        parse_file("tabela.csv", source.encode())
