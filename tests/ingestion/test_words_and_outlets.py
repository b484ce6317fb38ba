"""Divided words, notes of Obsidian, and outlets that stand on a line of their own."""

from __future__ import annotations

import pytest

from index.ingestion.parser import parse_article
from index.ingestion.splitter import split_article
from tests.helpers.articles import check_offsets, story

BODY = "Mayor Ada Berg said on Monday that the bridge over the fjord would be closed until March."


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("The town closed its old bridge for the win-", "ter, she said."), "for the winter, she"),
        (("The town closed it for long pas-", "sengers had to wait."), "long passengers had"),
        (("The town has a long-", "term plan, she said."), "a long-term plan"),
        (("The bridge closed in mid-", "October, she said."), "in mid-October, she"),
        (("The town hired the ferry com-", "pany of the island."), "ferry company of the"),
        (("It is a well-known bridge, and a well-", "known mayor."), "a well-known mayor"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_divided_words_are_put_together(lines: tuple[str, str], whole: str, name: str) -> None:
    text = f"Bridge closed\n\n{lines[0]}\n{lines[1]}\n\n{BODY}\n"
    article = parse_article(name, text.encode())
    assert whole in story(article)
    paragraph = article.paragraphs[1]
    for letter, (start, end) in zip(paragraph.text, paragraph.spans, strict=True):
        assert letter in text[start:end].replace("\n", " ")


def test_dashes_between_words_are_no_divided_words() -> None:
    text = f"Bridge closed\n\nThe bridge -\nan old one - was closed by the town today.\n\n{BODY}\n"
    assert "bridgean" not in story(parse_article("a.txt", text.encode()))


def test_a_wrapped_paragraph_goes_on_with_a_capital() -> None:
    text = (
        "Bridge closed\n\n"
        "The town of Grindal closed its bridge on Monday after divers had found\n"
        "a crack in one of the piers, the mayor of the town said.\n\n"
        "Drivers will have to take the ferry until the end of the winter, which\n"
        "takes an hour at best.\n\n"
        "The ferry company of the island said that its ships would not sail in\n"
        "the dark, because there is too little light.\n\n"
        "The union said that it had warned of the crack as long ago as in last\n"
        "July, when a diver saw it.\n"
    )
    told = story(parse_article("a.txt", text.encode()))
    assert "as in last July, when" in told


def test_obsidian_links_and_marks_are_words() -> None:
    text = (
        '---\ntitle: Bridge closed\nauthor:\n  - "[[Ada Quill]]"\n  - "[[people/Tom|Tom Reed]]"\n'
        "---\n"
        f"{BODY} ![[bridge.png]]\n\n> [!quote] Ada Berg\n> We will open it in March, I hope.\n\n"
        "See [[Fjord]] and [[Fjord Ferries|the ferry company]]. ==About 4,000 drivers== wait, "
        "and a == b is left. %%a note to myself%% #bridges #ferries/fjord\n"
    )
    article = parse_article("a.md", text.encode())
    told = story(article).split("\n")
    assert article.author == "Ada Quill, Tom Reed"
    assert told == [
        BODY,
        "Ada Berg",
        "We will open it in March, I hope.",
        "See Fjord and the ferry company. About 4,000 drivers wait, and a == b is left.",
    ]


@pytest.mark.parametrize(
    "top",
    [
        "By Ada Quill\nThe Fjord Gazette\n20 October 2025",
        "The Fjord Gazette\nBy Ada Quill\n20 October 2025",
        "The Fjord Gazette, 20 October 2025",
        "20 October 2025 | The Fjord Gazette",
        "*By [Ada Quill](https://a.example) | The Fjord Gazette | October 20, 2025*",
        "By Ada Quill, The Fjord Gazette\n20 October 2025",
    ],
)
def test_the_outlet_beside_author_and_date(top: str) -> None:
    article = parse_article("a.md", f"# Bridge closed\n\n{top}\n\n{BODY}\n".encode())
    assert article.outlet == "The Fjord Gazette"
    assert story(article) == BODY
    check_offsets(article)


@pytest.mark.parametrize(
    "top", ["Oslo, 20 October 2025", "Ada Quill, 20 October 2025", "20 October 2025"]
)
def test_places_and_people_are_no_outlets(top: str) -> None:
    article = parse_article("a.txt", f"Bridge closed after crack\n{top}\n\n{BODY}\n".encode())
    assert article.outlet is None


PAGE = (
    "<html><head><title>{title}</title>{head}</head><body><article><h1>{h1}</h1><p>{text}</p>"
    "<p>{text} It is ninety years old, and was built by her grandfather.</p></article></body>"
    "</html>"
)


ADDRESS = '<meta property="og:site_name" content="www.fjord.example">'


@pytest.mark.parametrize(
    ("title", "head", "outlet"),
    [
        ("Old bridge closed - The Paradigm", "", "The Paradigm"),
        ("Old bridge closed – Fjord", '<meta property="og:site_name" content="Fjord">', "Fjord"),
        ("Old bridge closed | Fjord", ADDRESS, "Fjord"),
    ],
)
def test_site_names_are_split_off_titles(title: str, head: str, outlet: str) -> None:
    text = PAGE.format(title=title, head=head, h1="Old bridge closed", text=BODY)
    article = parse_article("a.html", text.encode())
    assert (article.title, article.outlet) == ("Old bridge closed", outlet)


def test_a_dash_in_a_headline_stays() -> None:
    title = "Bridge closed - mayor blames the winter"
    text = PAGE.format(title=title, head="", h1=title, text=BODY)
    assert parse_article("a.html", text.encode()).title == title


HEADLINE = "Council closes Petri bridge for repairs"


@pytest.mark.parametrize(
    ("name", "head", "outlet"),
    [
        ("a.txt", f"The Fjord Observer\n12 March 2024\n\n{HEADLINE}\n", "The Fjord Observer"),
        (
            "a.txt",
            f"The Fjord Star\n\n{HEADLINE}\n\nBy Ada Quill\n12 March 2024\n",
            "The Fjord Star",
        ),
        ("a.md", f"# The Fjord Monitor\n\n## {HEADLINE}\n\n*12 March 2024*\n", "The Fjord Monitor"),
        ("a.txt", f"{HEADLINE}\nBy Ada Quill\nCNN\n12 March 2024\n", "CNN"),
        ("a.txt", f"{HEADLINE}\nBy Ada Quill\nDer Spiegel\n12 March 2024\n", "Der Spiegel"),
        ("a.txt", f"{HEADLINE}\nBy Ada Quill\nFjord-Zeitung\n12 March 2024\n", "Fjord-Zeitung"),
        ("a.md", f"# {HEADLINE}\n\n*Corriere della Sera, 12 March 2024*\n", "Corriere della Sera"),
        (
            "a.md",
            f"# {HEADLINE}\n\nBy Ada Quill\\\nThe Fjord Post\\\n12 March 2024\n",
            "The Fjord Post",
        ),
        (
            "a.txt",
            f"https://post.example/a1\n{HEADLINE}\nThe Fjord Post\n12 March 2024\n",
            "The Fjord Post",
        ),
        ("a.txt", f"*** {HEADLINE} ***\nThe Fjord Post\n12 March 2024\n", "The Fjord Post"),
    ],
)
def test_the_head_of_a_text_names_headline_outlet_and_day(
    name: str, head: str, outlet: str
) -> None:
    article = parse_article(name, f"{head}\n{BODY}\n\n{BODY.replace('Ada', 'Eva')}\n".encode())
    assert (article.title, article.outlet) == (HEADLINE, outlet)
    assert str(article.published) == "2024-03-12"
    assert "\\" not in story(article)
    assert outlet not in story(article)
    check_offsets(article)


@pytest.mark.parametrize(
    "head",
    [
        "The Long Goodbye\n\nA widow remembers the ferry that never came home\n\nBy Ada Quill\n",
        "Trump Breaks Record\n\nWhat the numbers say about it\n\nBy Ada Quill\n",
        "The Fall Of A Leader\n\nCouncil Votes On Ferry For Town\n\nBy Ada Quill\n",
    ],
)
def test_a_headline_above_another_line_is_no_masthead(head: str) -> None:
    article = parse_article("a.txt", f"{head}12 March 2024\n\n{BODY}\n".encode())
    assert article.title == head.partition("\n")[0]


def test_a_second_author_is_no_outlet() -> None:
    head = f"{HEADLINE}\nBy Ada Quill\nTom Reed\n12 March 2024\n"
    article = parse_article("a.txt", f"{head}\n{BODY}\n".encode())
    assert article.outlet is None


def test_an_address_above_a_text_is_its_own() -> None:
    text = f"https://post.example/a1\n{HEADLINE}\nThe Fjord Post\n12 March 2024\n\n{BODY}\n"
    article = parse_article("a.txt", text.encode())
    assert article.url == "https://post.example/a1"
    assert "https" not in story(article)


def test_soft_hyphens_divide_no_word() -> None:
    body = BODY.replace("Monday", "Mon\u00adday")
    text = f"{HEADLINE}\n\n{body}\n"
    article = parse_article("a.txt", text.encode())
    assert "on Monday that" in story(article)
    (sentence,) = split_article(article)[0]
    assert text[sentence.start : sentence.end].replace("\u00ad", "") == sentence.text


def test_a_heading_that_names_a_medium_is_a_headline() -> None:
    text = f"# Trump Sues The Times\n\n## What it means\n\n*12 March 2024*\n\n{BODY}\n"
    assert parse_article("a.md", text.encode()).title == "Trump Sues The Times"
