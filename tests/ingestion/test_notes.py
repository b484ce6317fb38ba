"""Notes that somebody clipped: exports of Evernote and Joplin."""

from __future__ import annotations

import datetime as dt

import pytest

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article, parse_file
from tests.helpers.articles import check_offsets, story

ONE = "The ferry across the bay returned on Monday after two years of repairs to its engines."
TWO = "It carries forty cars and two hundred people, the harbour master said on the quay."
ENEX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export4.dtd">
<en-export export-date="20260301T101500Z" application="Evernote" version="10">{notes}</en-export>
"""
NOTE = """<note><title>{title}</title><created>20260301T100000Z</created>
<updated>20260302T100000Z</updated><tag>ferry</tag><note-attributes><author>Clip Per</author>
<source-url>https://www.example.org/ferry?a=1&amp;b=2</source-url></note-attributes>
<content><![CDATA[<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note>{content}</en-note>]]>
</content><resource><data encoding="base64">aGVsbG8=</data></resource></note>"""
CLIP = f"<div>Harbour Gazette, 27 February 2026</div><div>{ONE}</div><div>{TWO}</div>"
FIELDS = """id: 1c0e7bd3a9d94e4d8f21c6a5c7fbb0f2
parent_id: 77aa01e2d9b84a19a2b3c4d5e6f70811
created_time: 2026-03-01T10:00:00.000Z
is_conflict: 0
author:{space}
source_url: {url}
source: joplin-desktop
markup_language: 1
type_: {kind}"""


def joplin(url: str = "https://example.org/ferry", kind: int = 1) -> str:
    return f"Ferry is back\n\n{ONE}\n\n{TWO}\n\n" + FIELDS.format(url=url, kind=kind, space=" ")


def test_each_note_of_evernote_is_an_article() -> None:
    notes = NOTE.format(title="Ferry is back", content=CLIP) + NOTE.format(
        title="Ferry in trouble", content=CLIP.replace("27 February", "28 February")
    )
    source = ENEX.format(notes=notes)
    found = parse_file("notes.enex", source.encode()).articles
    assert [(a.title, a.outlet, a.published, a.author) for a in found] == [
        ("Ferry is back", "Harbour Gazette", dt.date(2026, 2, 27), None),
        ("Ferry in trouble", "Harbour Gazette", dt.date(2026, 2, 28), None),
    ]
    for article in found:
        check_offsets(article)
        assert article.url == "https://www.example.org/ferry?a=1&b=2"
        assert story(article) == f"{ONE}\n{TWO}"


def test_when_a_note_was_made_is_no_day_of_publication() -> None:
    content = CLIP.replace("<div>Harbour Gazette, 27 February 2026</div>", "")
    source = ENEX.format(notes=NOTE.format(title="Ferry is back", content=content))
    assert parse_article("notes.enex", source.encode()).published is None


def test_an_export_without_text_is_refused() -> None:
    with pytest.raises(UnreadableArticle, match="without a note that has text"):
        parse_file("notes.enex", ENEX.format(notes="").encode())


def test_the_fields_of_joplin_are_no_story() -> None:
    article = parse_article("1c0e7bd3.md", joplin().encode())
    check_offsets(article)
    assert (article.title, article.url) == ("Ferry is back", "https://example.org/ferry")
    assert article.published is None
    assert story(article) == f"{ONE}\n{TWO}"


@pytest.mark.parametrize("url", ["", " "])
def test_a_note_that_was_written_has_no_address(url: str) -> None:
    assert parse_article("1c0e7bd3.md", joplin(url).encode()).url is None


def test_a_text_that_ends_in_two_such_lines_is_no_note() -> None:
    text = f"Ferry is back\n\n{ONE}\n\nsource_url: https://example.org/ferry\ntype_: 1"
    assert parse_article("ferry.txt", text.encode()).url is None
