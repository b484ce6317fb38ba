"""Mails: the article that a message brings, and what people and their programs put around it."""

from __future__ import annotations

import pytest

from index.ingestion.parser import parse_article
from index.models import Article
from tests.helpers.articles import check_offsets, story

LINES = [
    "The city of Grindal closed its bridge on Monday after divers had found a crack in a pier.",
    "Mayor Ada Berg said that drivers would have to take the ferry until the end of March.",
    "The ferry company added 14 crossings a day, which its union called far too few by half.",
]
REMARK = "For the bridge folder.\nDoes it fit what we know?\n\nLotte Krag\nArchive | Example\n\n"
FORWARDED = (
    "From: The Fjord Post <news@post.example>\nSent: 21 October 2025 18:05\n"
    "To: Lotte Krag <lotte@example.org>\nSubject: Bridge closed by the mayor\n\n"
)


def mail(body: str, subject: str = "Fwd: Bridge closed") -> Article:
    head = (
        "From: Lotte Krag <lotte@example.org>\nTo: desk@example.org\n"
        f"Subject: {subject}\nDate: Mon, 27 Oct 2025 09:41:12 +0200\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
    )
    article = parse_article("a.eml", (head + body).encode())
    check_offsets(article)
    return article


def quoted(text: str, mark: str = "> ") -> str:
    return "".join(f"{mark}{line}" for line in text.splitlines(keepends=True))


@pytest.mark.parametrize("mark", ["", "> ", "> > "])
def test_a_remark_may_be_signed_above_the_head_of_a_forwarded_mail(mark: str) -> None:
    text = "\n\n".join(LINES)
    article = mail(REMARK + "Begin forwarded message:\n\n" + quoted(FORWARDED + text, mark))
    assert (article.title, article.outlet) == ("Bridge closed by the mayor", "The Fjord Post")
    assert str(article.published) == "2025-10-21"
    assert story(article).split("\n") == LINES


def test_the_first_paragraph_of_a_forwarded_mail_may_be_wrapped() -> None:
    wrapped = LINES[0].replace(" had", "\nhad")
    article = mail(FORWARDED + wrapped + "\n\n" + "\n\n".join(LINES[1:]))
    assert article.title == "Bridge closed by the mayor"
    assert story(article).split("\n") == LINES


def test_a_mail_that_was_forwarded_twice_is_the_one_inside() -> None:
    again = FORWARDED.replace("The Fjord Post", "Ola Lie").replace("Subject: ", "Subject: FW: ")
    outer = again.replace("21 October", "24 October")
    article = mail(REMARK + outer + "Thanks!\n\n" + FORWARDED + "\n\n".join(LINES))
    assert (article.outlet, str(article.published)) == ("The Fjord Post", "2025-10-21")
    assert story(article).split("\n") == LINES


def test_a_reply_is_not_the_question_below_it() -> None:
    answer = "The bridge will be open again in March.\n\nOla Lie\nCity of Grindal\n\n"
    question = FORWARDED + "When will the bridge be open again? Our readers would like to know."
    article = mail(answer + question, "RE: Question about the bridge")
    assert "open again in March" in story(article)
    assert str(article.published) == "2025-10-27"
