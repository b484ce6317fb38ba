"""The rows of an article as JSON: nothing is lost, and no line takes long to read."""

from __future__ import annotations

import json

from index.ingestion.parser import parse_article
from index.ingestion.preparation import prepare_article
from index.storage.ledger import rows

MOST = 1000


def _body(text: str) -> rows.Body:
    prepared = prepare_article(parse_article("a.txt", text.encode()))
    return rows.from_prepared(prepared, [""] * len(prepared.passages))


def test_thousands_of_dates_are_several_lines() -> None:
    body = _body("Days\n\n" + "Monday " * 57_000)
    assert len(body["mentions"]) > 10 * MOST
    data = rows.dumps(body)
    assert rows.loads(data) == body
    for line in data.split(b"\n"):
        assert all(len(v) <= MOST for v in json.loads(line).values() if isinstance(v, list))


def test_a_usual_article_is_one_line() -> None:
    body = _body('Title\n\nThe council met on Monday.\u2028It voted\r\non "Tuesday".\n')
    data = rows.dumps(body)
    assert b"\n" not in data
    assert rows.loads(data) == body
