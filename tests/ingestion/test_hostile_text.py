"""Text that once took the parser exponential or quadratic time is read at once."""

from __future__ import annotations

import pytest

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
