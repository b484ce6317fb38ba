"""Text that once took the parser exponential or quadratic time is read at once."""

from __future__ import annotations

import pytest

from index.ingestion.boilerplate.blocks import mark_endings, mark_lines
from index.ingestion.loaders.text import text_blocks
from index.ingestion.parser import parse_article

STORY = "Leaders met on Monday in Moscow, officials said.\n"

pytestmark = pytest.mark.timeout(20)  # each takes milliseconds; a regression takes minutes


@pytest.mark.parametrize("close", ["", "---\n", "-\n"])
def test_front_matter_of_comment_marks(close: str) -> None:
    raw = "---\n" + "# " * 5_000 + f"\n{close}\n{STORY}"
    article = parse_article("a.md", raw.encode())
    assert any("Leaders met" in paragraph.text for paragraph in article.paragraphs)


def test_a_comment_above_a_key_is_front_matter() -> None:
    raw = f"---\n# a comment: with a colon\ntitle: Talks\n---\n\n{STORY}"
    assert parse_article("a.md", raw.encode()).title == "Talks"


def test_blanks_after_a_heading() -> None:
    raw = f"# Title{' ' * 100_000}x\n\n{STORY}"
    assert parse_article("a.md", raw.encode()).title.startswith("Title")


def test_closing_marks_of_a_heading_are_left_out() -> None:
    assert parse_article("a.md", f"## Talks  ##  \n\n{STORY}".encode()).title == "Talks"


@pytest.mark.parametrize("line", ["© 2025 The Post", "Read more"])
def test_lines_that_may_end_a_story(line: str) -> None:
    lines = f"{line}\n\nLeaders met on Monday in Moscow for talks on grain, as {'x' * 90} said.\n\n"
    blocks = mark_lines(text_blocks(lines * 8_000, 0, len(lines) * 8_000))
    mark_endings(blocks)
    assert sum(block.kind is None for block in blocks) > 3_000
