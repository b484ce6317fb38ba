"""Halves of a character pair, which JSON and YAML can declare and UTF-8 cannot have."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from index.ingestion.parser import parse_file
from tests.helpers.articles import BODY

HALF = "\\ud83d"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.json",
            f'{{"title": "T {HALF}", "outlet": "O {HALF}", "author": "Ada {HALF}",'
            f' "url": "https://e.example/{HALF}", "date": "2025-{HALF}",'
            f' "text": {json.dumps(BODY)}}}',
        ),
        ("a.md", f'---\n{{"title": "T {HALF}", "outlet": "O {HALF}"}}\n---\n\n{BODY}\n'),
        ("a.md", f'---\ntitle: "T {HALF}"\ndate: "2025-{HALF}"\nauthor: "{HALF}"\n---\n\n{BODY}\n'),
        (
            "a.html",
            '<html><head><script type="application/ld+json">{"@type": "NewsArticle",'
            f'"headline": "T {HALF}", "author": {{"name": "Ada {HALF}"}},'
            f'"publisher": {{"name": "O {HALF}"}}, "datePublished": "2025-{HALF}"}}</script>'
            f"</head><body><h1>T</h1><p>{BODY}</p></body></html>",
        ),
    ],
)
def test_halves_of_a_character_never_reach_what_is_stored(name: str, text: str) -> None:
    (article,) = parse_file(name, text.encode()).articles
    stored = {**asdict(article), "section": None}
    assert json.dumps(stored, default=str, ensure_ascii=False).encode()
    assert "T" in article.title
