"""Sources: titles that link to their pages at the quote, and nothing else that links."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.rendering.answers import answer_pages, quote_pages
from bot.discord.rendering.articles import article_card
from bot.discord.rendering.sources import linked_title, page_link, source_lines, text_fragment
from index.models import Reprint, Statement
from tests.helpers.fakes import ARTICLE, CITATION, FakeCoverage, make_answer
from tests.helpers.fixture_types import StartBot, StartNewsroom

PAGE = "https://news.example/summit"
LONG = "The summit, a long-planned one & much awaited, was called off on Tuesday by both sides."
SAID = "The%20summit%20was%20called%20off."
LIVE = re.compile(r"(?:(?<=\]\(<)|(?<!\\)\b)https?://[^\s>)]+")


def test_a_short_quote_is_named_by_all_of_its_words() -> None:
    quoted = replace(CITATION, quote="Talks - “tense”, he said - go on & on.")
    assert text_fragment(quoted) == (
        "Talks%20%2D%20%E2%80%9Ctense%E2%80%9D%2C%20he%20said%20%2D%20go%20on%20%26%20on."
    )


def test_a_long_quote_is_named_by_its_ends() -> None:
    start, end = text_fragment(replace(CITATION, quote=LONG)).split(",")
    assert (unquote(start), unquote(end)) == (
        "The summit, a long-planned",
        "Tuesday by both sides.",
    )
    assert "-" not in start
    assert start.count("%2C") == 1


def test_the_ends_stay_in_their_paragraphs() -> None:
    quoted = replace(CITATION, quote="He spoke.\n\nThen he left the building at once. Why?")
    assert text_fragment(quoted) == "He%20spoke.,building%20at%20once.%20Why%3F"
    short = replace(CITATION, quote="He spoke.\n\nWhy?")
    assert text_fragment(short) == "He%20spoke.,Why%3F"


def test_quotes_of_one_article_are_one_source() -> None:
    second = replace(CITATION, number=3, quote="It is over.")
    other = replace(CITATION, number=2, file="two.txt", title="Elsewhere")
    entries = source_lines((CITATION, other, second), {"one.txt": PAGE})
    assert entries == [
        f"[1] [3] [Summit called off](<{PAGE}#:~:text=The%20summit%20was%20called%20off."
        "&text=It%20is%20over.>)\n-# Al Jazeera · <t:1761129000:D> · `one.txt`",
        "[2] **Elsewhere**\n-# Al Jazeera · <t:1761129000:D> · `two.txt`",
    ]


PRINTED = (Reprint("afp.txt", "AFP", None), Reprint("echo.txt", "The *Echo*", None))


def test_the_source_says_the_page_and_who_else_printed_it() -> None:
    cited = replace(CITATION, page=3, also=PRINTED)
    (entry,) = source_lines([cited], {})
    assert entry.endswith("`one.txt` · page 3 · also in AFP, The \\*Echo\\*")
    second = replace(CITATION, number=2, quote="It is over.", page=5)
    (entry,) = source_lines([cited, second], {})
    assert entry.endswith("`one.txt` · pages 3, 5 · [1] also in AFP, The \\*Echo\\*")
    assert source_lines([CITATION], {})[0].endswith("`one.txt`")


def test_a_link_to_a_pdf_opens_it_at_the_page() -> None:
    cited = replace(CITATION, page=3)
    other = replace(CITATION, number=2, page=4)
    pdf = "https://news.example/report.PDF?v=2#top"
    assert page_link(pdf, (cited, other)) == "https://news.example/report.PDF?v=2#page=3"
    assert page_link(pdf, (CITATION,)) == f"{pdf.partition('#')[0]}#:~:text={SAID}"
    assert page_link(PAGE, (cited,)) == f"{PAGE}#:~:text={SAID}"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://news.example/a",
        "https://bank.example@evil.example/",
        "news.example/a",
        "https://news.example/a b",
        f"https://news.example/{'a' * 700}",
        "",
    ],
)
def test_what_is_no_page_is_no_link(url: str) -> None:
    assert page_link(url, (CITATION,)) is None
    assert linked_title("A title", url) == "**A title**"


def test_a_page_cannot_end_its_link() -> None:
    link = page_link("https://news.example/a>)_(<b*`|\\?q=(x)&y=1")
    assert link == "https://news.example/a%3E%29_%28%3Cb%2A%60%7C%5C?q=%28x%29&y=1"


def test_titles_stay_text() -> None:
    assert linked_title("A [sic] *title*", PAGE) == f"[A (sic) \\*title\\*](<{PAGE}>)"
    odd = linked_title("See https://evil.example/x now", PAGE)
    assert odd == rf"**See https:\//evil\.example/x now** [open the article](<{PAGE}>)"
    assert linked_title("", PAGE) == f"[open the article](<{PAGE}>)"
    assert linked_title(" ", None) == ""


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["](<http://x.y/z>)", "https://a.b/c", *"[](<", "word", "\n"])))
def test_no_other_address_becomes_a_link(parts: list[str]) -> None:
    text = " ".join(parts)
    cited = replace(CITATION, title=text, quote=text or "x", outlet=text or None)
    answer = make_answer(Statement(text, (1,)), citations=(cited,), question=text, note=text)
    addresses = {"one.txt": PAGE}
    pages = answer_pages(answer, show_question=True, addresses=addresses)
    for page in (*pages, *quote_pages(answer, {1: (text, text)}, addresses)):
        assert all(found.startswith(PAGE) for found in LIVE.findall(page)), page


def test_the_card_of_an_article_links_to_it() -> None:
    card = article_card(replace(ARTICLE, url=PAGE), ())
    assert card.startswith(f"[Summit called off](<{PAGE}>)\n")
    assert article_card(ARTICLE, ()).startswith("**Summit called off**\n")


async def test_answers_and_quotes_link_to_their_pages(start_bot: StartBot) -> None:
    coverage = FakeCoverage(summaries=(replace(ARTICLE, url=PAGE),))
    async with start_bot(coverage) as bot:
        result = await bot.ask("why")
        linked = f"[1] [Summit called off](<{PAGE}#:~:text=The%20summit%20was%20called%20off.>)"
        assert result.response is not None
        assert linked in result.response.content
        quotes = await bot.ben.click(result.response, label="Quotes")
        shown = [message.content for message in (quotes.response, *quotes.followups) if message]
        assert any(text.startswith(linked) for text in shown)
        nothing = await bot.ask("lasagne")
        assert nothing.response is not None
        assert f"Closest article: [Summit called off](<{PAGE}>)" in nothing.response.content


async def test_the_address_comes_from_the_article(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(seeds=False, watch=False) as room:
        front = f"---\ntitle: Harbour strike\nurl: {PAGE}\ndate: 2026-01-15\n---\n\n"
        text = "The harbour strike in Rivertown began on Monday. Dockers want higher wages."
        (room.articles / "strike.md").write_text(front + text, "utf-8")
        await room.admin("reindex")
        assert await room.coverage.addresses(["strike.md", "none.md"]) == {"strike.md": PAGE}
        card = await room.bot.ann.slash(room.bot.channel, "article", file="strike.md")
        assert card.response is not None
        assert card.response.content.startswith(f"[Harbour strike](<{PAGE}>)")
