"""What is furniture and what stays story, both ways."""

from __future__ import annotations

import datetime as dt

import pytest

from index.ingestion.parser import parse_article
from tests.helpers.articles import BODY, HEADLINE, check_offsets, kinds, page, story, text_article

CREDITED = (
    "Envoys shake hands before the talks in Vienna, Austria, October 21, 2025.",
    "Grain ships wait off the northern port in this aerial view",
    "The foreign minister (L) with his counterpart during a meeting at the old palace.",
    "The old palace in Vienna.",
)


@pytest.mark.parametrize(
    "line",
    [
        "Home | News | Sport | Business",
        "X Instagram Youtube",
        "News / World News / Europe / Grain talks end without a deal",
        "Edited by: John Smith",
        "ByExample News Desk",
        "Jane Roe with Reuters, AFP",
        "The minister hoped for a decisionImage: Jane Roe/Getty Images",
        "The minister at a press conference in Vienna on Oct. 27, 2025. (Chancellery)",
        "The Example Post has no wealthy owner. Instead, we rely on readers like you.",
        "Stay updated with the news on farming, trade and more at Example Post.",
        "Skip to main content",
        "1.2K Shares",
        "403",
        "2 min read",
        "By Jane Roe",
        "By JANE ROE and JOHN SMITH, Reuters",
        "We use cookies to improve your experience. Accept all",
        "By clicking “Accept”, you agree to our privacy policy.",
        "Sign up for our free newsletter and get the news in your inbox every morning.",
        "Subscribe now to continue reading",
        "Support independent journalism with a donation today.",
        "Advertisement",
        "Also read | 'We will wait': minister on the ports",
        "Read more: Why the ports matter",
        "RELATED: Harvest fails again in the south",
        "FILE - Ships wait off the port on Sept. 3, 2025.",
        "Grain is loaded at the northern port. (AFP Photo)",
        "Grain is loaded at the port, Sept. 3, 2025. (Jane Roe/Getty Images)",
        "The minister speaks to reporters in Vienna, Austria, on Oct. 21, 2025.",
        "The minister (left) listens to his counterpart in Vienna",
        "Photo: Jane Roe/Reuters",
        "REUTERS/Jane Roe",
        "Jane Roe | Afp | Getty Images",
        "Getty Images",
        "© 2025 Example Post. All rights reserved.",
        "(Reporting by Jane Roe; Editing by John Smith)",
        "Follow us on Telegram",
        "Share this article",
        "This article was first published in Example Post.",
        "A version of this article appears in print on Oct. 27, 2025, Section B, Page 3.",
        "This essay will appear in the print edition of October 27.",
        "Published in the print edition of the October 27, 2025, issue.",
    ],
)
def test_furniture_between_paragraphs_is_not_story(line: str) -> None:
    first, *rest = BODY.split("\n")
    article = text_article("\n\n".join([HEADLINE, first, line, *rest]))
    assert story(article) == BODY
    assert line in kinds(article)
    check_offsets(article)


@pytest.mark.parametrize(
    "line",
    [
        "“No.”",
        '"We cannot accept that," he said.',
        "Nobody was hurt.",
        "Two people were killed in the port overnight",
        "Envoys from both governments will meet again in Vienna on Monday and on Tuesday for talks",
        "By Monday the ports had closed.",
        "By the end of the week nothing had changed, officials said.",
        "Read my lips, the minister told reporters: no deal.",
        "Photographs by witnesses showed smoke over the port, the governor told Reuters.",
        "Jane Roe is a farmer who has lost half of her harvest, she told reporters.",
        "The deadline is October 26, 2025.",
        "The ban takes effect on January 1, 2026.",
        "The deal was signed on October 26, 2025.",
        "Subscribers of the state telephone company must sign up again, the ministry said.",
        "Comments by the minister angered farmers.",
        "“Share this with your friends,” the minister told farmers in the square.",
        "Gov. Jane Roe (R) called on the ministry to resign over the closure of the ports.",
        "Talks will go on, the ministry said in a note to editors. (Reuters)",
        "A version of this statement appeared in print in October, the envoys said.",
        "The copyright law of 1909 was changed last week.",
        "Cookies were served while they waited.",
        "More from the harvest is lost each day that the ports stay closed.",
        "Related industries such as milling have laid off half of their workers.",
    ],
)
def test_sentences_stay_story(line: str) -> None:
    first, *rest = BODY.split("\n")
    article = text_article("\n\n".join([HEADLINE, first, line, *rest]))
    assert story(article).split("\n") == [first, line, *rest]
    assert line not in kinds(article)


@pytest.mark.parametrize("caption", CREDITED)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_caption_is_told_by_the_credit_beside_it(caption: str, order: tuple[int, int]) -> None:
    lines = (caption, "Jane Roe | AFP | Getty Images")
    first, *rest = BODY.split("\n")
    article = text_article("\n\n".join([HEADLINE, first, *(lines[i] for i in order), *rest]))
    assert kinds(article)[caption] == "caption"
    assert story(article) == BODY


def test_a_paragraph_beside_a_credit_stays() -> None:
    article = page(f"{HEADLINE}\nPhoto\nGetty Images")
    assert story(article) == BODY


def test_a_caption_that_stands_twice() -> None:
    caption = "Ships waiting off the northern port for permission to unload their grain."
    assert story(page(f"{HEADLINE}\n{caption}\n{caption}")) == BODY


def test_the_headline_that_stands_twice_is_a_repeat() -> None:
    article = page(f"World\n{HEADLINE}\n2 min read\n{HEADLINE}")
    assert article.title == HEADLINE
    assert [p.text for p in article.paragraphs if p.heading] == [HEADLINE]
    assert sorted(kinds(article).values()) == ["menu", "read time", "repeat"]


def test_the_story_goes_on_after_a_list_of_links() -> None:
    first, *rest = BODY.split("\n")
    links = ["Related", "Harvest fails again in the south", "Why the ports matter"]
    goes_on = "The hosts in Vienna said that envoys from both governments would stay for a week."
    article = text_article("\n\n".join([HEADLINE, first, *links, goes_on, *rest]))
    assert story(article).split("\n") == [first, goes_on, *rest]


@pytest.mark.parametrize(
    "bottom",
    [
        "Most popular\n1\nStorm batters the coast\n2\nMuseum reopens after five years",
        "More From Example Post\nStorm batters the coast\nAt least 200 houses lost their roofs.",
        "LEAVE A REPLY\nPlease enter your comment!\nBob\nThey should sell the grain long ago.",
        "© 2025 Example Post\nStorm batters the coast of Portugal, and nobody was warned.",
        "Latest news\nStorm batters the coast\n3 hours ago\nMuseum reopens\n5 hours ago",
        "Jane Roe\nReporter\nJane Roe is a reporter at the Example Post. She covers farms.",
        "About the author\nJane Roe is a editor for Example Post. She holds a degree in law.",
    ],
)
def test_what_follows_the_story_is_not_story(bottom: str) -> None:
    article = page(HEADLINE, bottom)
    assert story(article) == BODY
    check_offsets(article)


def test_the_cut_off_beginning_of_another_story_is_a_teaser() -> None:
    teaser = (
        "Divers found the wreck of a whaler near Greenland\n"
        "The hull lay at a depth of ninety metres, covered with sponges, and the bell still hu\n"
        "Read more"
    )
    article = page(HEADLINE, teaser)
    assert story(article) == BODY
    assert [f.kind for f in article.furniture][:2] == ["teaser", "teaser"]


def test_a_story_that_is_cut_off_itself_stays() -> None:
    cut_off = "The envoys from both governments in Vienna left the talks on grain without a wo"
    assert story(page(HEADLINE, cut_off)).endswith(cut_off)


def test_headings_and_list_items() -> None:
    first, *rest = BODY.split("\n")
    lines = [first, "What happens next?", "- The port opens", "• Prices fall", *rest]
    article = text_article("\n\n".join([HEADLINE, *lines]))
    assert [p.text for p in article.paragraphs if p.heading] == [HEADLINE, "What happens next?"]
    assert story(article).split("\n")[1:3] == ["The port opens", "Prices fall"]


def test_short_paragraphs_of_a_language_without_spaces_are_story() -> None:
    lead = "港口城市的市长周一宣布，由于潜水员发现裂缝，旧桥将关闭到冬天以后。"
    body = "工程师将在周五之前检查桥墩，在此期间，一艘渡轮将免费运送居民过海。"
    source = (
        f"<html><body><article><p>{lead}</p><p>{body}</p><h2>“非常抱歉”</h2><p>{body}</p></article>"
        "</body></html>"
    )
    article = parse_article("a.html", source.encode())
    assert story(article).split("\n")[0] == lead


def test_a_sentence_of_the_story_behind_a_list_of_links_is_read() -> None:
    """An empty line ends the list; below it, a story goes on or a teaser has its own words."""
    links = "\nRecommended Stories\nMuseum reopens after fire\nStorm batters the coast\n\n"
    last = "The ports stay closed, the hosts said."
    assert story(page(HEADLINE, links + last)) == f"{BODY}\n{last}"
    assert story(page(HEADLINE, f"{links}A cat was rescued from a roof.")) == BODY
    spaced = links.replace("\nStorm", "\n\nStorm")
    assert last not in story(page(HEADLINE, spaced + last)), "it may be what a link leads to"


@pytest.mark.parametrize(
    "line",
    [
        "Copyright, the minister argues, has to protect artists.",
        "(c) the right to appeal to a higher court in the country.",
        "The US has long wanted Ukraine to become a member of the alliance.",
        "The fund is to support independent journalism in eastern Europe, where it is rare.",
        "The regulator fined the company because its cookie policy made it hard to refuse.",
        "Customers get a message in their inbox that looks like one from the bank.",
        "Families will get £500 a year (up from £400 under the old child tax credit).",
    ],
)
def test_sentences_with_words_of_furniture_are_story(line: str) -> None:
    first, *rest = BODY.split("\n")
    article = text_article("\n\n".join([HEADLINE, first, line, *rest]))
    assert line in story(article)


@pytest.mark.parametrize(
    "line", ["(c) Reuters 2020", "Copyright The Wharf Times Limited 2013.", "© 2025 AFP"]
)
def test_a_line_with_the_owner_ends_the_story(line: str) -> None:
    article = text_article("\n\n".join([HEADLINE, *BODY.split("\n"), line, "Shop with us"]))
    assert story(article) == BODY


@pytest.mark.parametrize(
    "headline",
    [
        "US and China reject climate report",
        "Video: Mayor resigns after vote",
        "From Russia, With Love",
        "More from Iran than from Russia",
        "Most popular politician resigns",
    ],
)
def test_a_headline_with_words_of_menus_is_a_headline(headline: str) -> None:
    text = f"# {headline}\n\n21 October 2025\n\n" + BODY.replace("\n", "\n\n")
    article = parse_article("a.md", text.encode())
    assert (article.title, article.published) == (headline, dt.date(2025, 10, 21))


@pytest.mark.parametrize(
    ("lines", "author"),
    [
        (("By Jane Roe", "Transport correspondent"), "Jane Roe"),
        (("By Jane Roe", "Political editor, Berlin"), "Jane Roe"),
        (("By Jane Roe", "Europe editor in Brussels"), "Jane Roe"),
        (("By Jane Roe", "Berlin bureau chief", "21 October 2025"), "Jane Roe"),
        (("21 October 2025", "Jane Roe", "Health reporter for The Example Post"), None),
        (("Jane Roe in Oslo",), "Jane Roe"),
        (("Jane Roe in Oslo", "21 October 2025"), "Jane Roe"),
        (("21 October 2025", "Jane Roe and Ann Berg in New York"), "Jane Roe and Ann Berg"),
        (("Jane Roe, transport correspondent",), "Jane Roe"),
    ],
)
def test_who_writes_and_as_what_is_no_story(lines: tuple[str, ...], author: str | None) -> None:
    article = page("\n".join((HEADLINE, *lines)))
    assert story(article) == BODY
    assert article.author == author


@pytest.mark.parametrize(
    ("top", "line"),
    [
        ("By Jane Roe", "The Ukrainian ambassador to Berlin"),
        ("By Jane Roe", "He was the editor of a paper"),
        ("Grain talks", "Talks in Vienna"),
        (f"{HEADLINE}\n{BODY}", "Jane Roe in Oslo"),
        (f"{HEADLINE}\n{BODY}", "Transport correspondent of The Example Post"),
    ],
)
def test_what_only_looks_like_who_writes_stays(top: str, line: str) -> None:
    text = f"{HEADLINE}\n{top}\n{line}\n{BODY}" if HEADLINE not in top else f"{top}\n{line}\n{BODY}"
    assert line in [paragraph.text for paragraph in text_article(text).paragraphs]
