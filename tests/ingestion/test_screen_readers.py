"""What a page has for screen readers alone is neither quoted nor torn into sentences."""

from __future__ import annotations

import pytest

from index.ingestion.loaders.screen_readers import without_unseen
from index.ingestion.parser import parse_file

BODY = "The board will decide on Monday whether the ferry may land there, its chair said. "
CLIPPED = '<span style="border:0;clip:rect(0 0 0 0);width:1px">, opens new tab</span>'
SENTENCE = "The report (PDF) by the harbour board found two cracks in the eastern pier."


@pytest.mark.parametrize(
    "unseen",
    [
        CLIPPED,
        '<span class="link sr-only">, opens new tab</span>',
        "<span class=visually-hidden>, opens &#110;ew <i>tab</i></span>",
        "<b class='screen-reader-text'>, opens new tab</b>",
        "<span hidden>, opens new tab</span>",
    ],
)
def test_a_note_for_screen_readers_is_no_part_of_a_sentence(unseen: str) -> None:
    told = SENTENCE.replace("(PDF)", f"(PDF){unseen}")
    page = f"<html><body><article><h1>Cracks</h1><p>{told}</p><p>{BODY}</p></article></body></html>"
    texts = [each.text for each in parse_file("a.html", page.encode()).articles[0].paragraphs]
    assert any(text.startswith(SENTENCE) for text in texts)


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="not-sr-only">Shown.</p>',
        '<p class="overflow-hidden">Shown.</p>',
        '<p data-state=hidden">Shown.</p>',
        "<p>the hidden text</p>",
        f"<div hidden><p>{BODY * 20}</p></div>",
        '<span class="sr-only">never closed',
        '<img class="sr-only"><p>Shown.</p>',
    ],
)
def test_other_text_stays(shown: str) -> None:
    assert without_unseen(shown) == shown


def test_offsets_stay() -> None:
    page = f"before{CLIPPED}behind"
    blank = without_unseen(page)
    assert len(blank) == len(page)
    assert blank.index("behind") == page.index("behind")
    assert "opens" not in blank
