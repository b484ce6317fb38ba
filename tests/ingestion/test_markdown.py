"""Markdown: marks are not read, and every quote is the file's own text."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableArticle
from index.ingestion.loaders.markdown import markdown_blocks, strip_markup
from index.ingestion.parser import parse_article
from index.ingestion.splitter import split_article
from tests.helpers.articles import BODY, kinds, story
from tests.helpers.growth import grows_too_fast

PAGE = """---
title: Grain talks end
date: 2025-10-22
---

# Grain talks end

*By Jane Roe*

![The port](port.jpg)

Envoys from **both governments** met in [Vienna](https://example.com/v_1) on *Monday*, and the
`talks` went on &amp; on until midnight.

## What comes next #

> "We will wait," the host said.
>
> "We have time."

- First, silos are *full*.
- Second, trains are late.

1. Third, farmers wait.

A heading of its own
--------------------

| port | open |
|------|------|
| East | no   |

```
code here is no story
```

***

See <https://example.com/x> for snake_case_names and \\*stars\\*.[^1]

[1]: https://example.com
"""


def test_the_story_without_its_marks() -> None:
    article = parse_article("a.md", PAGE.encode())
    assert story(article).split("\n") == [
        "Envoys from both governments met in Vienna on Monday, and the talks went on & on until"
        " midnight.",
        '"We will wait," the host said.',
        '"We have time."',
        "First, silos are full.",
        "Second, trains are late.",
        "1. Third, farmers wait.",
        "See https://example.com/x for snake_case_names and *stars*.",
    ]
    headings = [p.text for p in article.paragraphs if p.heading]
    assert headings == ["Grain talks end", "What comes next", "A heading of its own"]
    assert str(article.published) == "2025-10-22"
    assert {"figure", "byline", "table"} <= set(kinds(article).values())


def test_quotes_are_the_source() -> None:
    article = parse_article("a.md", PAGE.encode())
    quotes = [article.raw[s.start : s.end] for s in split_article(article)[0]]
    assert quotes[0].startswith("Envoys from **both governments** met in [Vienna](")
    assert quotes[0].endswith("until midnight.")
    assert quotes[3] == "First, silos are *full*."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a *b* **c** ***d*** _e_ __f__ ~~not~~ g", "a b c d e f  g"),
        ("snake_case and 2 * 3 and a*b", "snake_case and 2 * 3 and a*b"),
        ("[a [b] c](https://x.org/a_(b)) and [d][1]", "a [b] c and d"),
        ("![alt *x*](a.png) after", " after"),
        ("`code *x*` &quot;q&quot; &#8220;r", 'code *x* "q" “r'),
        ("<b>bold</b><!-- gone --> <https://x.org>", "bold https://x.org"),
        (r"\*kept\* \[kept\]", "*kept* [kept]"),
        (
            "s**t, he said, and f***ing s**t, and 5*3*2",
            "s**t, he said, and f***ing s**t, and 5*3*2",
        ),
        ("**He said s**t**, and *5 by 3*.", "He said s**t, and 5 by 3."),
        ("the mayor* said *so* and ** so", "the mayor* said so and ** so"),
        ("***both*** **bold *both*** ***both* bold**", "both bold both both bold"),
        ("**T**he *mayor*'s **[port](x)**: *“No.”* **** *n*.", "The mayor's port: “No.” **** n."),
        ("**He met *the mayor on Monday.** *So*", "He met *the mayor on Monday. So"),
        ("5 < 6 and [open", "5 < 6 and [open"),
    ],
)
def test_marks_of_running_text(source: str, text: str) -> None:
    traced = strip_markup(source, 0, len(source))
    assert traced.text == text
    assert len(traced.spans) == len(text)


@pytest.mark.parametrize("source", ["**[a](b)", "***", "[[[[", "](](", "`` ` ``", "<<<>>>", "\\"])
def test_broken_marks_are_text(source: str) -> None:
    strip_markup(source, 0, len(source))


@settings(max_examples=200)
@given(st.text(alphabet="ab *_`[]()<>!#>-|\\&;\n.\u00e9", max_size=120))
def test_every_character_comes_from_its_place(text: str) -> None:
    try:
        article = parse_article("a.md", ("Envoys met there.\n\n" + text).encode())
    except UnreadableArticle:
        return
    last = 0
    for paragraph in article.paragraphs:
        for (start, end), letter in zip(paragraph.spans, paragraph.text, strict=True):
            assert last <= end <= len(article.raw)
            assert letter in (" ", "&") or article.raw[start:end] == letter
            last = start
    ends = [(s.start, s.end) for s in split_article(article)[0]]
    assert all(one[1] <= two[0] for one, two in pairwise(ends))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Grain is *dear*. ^lead", "Grain is dear."),
        ("{% include ad.html %}Grain is dear.", "Grain is dear."),
        ('{{< figure src="net.jpg" >}}Grain is dear.', "Grain is dear."),
        ("Grain is dear.\n{: .lead}", "Grain is dear."),
        ("Grain is {dear} at 5 ^ 2 euros.", "Grain is {dear} at 5 ^ 2 euros."),
    ],
)
def test_marks_of_notes_and_site_generators_are_no_text(source: str, text: str) -> None:
    assert strip_markup(source, 0, len(source)).text.strip() == text


@pytest.mark.parametrize("mark", ["-", "=", "*", "_", "- "])
@pytest.mark.parametrize(
    "above", ["", "A long title that says what happened at the port on Monday"]
)
def test_a_rule_or_an_underline_takes_no_paragraph_with_it(mark: str, above: str) -> None:
    first, second = (
        "The port was closed on Monday.",
        "It stands right below the line, and it stays.",
    )
    text = f"---\ntitle: A port\n---\n\n{first}\n\n{above}\n{mark * 60}\n{second}\n"
    found = story(parse_article("a.md", text.encode())).split("\n")
    assert [line for line in found if line != above] == [first, second]


@pytest.mark.parametrize("width", [60, 72])
def test_a_rule_within_wrapped_text_is_no_line_of_it(width: int) -> None:
    wrapped = "\n".join(textwrap.wrap(BODY.replace("\n", " "), width))
    text = f"---\ntitle: A port\n---\n\n{wrapped}\n\n{'*' * width}\nbut it was told again.\n"
    assert "but it was told again." in story(parse_article("a.md", text.encode()))


def test_the_address_of_a_link_takes_no_paragraph_with_it() -> None:
    link = "[1]: https://post.example/a/long/address/of/a/page/that/was/linked-to"
    text = f"---\ntitle: A port\n---\n\n{BODY}\n\n{link}\nthe port was closed on Monday.\n"
    assert story(parse_article("a.md", text.encode())).endswith("the port was closed on Monday.")


@pytest.mark.parametrize("unit", ["b*c ", "*a **b "])
def test_pairs_of_asterisks_are_found_in_linear_time(unit: str) -> None:
    def strip(units: str) -> None:
        text = f"*{'a' * len(units)} {units}"
        strip_markup(text, 0, len(text))

    assert not grows_too_fast(strip, unit, 50_000)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "All that they had booked was lost. #ferries #strikes",
            "All that they had booked was lost.",
        ),
        ("It is known all over the world as #MeToo.", "It is known all over the world as #MeToo."),
        ("It is known to the world as #MeToo. #women", "It is known to the world as #MeToo."),
        ("#ferries #strikes", ""),
    ],
)
def test_tags_that_a_sentence_ends_with_are_its_words(line: str, shown: str) -> None:
    text = f"---\ntitle: A port\n---\n\n{BODY}\n\n{line}\n\nNobody was hurt in the port.\n"
    found = story(parse_article("a.md", text.encode()))
    assert found.split("\n")[len(BODY.split("\n")) :] == [
        *filter(None, [shown]),
        "Nobody was hurt in the port.",
    ]


def test_answers_of_one_word_are_no_addresses_of_links() -> None:
    answers = ["[Reporter]: Really?", "[Roe]: Yes.", '[Reporter]: Why "(sic)"?']
    links = ["[1]: ferry.html", "[2]: <x>", '[3]: /ferry "A ferry"', "[4]: #top", "[5]: mailto:a"]
    text = "\n\n".join([*links, *answers])
    assert [block.text for block in markdown_blocks(text, 0, len(text))] == answers


def test_what_is_struck_out_is_not_said() -> None:
    text = f"# Refunds\n\n21 October 2025\n\nThe company will ~~not~~ refund tickets.\n\n{BODY}\n"
    assert "The company will refund tickets." in story(parse_article("a.md", text.encode()))
    page = f"<h1>Refunds</h1><p>The company will <del>not</del> refund tickets.</p><p>{BODY}</p>"
    for tag in ("del", "s", "strike"):
        article = parse_article("a.html", page.replace("del>", f"{tag}>").encode())
        assert "The company will refund tickets." in story(article)


def test_a_speaker_in_brackets_is_no_link() -> None:
    said = "[Lena Moor]: We will not refund any of the tickets, whatever they say."
    text = (
        f"# Interview\n\n{BODY}\n\n{said}\n\n[1]: https://x.org 'A title'\n[2]: <https://y.org>\n"
    )
    told = story(parse_article("a.md", text.encode()))
    assert told.endswith(said)


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    text = f"# Refunds\n\n```\ncode\n```\n\n{BODY}\n\n```\n\nThe last sentence stands here.\n"
    told = story(parse_article("a.md", text.encode()))
    assert "The last sentence stands here." in told
    assert "code" not in told


def test_a_quotation_of_several_lines_is_quoted_without_its_marks() -> None:
    said = (
        "“We will refund every tick-\n> et that was bought before the strike, and we will also pay "
        "for\n>> two nights in March,” Lena Moor, who leads the company, said."
    )
    text = f"# Refunds\n\n{BODY}\n\n> {said}\n\nIt is 5 > 4, she said.\n"
    told = story(parse_article("a.md", text.encode())).split("\n")[-2:]
    assert told == [
        said.replace("-\n> ", "").replace("\n>> ", " "),
        "It is 5 > 4, she said.",
    ]


@pytest.mark.parametrize(
    "lead", ["- Six sailors died in the fire", "**Thousands are stranded**", "14 dead, 30 injured"]
)
def test_what_stands_above_the_first_heading_is_story_if_the_title_is_stated(lead: str) -> None:
    text = f"---\ntitle: Ferries\n---\n{lead}\n\n## The company\n\n{BODY}\n"
    article = parse_article("a.md", text.encode())
    assert article.title == "Ferries"
    assert lead.strip("-* ") in [paragraph.text for paragraph in article.paragraphs]
