"""Encodings: stated by the file, or recognised and said."""

from __future__ import annotations

import pytest

from index.errors import UnreadableArticle
from index.ingestion.encoding import codec_for, decode_text
from index.ingestion.parser import parse_article
from tests.helpers.articles import check_offsets, story

GERMAN = (
    "Brücke über die Förde gesperrt\n\nDie Brücke über die Förde bleibt bis März geschlossen, "
    "sagte Bürgermeisterin Käthe Möller am Montag. Über die Gründe schwieg sie.\n"
)
POLISH = (
    "Most zamknięty\n\nMost przez rzekę będzie zamknięty do końca marca, powiedziała we wtorek "
    "burmistrzyni Łucja Żak. Spółka nie podała powodów, a mieszkańcy są źli.\n"
)
ENGLISH = (
    "Cheese label lost\n\nFarmer René Lévêque said that the ruling would cost him €40,000 a year "
    "and a good deal of sleep. The abbey’s cellarer, Brother Théo, offered to share the œuvre, but "
    "not the label of it.\n"
)
FRENCH = "Le pont restera fermé jusqu’à la fin du mois, où l’été est déjà très chaud et sec.\n"
SPANISH = "El puente seguirá cerrado, dijo la alcaldesa Núñez. “Qué lástima”, añadió el señor.\n"
SWEDISH = "Bron över ån är stängd, sade borgmästaren i måndags. Åsa Öberg är ledsen över det.\n"
NORWEGIAN = "Broen er stengt, sa ordføreren på mandag. Åse Børø er misfornøyd og går nå hjem.\n"
HUNGARIAN = (
    "A híd zárva lesz, mondta hétfőn a polgármester, Kőszegi Ödön. A cég nem közölt okokat.\n"
)
CROATIAN = "Most će biti još zatvoren, rekla je gradonačelnica. Čišćenje će trajati još tjednima.\n"
RUSSIAN = (
    "Мост закрыт\n\nМост через реку будет закрыт до конца марта, сообщила во вторник мэр города "
    "Анна Петрова. Причины она не назвала, а жители недовольны этим решением.\n"
)
UKRAINIAN = (
    "Міністр оборони відвідав міст\n\nМіст через річку буде зачинено до кінця березня, повідомила "
    "у вівторок мер міста Ганна Петренко. Причини вона не назвала, а мешканці незадоволені.\n"
)
JAPANESE = (
    "橋が閉鎖\n\n市長は火曜日、川に架かる橋を三月末まで閉鎖すると発表した。"
    "理由は明らかにされていない。\n"
)
PAGE = (
    '<html><head><meta charset="{name}"><title>Bridge closed</title></head><body><article>'
    "<h1>Bridge closed</h1><p>{text}</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (GERMAN, "latin-1", "windows-1252"),
        ("The mayor – “not amused” – left early on Monday, he said.", "cp1252", "windows-1252"),
        (ENGLISH, "cp1252", "windows-1252"),
        (POLISH, "cp1250", "windows-1250"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (UKRAINIAN, "cp1251", "windows-1251"),
        (f"LIBERTÉ\xa0: le maire a déclaré la fin de l’été\n{FRENCH}", "cp1252", "windows-1252"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (JAPANESE, "shift_jis", "Shift JIS"),
        (FRENCH, "cp1252", "windows-1252"),
        (SPANISH, "cp1252", "windows-1252"),
        (SWEDISH, "cp1252", "windows-1252"),
        (NORWEGIAN, "latin-1", "windows-1252"),
        (HUNGARIAN, "cp1250", "windows-1250"),
        (CROATIAN, "cp1250", "windows-1250"),
        (ENGLISH, "mac-roman", "Mac Roman"),
        (GERMAN, "mac-roman", "Mac Roman"),
        ("The mayor’s office said that it would pay.", "mac-roman", "Mac Roman"),
        ("Bron över ån är stängd, sade Åsa Öberg i måndags.", "mac-roman", "Mac Roman"),
        (GERMAN, "cp437", "code page 850"),
        (GERMAN, "cp850", "code page 850"),
        (SWEDISH, "cp850", "code page 850"),
        (FRENCH.replace("’", "'"), "cp850", "code page 850"),
        ("The mayor, René Müller, said that it would pay.", "cp437", "code page 850"),
    ],
)
def test_an_encoding_that_is_not_stated_is_recognised_and_said(
    text: str, encoding: str, named: str
) -> None:
    decoded = decode_text(text.encode(encoding))
    assert decoded.text == text
    assert decoded.note is not None
    assert named in decoded.note
    article = parse_article("a.txt", text.encode(encoding))
    assert article.notes == (decoded.note,)
    check_offsets(article)


@pytest.mark.parametrize(
    ("name", "codec", "text"),
    [
        ("windows-1252", "cp1252", "Léna Möör said – on Monday – that the bridge was closed."),
        ("iso-8859-1", "cp1252", "Léna Möör said “it is closed” and left the town hall."),
        ("iso-8859-2", "iso8859-2", POLISH.split("\n")[2]),
        ("windows-1251", "cp1251", RUSSIAN.split("\n")[2]),
        ("shift_jis", "cp932", JAPANESE.split("\n")[2]),
        ("iso-2022-jp", "iso-2022-jp", JAPANESE.split("\n")[2]),
    ],
)
def test_a_declared_encoding_is_honoured(name: str, codec: str, text: str) -> None:
    article = parse_article("a.html", PAGE.format(name=name, text=text).encode(codec))
    assert story(article) == text
    assert article.notes == ()
    check_offsets(article)


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        ("UTF-8", "because it is not the UTF-8 that it was declared to be"),
        ("euc-jp", "because it is neither UTF-8 nor the euc-jp that it was declared to be"),
        ("x-no-such", "because it is neither UTF-8 nor the x-no-such that it was declared to be"),
    ],
)
def test_a_wrong_declaration_is_said(declared: str, why: str) -> None:
    page = PAGE.format(name=declared, text=ENGLISH)
    decoded = decode_text(page.encode("cp1252"))
    assert decoded.text == page
    assert decoded.note == f"read as windows-1252 (Western European), {why}"
    sent = decode_text(ENGLISH.encode("cp1252"), "euc-jp")
    assert "the euc-jp that it was declared to be" in str(sent.note)


def test_a_wrong_declaration_does_not_spoil_utf_8() -> None:
    article = parse_article("a.html", PAGE.format(name="iso-8859-1", text=GERMAN).encode())
    assert "Möller" in story(article)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_byte_order_mark_says_enough(encoding: str) -> None:
    mark = "" if encoding in ("utf-16", "utf-32") else "\ufeff"
    article = parse_article("a.txt", (mark + GERMAN).encode(encoding))
    assert "Käthe Möller" in story(article)
    check_offsets(article)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_byte_order_mark(encoding: str) -> None:
    text = "Bridge closed\n20 October 2025\n\n“It is closed” – Käthe Möller said so on Monday."
    article = parse_article("a.txt", text.encode(encoding))
    assert (article.title, str(article.published)) == ("Bridge closed", "2025-10-20")
    assert "“It is closed” – Käthe Möller" in story(article)
    assert "UTF-16" in article.notes[0]
    check_offsets(article)


def test_zeros_do_not_make_utf_16() -> None:
    for data in (b"\0a" * 20 + b"a\0" * 20, b"a\0\0\0" * 20, ("a\0" * 9).encode("utf-16-le")):
        with pytest.raises(UnreadableArticle, match="NUL byte"):
            parse_article("a.txt", data)


def test_mixed_and_unknown_encodings_are_refused_in_one_line() -> None:
    for data in ("Ünder\n".encode() + "Türkiye".encode("cp1252"), bytes(range(0x80, 0x100)) * 3):
        with pytest.raises(UnreadableArticle) as caught:
            decode_text(data)
        assert "save it as UTF-8" in str(caught.value)
        assert "\n" not in str(caught.value)


def test_what_is_no_text_of_dos_in_a_western_language_is_not_read_as_such() -> None:
    for data in (POLISH.encode("cp852"), RUSSIAN.encode("cp866")):
        with pytest.raises(UnreadableArticle):
            decode_text(data)
    lone = "Der Bürgermeister, so die Zeitung„Fjord“, schwieg über die Gründe.\n"
    assert decode_text(lone.encode("cp1252")).text == lone


def test_labels_that_name_no_text_encoding() -> None:
    assert codec_for("utf-8") is None
    assert codec_for("base64") is None
    assert codec_for("nonsense") is None
    assert codec_for("latin1") == "cp1252"


def test_a_page_with_a_stray_byte_is_read_as_browsers_show_it() -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in ENGLISH.split("\n\n"))
    page = f"<!DOCTYPE html><html><body>{paragraphs}<div>caf".encode() + b"\xe9</div></body></html>"
    article = parse_article("page.html", page)
    assert "René Lévêque" in story(article)
    assert article.notes[0].startswith("a byte is not UTF-8 and shown as \ufffd")
    with pytest.raises(UnreadableArticle, match="UTF-8"):
        parse_article("page.html", page.replace(b"</div>", b"\xe9t\xe9 " * 40 + b"</div>"))
