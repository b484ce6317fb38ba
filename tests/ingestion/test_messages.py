"""Messages of chats that were exported as JSON."""

from __future__ import annotations

import datetime as dt
import json

from index.ingestion.parser import parse_file
from index.models import Article
from tests.helpers.articles import story

ONE = "Three of the four missing were found alive under the water tower, the mayor said on Monday."
TWO = "The club will close the north stand of its park after inspectors found cracks in a pillar."


def articles(export: object) -> tuple[Article, ...]:
    parsed = parse_file("export.json", json.dumps(export).encode())
    assert not parsed.failures
    return parsed.articles


def test_what_a_message_links_to_has_its_day_and_the_name_above_it() -> None:
    page = {"title": "Stand to close", "timestamp": None, "description": TWO}
    message = {"timestamp": "2025-08-19T07:41:00.000+00:00", "author": {"name": "martha"}}
    named = {**page, "author": {"name": "Dock Times"}}
    provided = {**page, "author": {"name": "Ada Quill"}, "provider": {"name": "Dock Times"}}
    own = {**named, "timestamp": "2025-08-18T20:00:00+00:00"}
    export = {
        "exportedAt": "2025-08-20T10:00:00+00:00",
        "messages": [
            {**message, "content": "https://docktimes.example/stand", "embeds": [named]},
            {**message, "content": "", "embeds": [provided]},
            {**message, "content": "", "embeds": [own]},
        ],
    }
    found = articles(export)
    days = [article.published.day for article in found if article.published]
    assert days == [19, 19, 18]
    assert [(a.outlet, a.author) for a in found] == [
        ("Dock Times", None),
        ("Dock Times", "Ada Quill"),
        ("Dock Times", None),
    ]


def test_the_day_of_an_export_is_not_that_of_its_articles() -> None:
    export = {"created_at": "2025-08-20", "items": [{"title": "Stand to close", "text": TWO}]}
    (article,) = articles(export)
    assert article.published is None


def test_links_of_slack_read_as_they_are_shown() -> None:
    link = "<https://dock.example/fish|Fish market sale was rushed>"
    text = f"Dock Times: {link}. {ONE} See <https://dock.example/more>."
    (article,) = articles([{"type": "message", "ts": "1764230400.000100", "text": text}])
    assert story(article) == (
        f"Dock Times: Fish market sale was rushed. {ONE} See https://dock.example/more."
    )
    assert article.title == "Dock Times: Fish market sale was rushed."
    assert article.published == dt.date(2025, 11, 27)
    for paragraph in article.paragraphs:
        for letter, (start, end) in zip(paragraph.text, paragraph.spans, strict=True):
            assert article.raw[start:end] == letter


def test_a_page_that_a_message_of_slack_shows_has_its_day_and_site() -> None:
    page = {
        "title": "Stand to close",
        "title_link": "https://docktimes.example/stand",
        "service_name": "Dock Times",
        "text": f"{TWO} <mailto:a@dock.example|Write to us>.",
    }
    message = {"type": "message", "ts": "1764230400.000100", "text": "<https://docktimes.example>"}
    (article,) = articles([{**message, "attachments": [page]}])
    assert (article.outlet, article.url) == ("Dock Times", page["title_link"])
    assert article.published == dt.date(2025, 11, 27)
    assert story(article) == f"{TWO} Write to us."


def test_a_channel_of_telegram_is_the_outlet_of_its_messages() -> None:
    link = {"type": "link", "text": "https://torannow.example/tower"}
    service = {
        "type": "service",
        "date": "2025-02-01T08:00:00",
        "action": "create_channel",
        "title": "Toran Now",
        "text": "",
    }
    marked = [f"{ONE} More at ", link, ". The search ", {"type": "bold", "text": "goes on"}, "."]
    message = {"type": "message", "date": "2025-02-03T15:02:45", "text": marked}
    export = {"name": "Toran Now", "type": "public_channel", "messages": [service, message]}
    (article,) = articles(export)
    assert story(article) == f"{ONE} More at {link['text']}. The search goes on."
    assert (article.outlet, article.published) == ("Toran Now", dt.date(2025, 2, 3))
    group = {**export, "name": "Neighbours", "type": "private_group"}
    assert articles(group)[0].outlet is None


def test_a_list_of_texts_has_a_paragraph_in_each() -> None:
    for parts in ([ONE, TWO], [{"text": ONE}, {"text": TWO}]):
        (article,) = articles({"title": "Found alive", "date": "2025-02-03", "content": parts})
        assert story(article).split("\n") == [ONE, TWO]
