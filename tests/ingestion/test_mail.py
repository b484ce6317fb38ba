"""Mails: the article that a message brings, and what people and their programs put around it."""

from __future__ import annotations

import pytest

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article, parse_file
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


OWN = "\n\n".join(LINES)
ASKED = "> When will it be open?\n> Our readers ask.\n"


@pytest.mark.parametrize(
    "introduced",
    [
        "On Thu, 6 Nov 2025 at 10:02, desk@example.org wrote:",
        "On Thu, 6 Nov 2025 at 10:02, The Desk\n<desk@example.org> wrote:",
        "Am 6. November 2025 um 10:02 schrieb Lotte Krag:",
        "Le 6 novembre 2025 à 10:02, Lotte Krag a écrit :",
    ],
)
def test_the_message_that_a_mail_answers_is_not_its_text(introduced: str) -> None:
    article = mail(f"{OWN}\n\n{introduced}\n{ASKED}\n", "Bridge closed")
    assert story(article).split("\n") == LINES


SAID = "> About 180 workers were sent home, the mill said.\n"
DENIED = "The union of the mill says that 210 workers were sent home."


@pytest.mark.parametrize("head", ["Re: The mill", "The mill\nIn-Reply-To: <1@mill.example>"])
@pytest.mark.parametrize(
    "body",
    [
        f"{SAID}\n{DENIED}\n",
        f"Lotte Krag wrote:\n\n{SAID}{DENIED}\n{SAID}",
        f"Hello,\n{SAID}>\n>> Was it long ago?\n\n{DENIED}\n\n{SAID}\nYours\n",
    ],
)
def test_what_a_reply_quotes_is_not_its_text_wherever_it_stands(head: str, body: str) -> None:
    text = story(mail(body, head))
    assert DENIED in text
    assert "180" not in text
    assert "long ago" not in text


def test_a_line_of_the_program_makes_a_mail_a_reply() -> None:
    by_program = "On Thu, 6 Nov 2025 at 10:02, desk@example.org wrote:"
    article = mail(f"{by_program}\n{SAID}\n{DENIED}\n\n{SAID}", "The mill")
    assert story(article) == DENIED


def test_the_page_of_a_reply_has_no_quotations_in_its_text() -> None:
    page = f"<p>{DENIED}</p><blockquote type='cite'><p>{SAID[2:]}</p></blockquote><p>{LINES[0]}</p>"
    head = HEAD.replace("Subject: ", "Subject: Re: ")
    article = parse_article("a.eml", f"{head}Content-Type: text/html\n\n{page}".encode())
    check_offsets(article)
    assert story(article).split("\n") == [DENIED, LINES[0]]
    short = f"Content-Type: text/plain\n\n{SAID}{DENIED}"
    both = head + in_parts("alternative", short, f"Content-Type: text/html\n\n{page}")
    assert story(parse_article("a.eml", both.encode())) == DENIED


def test_a_reply_of_nothing_but_quotations_is_what_it_quotes() -> None:
    assert LINES[2] in story(mail(quoted(OWN), "Re: The bridge"))


def test_what_a_mail_brings_may_be_quoted() -> None:
    text = quoted(OWN)
    remark = "I had promised to look for this one, and here it is, from the day of the closing."
    assert LINES[2] in story(mail(f"{remark}\n\n{text}"))
    assert LINES[2] in story(mail(f"{remark}\n\nOn 21 Oct 2025, the Post wrote:\n{text}"))
    said = f"{OWN}\n\nThe mayor wrote:\n> The bridge is closed.\n"
    assert "The bridge is closed." in story(mail(said)), "no program names a mayor only"


def test_a_signature_is_not_the_text_of_a_mail() -> None:
    article = mail(
        f"{OWN}\n\n-- \nYou receive this mail as a customer of Norrwire and its friends.\n"
    )
    assert story(article).split("\n") == LINES
    below = mail(f"{LINES[0]}\n\n-- \n{LINES[1]}\n\n{LINES[2]}\n")
    assert LINES[2] in story(below), "longer than what is above: no signature"


HEAD = (
    "From: The Fjord Post <news@post.example>\nTo: desk@example.org\nSubject: Bridge closed\n"
    "Date: Mon, 27 Oct 2025 09:41:12 +0200\nMessage-ID: <1@post.example>\nMIME-Version: 1.0\n"
)


def in_parts(kind: str, *parts: str) -> str:
    within = "".join(f"--{kind}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{kind}"\n\n{within}--{kind}--\n'


PICTURE = "Content-Type: image/png\nContent-ID: <logo>\n\nx"


def test_a_mail_with_a_picture_in_its_text_is_no_saved_page() -> None:
    page = "".join(f"<p>{line}</p>" for line in LINES)
    text = HEAD + in_parts("related", f"Content-Type: text/html\n\n<html>{page}</html>", PICTURE)
    article = parse_article("a.eml", text.encode())
    check_offsets(article)
    assert (article.outlet, str(article.published)) == ("The Fjord Post", "2025-10-27")
    assert story(article).split("\n") == LINES
    assert article.notes == ()


@pytest.mark.parametrize("form", ["plain", "html", "alternative"])
def test_a_mail_with_a_picture_between_its_texts_has_both(form: str) -> None:
    html = form != "plain"
    texts = [LINES[:2], LINES[2:]]
    shown = [
        f"<html><body><p>{'</p><p>'.join(each)}</p></body></html>" if html else "\n\n".join(each)
        for each in texts
    ]
    first, last = (f"Content-Type: text/{'html' if html else 'plain'}\n\n{x}" for x in shown)
    named = "Content-Type: text/plain; name=notes.txt\n\nNobody should read this as an article."
    mixed = in_parts("mixed", first, PICTURE, last, named)
    if form == "alternative":
        mixed = in_parts("alternative", "Content-Type: text/plain\n\nShort.", mixed)
    article = parse_article("a.eml", (HEAD + mixed).encode())
    check_offsets(article)
    assert story(article).split("\n") == LINES


def test_a_line_of_a_mailbox_that_begins_with_from_is_escaped() -> None:
    head = "From: The Fjord Post <a@post.example>\nTo: b@c.example\nSubject: Bridge closed\n"
    first = f"From a@post.example Mon Oct 20 18:05:00 2025\n{head}\n{LINES[0]}\n\n"
    (article,) = parse_file("a.mbox", f"{first}>From now on: ferries.\n".encode()).articles
    assert "\nFrom now on: ferries." in story(article)


def test_the_articles_that_a_google_alert_lists_are_of_their_outlets() -> None:
    link = "<https://www.google.com/url?rct=j&sa=t&url=https://{}.example/1%3Fa%3Db&ct=ga>"
    body = (
        '=== News - 2 new results for ["bridge of Grindal"] ===\n\n'
        "Bridge closed by the mayor\nThe Fjord Post\nThe mayor of Grindal closed the bridge on\n"
        f"Sunday because of a crack in a pier ...\n{link.format('post')}\n\n"
        "Ferries: a fool's errand?\nDaily Sceptic\nFerries cost more than a bridge, and always\n"
        f"will ...\n{link.format('sceptic')}\n\n\n- - - - -\n"
        "This as-it-happens Google Alert is brought to you by Google.\n- - - - -\n"
        "Unsubscribe from this Google Alert:\n<https://www.google.com/alerts/remove?hl=en>\n"
    )
    head = (
        "From: Google Alerts <a@google.example>\nTo: desk@example.org\nSubject: Google Alert\n"
        "Date: Mon, 27 Oct 2025 09:41:12 +0200\n\n"
    )
    found = parse_file("alert.eml", (head + body).encode()).articles
    assert [(each.title, each.outlet, each.url) for each in found] == [
        ("Bridge closed by the mayor", "The Fjord Post", "https://post.example/1?a=b"),
        ("Ferries: a fool's errand?", "Daily Sceptic", "https://sceptic.example/1?a=b"),
    ]
    assert {str(each.published) for each in found} == {"2025-10-27"}
    assert story(found[0]).startswith("The mayor of Grindal closed the bridge on Sunday because")
    assert "google" not in "".join(map(story, found)).lower()


@pytest.mark.parametrize(
    ("sender", "outlet", "author"),
    [
        ("Lena Ortiz from The Delta Brief", "The Delta Brief", "Lena Ortiz"),
        ("Lena Ortiz at Delta Brief", "Delta Brief", "Lena Ortiz"),
        ("Breaking News from The Fjord Post", "The Fjord Post", None),
        ("Letters from Norway", "Letters from Norway", None),
        ("The Fjord Post", "The Fjord Post", None),
    ],
)
def test_a_sender_may_write_from_an_outlet(sender: str, outlet: str, author: str | None) -> None:
    head = f"From: {sender} <a@post.example>\nTo: b@example.org\nSubject: Bridge closed\n"
    article = parse_article("a.eml", (head + "\n" + "\n\n".join(LINES)).encode())
    assert (article.outlet, article.author) == (outlet, author)


def test_messages_nested_without_end_are_refused_in_words() -> None:
    head = "From: a@b.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    data = f"{head * 1_200}From: a@b.example\nSubject: inner\n\nA text.\n".encode()
    with pytest.raises(UnreadableArticle, match="nested too deeply"):
        parse_file("a.eml", data)
