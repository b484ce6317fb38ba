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
        "De: Ana Ruiz\nFecha: lunes, 20 de octubre de 2025 18:05\nPara: Juan\nAsunto: RV: x\n",
        "Da: Anna Rossi\nData: lunedì 20 ottobre 2025 18:05\nA: Bo\nOggetto: I: x\n",
        "Від: Ганна\nДата: 20 жовтня 2025 р. 18:05\nКому: Іван\nТема: міст\n",
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


@pytest.mark.parametrize(
    "body",
    [
        "{0}<div><br></div>{1}<div><br></div>{2}",
        "<p>{0}</p><center>{1}</center><p>{2}</p>",
        "<news-par>{0}</news-par><news-par>{1}</news-par><p>{2}</p>",
        "<p>{0}</p><amp-img src='a.jpg'></amp-img>{1}<p>{2}</p>",
    ],
)
def test_text_in_and_behind_unknown_elements_is_read(body: str) -> None:
    told = story(page(body.format(*LINES)))
    assert all(line in told for line in LINES)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("502 Bad Gateway", "502 Bad Gateway. The server could not answer. nginx"),
        ("Seite nicht gefunden", "404 - Diese Seite wurde leider nicht gefunden. Zur Startseite"),
        ("Too many requests", "Too many requests. Please slow down and try again in a while."),
        ("We are back soon", "The site is under maintenance. We will be back soon, thank you."),
        ("Log in", "Please log in to continue reading this article. Forgot your password?"),
        (
            "Before you continue",
            "We use cookies. We and our 240 partners store data. Click Accept all or Reject all.",
        ),
    ],
)
def test_error_and_consent_pages_are_no_articles(title: str, text: str) -> None:
    head = f"<html><head><title>{title}</title></head>"
    raw = f"{head}<body><h1>{title}</h1><p>{text}</p></body></html>"
    with pytest.raises(UnreadableArticle, match=r"not the article|no article text"):
        parse_article("a.html", raw.encode())


@pytest.mark.parametrize(
    "text",
    [
        "500 people were killed when the bridge fell, the mayor of Grindal said on Monday night.",
        "The body of the diver was not found (nicht gefunden), the mayor said on Monday.",
        "The council withheld its report for legal reasons, the mayor said on Monday.",
        "Cookies of the bakery are sold out, its partner said, and it is back in business.",
    ],
)
def test_short_articles_without_a_day_are_read(text: str) -> None:
    head = "<html><head><title>Bridge</title></head>"
    raw = f"{head}<body><h1>A bridge</h1><p>{text}</p></body></html>"
    assert text in story(parse_article("a.html", raw.encode()))


_HEAD = """From: The Fjord Post <news@post.example>
Date: Sat, 25 Oct 2025 at 21:08
Subject: Bridge closed by the mayor
To: Lotte Krag <lotte@example.org>
"""


@pytest.mark.parametrize("subtype", ["plain", "html", "quoted"])
def test_a_forwarded_mail_without_a_headline_has_its_subject(subtype: str) -> None:
    head, text = _HEAD, "\n\n".join(LINES)
    if subtype == "html":
        head = head.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>\n")
        text = "".join(f"<p>{line}</p>" for line in LINES)
        below = f"<div>---------- Forwarded message ---------<br>\n{head}</div>\n{text}"
    elif subtype == "quoted":
        lines = "\n".join(f"> {line}" for line in f"{head}\n{text}".split("\n"))
        below = f"Begin forwarded message:\n\n{lines}"
    else:
        below = f"---------- Forwarded message ---------\n{head}\n\n{text}"
    mail = (
        "From: Lotte Krag <lotte@example.org>\nTo: desk@example.org\nSubject: Fwd: Bridge closed\n"
        "Date: Mon, 27 Oct 2025 09:41:12 +0200\n"
        f"Content-Type: text/{'html' if subtype == 'html' else 'plain'}; charset=utf-8\n\n{below}\n"
    )
    article = parse_article("fwd.eml", mail.encode())
    assert (article.title, article.outlet) == ("Bridge closed by the mayor", "The Fjord Post")
    assert str(article.published) == "2025-10-25"
    assert ">" not in story(article)
    assert all(line in story(article) for line in LINES)
    check_offsets(article)


@pytest.mark.parametrize(
    "footer",
    [
        "You received this email because you signed up. Unsubscribe",
        "You are receiving this email because you subscribed to the Fjord newsletter.",
        "Was this email forwarded to you? Sign up here.",
        "View this post on the web at https://post.example/p/1",
        "Unsubscribe https://post.example/u/1",
        "The post Bridge closed appeared first on The Fjord Post.",
        "Get unlimited access for 1 euro a week. Cancel anytime.",
    ],
)
def test_footers_of_mails_and_feeds_are_no_story(footer: str) -> None:
    text = "\n\n".join(["Bridge closed", *LINES, footer])
    assert footer not in story(parse_article("a.txt", text.encode()))


@pytest.mark.parametrize(
    "stated", ["12 March 2024 at 07:30:00 CET", "2024-03-12 07:30", "12.03.2024 07:30"]
)
def test_the_day_of_a_mail_may_be_written_in_any_way(stated: str) -> None:
    head = "From: Fjord Post <a@post.example>\nTo: b@c.example\nSubject: Bridge closed\n"
    mail = f"{head}Date: {stated}\n\n"
    article = parse_article("a.eml", (mail + "\n\n".join(LINES)).encode())
    assert str(article.published) == "2024-03-12"


@pytest.mark.parametrize(
    "line",
    [
        "Aktualisiert: 20. März 2024 | Erstellt: 12. März 2024",
        "Letzte Änderung: 20. März 2024 – Erstveröffentlichung: 12. März 2024",
        "Stand: 20. März 2024, veröffentlicht am 12. März 2024",
        "This article is more than 1 month old. First published on Tue 12 Mar 2024 07.30 CET. "
        "Last modified on Wed 20 Mar 2024 08.00 CET",
    ],
)
def test_the_first_day_of_several_that_are_labelled_counts(line: str) -> None:
    article = page(f'<p class="date">{line}</p>' + "".join(f"<p>{text}</p>" for text in LINES))
    assert str(article.published) == "2024-03-12"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "calendar"),
        ("\\documentclass{article}\n\\begin{document}\nBridge\n", "LaTeX"),
    ],
)
def test_what_holds_no_article_is_named(text: str, named: str) -> None:
    with pytest.raises(UnreadableArticle, match=named):
        parse_article("a.txt", text.encode())


def test_unknown_elements_in_a_sentence_leave_it_whole() -> None:
    sentence = (
        "Shares of <fin-streamer>Fjord Ferries</fin-streamer> rose on Monday <inline-ad>"
        "</inline-ad> after the <tool-tip>council</tool-tip> had closed the bridge for the winter."
    )
    body = f"<p>{LINES[0]}</p><p>{sentence}</p><p>{LINES[1]}</p>"
    raw = PAGE.format(body=body, head="", before="")
    told = story(parse_article("a.html", raw.encode()))
    assert "Shares of Fjord Ferries rose on Monday after the council had closed" in told


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Airline down for maintenance after crash", "An airline stopped all flights on Monday."),
        ("404 - the film", "A film about a lost page of the web won the prize of Grindal."),
        ("500: how the car changed Italy", "A small car changed the roads of a whole country."),
        ("Store says it will be back soon", "The store in Grindal burned down on Monday night."),
        ("Users must log in to read files", "The court of Grindal put its files behind a log-in."),
        (
            "Law on rape passed",
            "Sex without consent is rape, also of partners or a partner, it says.",
        ),
        ("Scouts sell cookies", "The scouts sold cookies; a cookie costs its partner six crowns."),
    ],
)
def test_words_of_error_pages_do_not_make_one(title: str, text: str) -> None:
    head = f"<html><head><title>{title}</title></head>"
    article = parse_article(
        "a.html", f"{head}<body><h1>{title}</h1><p>{text}</p></body></html>".encode()
    )
    assert text in story(article)


def test_a_short_article_with_a_request_for_consent_is_read() -> None:
    banner = "<div><p>We use cookies. We and our partners store data.</p><p>Accept all</p></div>"
    article = f"<article><h1>Bridge closed</h1><p>{LINES[0]}</p></article>"
    raw = f"<html><body>{article}{banner}</body></html>"
    assert LINES[0] in story(parse_article("a.html", raw.encode()))


@pytest.mark.parametrize(
    "line",
    [
        "The post of chief engineer, held by Mr Berg, first appeared on the list of the town.",
        "Unsubscribe buttons are now required by law on every page of the town.",
        "Was this email forwarded by the minister? The inquiry has no answer to that question.",
        "Under the new law of the town you may cancel any time within a year.",
    ],
)
def test_sentences_like_footers_are_story(line: str) -> None:
    text = "\n\n".join(["Bridge closed", LINES[0], line, LINES[1]])
    assert line in story(parse_article("a.txt", text.encode()))


@pytest.mark.parametrize(
    "subject", ["Re:think: a museum opens", "TR: Turkey votes", "VS: a verdict"]
)
def test_a_subject_keeps_what_only_looks_like_a_prefix(subject: str) -> None:
    mail = f"From: Fjord Post <a@post.example>\nTo: b@c.example\nSubject: {subject}\n\n"
    article = parse_article("a.eml", (mail + "\n\n".join(LINES)).encode())
    assert article.title == subject


def test_a_short_page_with_a_day_is_an_article_behind_any_check_of_browsers() -> None:
    text = "The harbour bridge was closed on Monday because of a crack in a pier, the mayor said."
    brief = (
        '<html><head><meta property="article:published_time" content="2025-10-21">'
        '<script src="/cdn-cgi/challenge-platform/scripts/jsd.js"></script></head>'
        f"<body><h1>Bridge closes</h1><p>{text}</p></body></html>"
    )
    assert text in story(parse_article("brief.html", brief.encode()))


def test_declarations_may_be_wrapped_for_old_browsers() -> None:
    declared = '{"@type": "NewsArticle", "headline": "Bridge", "publisher": {"name": "Bay Argus"}}'
    script = f'<script type="application/ld+json">//<![CDATA[\n{declared}\n//]]></script>'
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    text = f"<html><head>{script}</head><body><h1>Bridge</h1>{paragraphs}</body></html>"
    assert parse_article("page.html", text.encode()).outlet == "Bay Argus"


@pytest.mark.parametrize(
    "text",
    [
        "Access Denied\nYou don't have permission to access /story on this server.\nReference #18",
        "Checking your browser before accessing post.example.\n\nThis process is automatic.",
    ],
)
def test_what_a_site_shows_instead_of_an_article_is_refused_as_text_too(text: str) -> None:
    with pytest.raises(UnreadableArticle, match="checks the browser"):
        parse_article("saved.txt", text.encode())
