"""Pages that are broken or unusual, and what stands where nobody looks: nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article
from index.models import Article
from tests.helpers.articles import BODY, check_offsets, story

LINES = [
    "The city of Grindal closed its bridge on Monday after divers had found a crack in a pier.",
    "Mayor Ada Berg said that drivers would have to take the ferry until the end of March.",
    "The ferry company added 14 crossings a day, which its union called far too few by half.",
]
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>Bridge closed | The Fjord Post</title>{head}</head><body><nav><a href="/">Home</a></nav>
<article>{before}<h1>Bridge closed</h1>
{body}</article><footer>Copyright 2025 Fjord Post Ltd</footer></body></html>"""


def page(body: str | None = None, head: str = "", before: str = "") -> Article:
    body = body or "".join(f"<p>{line}</p>\n" for line in LINES)
    article = parse_article("a.html", PAGE.format(body=body, head=head, before=before).encode())
    check_offsets(article)
    return article


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ("", '<a class="x" share" data-w="1" href="#">Share</a>'),
        ("", '<div id="ad" class="ad""></div>'),
        ("", "<div id='ad' title=it's class=ad></div>"),
        ('<meta name=“verify” content=“abc" />', ""),
        ('<script src="x.js" " type="text/javascript" a="\n{ "k": true }"></script>', ""),
        ('<meta content="5 > 4" name="a"><meta name = "b" content = \'a "b" c\'>', ""),
    ],
)
def test_a_stray_quotation_mark_swallows_nothing(head: str, before: str) -> None:
    assert story(page(head=head, before=before)).split("\n") == LINES


@pytest.mark.parametrize(
    "broken",
    [
        '<a href="/photos>Photos</a>',
        '<img src="x.png>',
        "<a title='The bridge>Photos</a>",
        '<div data-html="<p>5 > 4</p>" class="ad>Photos</div>',
        "</body></html>",
        "<!-- an advertisement --!>",
        "<svg><path>",
        "<select>",
        "<textarea>",
        "<noscript>",
    ],
)
def test_what_is_never_closed_swallows_nothing(broken: str) -> None:
    first, *others = (f"<p>{line}</p>\n" for line in LINES)
    told = story(page(f"{first}{broken}{''.join(others)}<p><a class='x' id=\"b\">Next</a></p>"))
    assert [line for line in told.split("\n") if line in LINES] == LINES


def test_markup_in_a_value_is_no_text() -> None:
    shown = f"<p data-text=\"<b>{LINES[0]}</b>\" id='a>b'>{LINES[1]}</p><p>{LINES[2]}</p>"
    assert story(page(shown)).split("\n") == LINES[1:]


@pytest.mark.parametrize("broken", ["<!-- ", "<script>", "<style>p {}"])
def test_a_page_whose_end_is_hidden_says_so(broken: str) -> None:
    rest = "".join(f"<p>{line}</p>" for line in LINES[1:])
    article = page(f"<p>{LINES[0]}</p>{broken}{rest}")
    (note,) = article.notes
    assert "not closed" in note or "of its text was found" in note
    closed = {"<!-- ": "-->", "<script>": "</script>", "<style>p {}": "</style>"}[broken]
    assert page("".join(f"<p>{x}</p>" for x in LINES) + broken + rest + closed).notes == ()


def test_text_beside_paragraphs_is_story() -> None:
    body = f"<p>{LINES[0]}</p>{LINES[1]}<p>{LINES[2]}</p>\nThe bridge is 90 years old, it said."
    assert story(page(body)).split("\n") == [*LINES, "The bridge is 90 years old, it said."]


def test_a_story_for_readers_without_scripts() -> None:
    lines = "".join(f"<p>{line}</p>" for line in LINES)
    assert story(page(f"<div id=app></div><noscript>{lines}</noscript>")).split("\n") == LINES


def test_notes_about_scripts_are_no_story() -> None:
    lines = "".join(f"<p>{line}</p>" for line in LINES)
    told = "You need to enable JavaScript to run this app, so please change your browser settings."
    article = page(f"{lines}<noscript><p>{told}</p></noscript><noscript><img src=a></noscript>")
    assert story(article).split("\n") == LINES


def test_markup_that_was_escaped_is_no_story() -> None:
    pixel = "".join(
        f'<noscript>&lt;div style="position:absolute"&gt;&lt;img src="{n}{"a" * 60}" alt="" '
        "/&gt;&lt;/div&gt;.</noscript>"
        for n in range(9)
    )
    told = "".join(f"<li>{line[:40]}</li>" for line in LINES)
    source = PAGE.format(body=f"{pixel}<ul>{told}</ul>", head="", before="")
    assert "position" not in story(parse_article("a.html", source.encode()))


def test_the_lead_before_the_headline_is_story() -> None:
    lead = "<p>Thousands are cut off from town.</p><p>Is this the end of the old bridge?</p>"
    told = story(page(before=lead)).split("\n")
    assert told == [
        "Thousands are cut off from town.",
        "Is this the end of the old bridge?",
        *LINES,
    ]


@pytest.mark.parametrize(
    "lead",
    [
        "Two people died at the bridge.",
        "Why was the old bridge closed?",
        f"{LINES[0]}\n\n{LINES[1]}",
    ],
)
def test_a_sub_heading_below_the_lead_is_not_the_headline(lead: str) -> None:
    front = "---\ntitle: Bridge closed\ndate: 2025-10-20\n---\n"
    text = f"{front}{lead}\n\n## What we know\n\n{LINES[2]}\n"
    article = parse_article("a.md", text.encode())
    assert article.title == "Bridge closed"
    assert story(article).split("\n") == [*lead.split("\n\n"), LINES[2]]


def test_the_day_of_the_last_change_is_not_the_publication_date() -> None:
    head = '<meta property="article:modified_time" content="2025-10-24T09:00:00+00:00">'
    told = '<p class="date">Published 20 October 2025, updated 24 October 2025</p>'
    body = told + "".join(f"<p>{line}</p>" for line in LINES)
    assert page(body, head).published == dt.date(2025, 10, 20)
    published = '<meta property="article:published_time" content="2025-10-24T08:00:00Z">'
    assert page(body, head + published).published == dt.date(2025, 10, 24)


@pytest.mark.parametrize(
    "text",
    [
        "<h1>Checking your browser before accessing post.example.</h1><p>Please wait a bit.</p>",
        "<h1>Access denied</h1><p>You do not have access to this page, says the server.</p>",
        '<p>One more step, please.</p><script src="https://geo.captcha-delivery.com/c.js"></script>',
    ],
)
def test_a_page_that_checks_the_browser_is_refused_by_name(text: str) -> None:
    with pytest.raises(UnreadableArticle, match="checks the browser"):
        parse_article("a.html", f"<html><head><title>Just a moment</title></head>{text}".encode())


def test_an_article_about_such_pages_is_an_article() -> None:
    lines = "".join(f"<p>{line}</p>" for line in LINES * 5)
    told = "<p>The city's site said “Checking your browser” for three days, which annoyed many.</p>"
    assert "annoyed many" in story(page(told + lines))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", PAGE.format(head="", before="", body="".join(f"<p>{x}</p>" for x in LINES))),
        ("a.md", PAGE.format(head="", before="", body="".join(f"<p>{x}</p>" for x in LINES))),
        ("a.txt", "<h1>Bridge closed</h1>\n" + "".join(f"<p>{x}</p>\n" for x in LINES)),
    ],
)
def test_html_in_a_file_of_another_name(name: str, text: str) -> None:
    article = parse_article(name, text.encode())
    assert story(article).split("\n") == LINES
    assert article.title == "Bridge closed"
    check_offsets(article)


def test_a_saved_page_with_its_parts() -> None:
    """MHTML, as browsers save it."""
    inner = PAGE.format(head="", before="", body="".join(f"<p>{x}</p>" for x in LINES))
    coded = inner.replace("=", "=3D").replace("crack in", "crack =\nin")
    text = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://post.example/bridge\n"
        "Subject: Bridge closed\nDate: Fri, 24 Oct 2025 18:05:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--b"\n\n'
        "----b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        f"{coded}\n----b\nContent-Type: image/png\n\nx\n----b--\n"
    )
    for name in ("a.mhtml", "a.html", "a.txt"):
        article = parse_article(name, text.encode())
        assert story(article).split("\n") == LINES
        assert (article.url, article.published) == ("https://post.example/bridge", None)
        check_offsets(article)


def test_an_e_mail_with_an_attachment_says_so() -> None:
    text = (
        'From: "The Post" <n@post.example>\nTo: r@a.example\nSubject: Bridge closed\n'
        "Date: Mon, 20 Oct 2025 18:05:00 +0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        + "\n\n".join(LINES)
        + "\n--b\nContent-Type: application/pdf\n"
        'Content-Disposition: attachment; filename="report.pdf"\n\nx\n--b--\n'
    )
    article = parse_article("a.eml", text.encode())
    assert story(article).split("\n") == LINES
    assert article.published == dt.date(2025, 10, 20)
    assert "report.pdf" in article.notes[0]


def test_little_of_the_text_found_again_is_said() -> None:
    rest = "".join(f"<p>{line}</p>" for line in LINES[1:])
    article = page(f"<p>{LINES[0]}</p><template>{rest}</template>")
    (note,) = article.notes
    assert "of its text was found" in note
    assert page().notes == ()


def test_a_forwarded_message_is_the_article_in_it() -> None:
    text = f"""From: Lotte Krag <lotte@example.org>
To: desk@example.org
Subject: Fwd: Bridge closed
Date: Mon, 27 Oct 2025 09:41:12 +0200

Is this the bridge that we had?

---------- Forwarded message ---------
From: Henrik Dahl <henrik@example.org>
Date: Sat, 25 Oct 2025 at 21:08
Subject: Bridge closed
To: Lotte Krag <lotte@example.org>


{{}}{BODY}
"""
    article = parse_article("fwd.eml", text.format("Bridge closed after crack\n\n").encode())
    assert (article.title, article.outlet) == ("Bridge closed after crack", None)
    assert str(article.published) == "2025-10-25", "when it was sent first"
    assert "Lotte" not in story(article)
    reply = text.replace("Is this the bridge that we had?", BODY.replace("Envoys", "Divers") * 2)
    assert "Divers" in story(parse_article("re.eml", reply.format("").encode()))
    head = "Bridge closed after crack\nFjord Post\n21 October 2025\n\n"
    article = parse_article("fwd.eml", text.format(head).encode())
    assert (article.outlet, str(article.published)) == ("Fjord Post", "2025-10-21")


def test_a_short_story_that_speaks_of_a_denied_access_is_read() -> None:
    said = (
        "A clerk told the inquiry on Monday that access denied by a locked drawer was the reason."
    )
    page = (
        f"<html><body><article><h1>Page missing from log</h1><p>Nobody knew where the log was. "
        f"{'The harbour office looked for it. ' * 3}{said}</p></article></body></html>"
    )
    assert said in story(parse_article("log.html", page.encode()))


@pytest.mark.parametrize(
    "head",
    [
        "---------- Message transféré ---------\nDe : Anne Roe <a@post.example>\n"
        "Date: lun. 20 oct. 2025 à 18:05\nSubject: Pont fermé\nTo: <x@post.example>\n",
        "-------- Message d'origine --------\nDe : Anne Roe\n"
        "Envoyé : lundi 20 octobre 2025 18:05\nÀ : Bob\nObjet : Pont fermé\n",
        "De\u00a0: Anne Roe <a@post.example>\nEnvoyé\u00a0: lundi 20 octobre 2025 18:05\n"
        "À\u00a0: Bob\nObjet\u00a0: TR: Pont fermé\n",
        "Fra: Anna Berg\nSendt: mandag 20. oktober 2025 18:05\nTil: Bob\nEmne: VS: Bro\n",
        "Från: Anna Berg\nSkickat: den 20 oktober 2025 18:05\nTill: Bob\nÄmne: Bron\n",
        "Von: Anna Berg\nGesendet: Montag, 20. Oktober 2025 18:05\nAn: Bob\nBetreff: WG: x\n",
        "> From: Anna Berg\n> Sent: Monday, 20 October 2025 18:05\n> To: Bob\n> Subject: FW: x\n",
    ],
)
def test_messages_are_forwarded_in_any_language(head: str) -> None:
    body = "The mayor of Grindal closed the bridge on Monday because of a crack in a pier, it says."
    remark = "FYI\n\n" if head.startswith("--") else ""  # above bare headers, it is the headline
    text = f"{remark}{head}\nBridge closed\n\n{body}\n"
    article = parse_article("a.txt", text.encode())
    assert (article.title, str(article.published)) == ("Bridge closed", "2025-10-20")
    assert story(article) == body
    check_offsets(article)


@pytest.mark.parametrize(
    ("above", "sender"),
    [
        ("The leaked mail\n\nThe mail read:\n\n", "the mayor <mayor@grindal.example>"),
        ("The leaked mail of the mayor\n\n", "the mayor"),
    ],
)
def test_a_mail_that_an_article_quotes_is_part_of_it(above: str, sender: str) -> None:
    head = f"From: {sender}\nDate: 20 October 2025\nSubject: the hall of the town\n"
    article = parse_article("a.txt", f"{above}{head}\n{LINES[0]}\n\n{LINES[1]}\n".encode())
    told = "\n".join(paragraph.text for paragraph in article.paragraphs)
    assert article.title.startswith("The leaked mail")
    assert "Subject: the hall" in told
    assert LINES[0] in told


def test_the_head_of_a_mail_at_the_top_needs_no_address() -> None:
    head = "From: Anna Berg\nDate: 20 October 2025\nSubject: Bridge\n"
    article = parse_article("a.txt", f"{head}\nBridge closed\n\n{LINES[0]}\n".encode())
    assert (article.title, str(article.published)) == ("Bridge closed", "2025-10-20")


def test_a_text_with_labels_that_is_no_message() -> None:
    text = "From: the mayor\n\nTo: everybody, she said on Monday. Subject: the bridge, of course.\n"
    assert "the mayor" in " ".join(p.text for p in parse_article("a.txt", text.encode()).paragraphs)


def test_a_message_that_was_forwarded_into_a_text_file() -> None:
    head = (
        "---------- Forwarded message ---------\nFrom: Fjord Post <a@post.example>\n"
        "Date: Wed, Oct 22, 2025 at 7:02 AM\nSubject: Bridge closed\n\n\n"
    )
    text = f"{head}Bridge closed after crack\n21 October 2025\n\n{BODY}\n"
    article = parse_article("fwd.txt", text.encode())
    assert (article.title, str(article.published)) == ("Bridge closed after crack", "2025-10-21")
    assert "Forwarded" not in story(article)


def test_text_with_quotation_marks_of_e_mail_is_read_without_them() -> None:
    quoted = "\n".join(f"> {line}" for line in f"Bridge closed\n\n{BODY}".split("\n"))
    article = parse_article("quoted.txt", quoted.encode())
    assert article.title == "Bridge closed"
    assert ">" not in story(article)
    check_offsets(article)


def test_an_error_page_is_known_by_its_title() -> None:
    page = (
        "<html><head><title>Page not found | Post</title></head><body><h1>404</h1><p>It may "
        "have been moved, or deleted by its author.</p></body></html>"
    )
    with pytest.raises(UnreadableArticle, match="checks the browser"):
        parse_article("a.html", page.encode())


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="<b>x</b>"src="y.jpg">',
        '<a title="5 > 3"href="z">Photos</a>',
        '<div data-x="<p>hello=" class="k">Photos</div>',
    ],
)
def test_values_with_markup_and_no_space_behind_them_are_no_text(markup: str) -> None:
    first, *others = (f"<p>{line}</p>\n" for line in LINES)
    lines = story(page(f"{first}{markup}{''.join(others)}")).split("\n")
    assert [line for line in lines if line != "Photos"] == LINES
