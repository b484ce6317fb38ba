"""The day of publication from what text and captions say, or no day at all."""

from __future__ import annotations

import datetime as dt

import pytest

from index.ingestion.metadata import field_dates
from index.ingestion.metadata.publication_date import DateNote, infer_day
from index.ingestion.parser import parse_article

CAPTION = "The minister speaks in Vienna on Oct. 17, 2025."  # a Friday


@pytest.mark.parametrize(
    ("story", "captions", "day"),
    [
        # A day of the lead without a year; the caption has one.
        (["The port reopened, the mayor said on Nov. 2."], [CAPTION], "2025-11-02"),
        (["The mayor said on 2 November that it was over."], [CAPTION], "2025-11-02"),
        # The year turns.
        (["The port reopened, the mayor said on Jan. 3."], [CAPTION], "2026-01-03"),
        # Days told later, and days to come.
        (["He spoke on Oct. 20.", "On Oct. 22, he left."], [CAPTION], "2025-10-22"),
        (["He said on Oct. 20 that he will leave on Nov. 9."], [CAPTION], "2025-10-20"),
        # The caption's Friday is named in the text, so its week is known.
        (["The port closed on Wednesday, after talks last Friday."], [CAPTION], "2025-10-22"),
        (["The port closed on Friday."], [CAPTION], "2025-10-17"),
        (["The port closed on Sunday. Talks on Friday had failed."], [CAPTION], "2025-10-19"),
        # A full date in the text does as well when a weekday agrees.
        (["The port closed Tuesday.", "He wrote on July 5, 2016: no."], [], "2016-07-05"),
    ],
)
def test_two_pieces_of_evidence_give_the_day(
    story: list[str], captions: list[str], day: str
) -> None:
    assert infer_day(story, captions) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("story", "captions"),
    [
        (["The port closed on Wednesday."], []),
        (["The port closed on Nov. 2."], []),
        (["The port closed."], [CAPTION]),
        (["The port closed on Wednesday."], [CAPTION]),
        (["The war began on Feb. 24, 2022, and the talks on March 3 failed."], []),
        (["The talks will resume on Nov. 2."], [CAPTION]),
        (["They may 15 times march 3 miles."], [CAPTION]),
    ],
)
def test_one_piece_of_evidence_is_not_enough(story: list[str], captions: list[str]) -> None:
    assert infer_day(story, captions) is None


def test_the_copyright_line_has_the_year() -> None:
    story = ["The port reopened, the mayor said on Nov. 2."]
    assert infer_day(story, [], ["© 2024-2025 Example Post"]) == dt.date(2025, 11, 2)


def test_the_wording_of_notes_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day in a file's name is not taken if the article states one that cannot be read."""
    said = DateNote("reworded")
    monkeypatch.setattr(field_dates, "DateNote", lambda _: said)
    article = parse_article(
        "2025-10-21-bridge.txt", b"Title: Bridge\nDate: soon\n\nIt is closed.\n"
    )
    assert (article.published, article.notes) == (None, (said,))
