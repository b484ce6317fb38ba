"""Lists at the end of a story belong to it: the dead, a chronology, what was announced."""

from __future__ import annotations

import pytest

from index.ingestion.parser import parse_article
from tests.helpers.articles import check_offsets, kinds, story

STORY = (
    "Bridge collapses in Grindal\nBy Ada Quill\n20 October 2025\n\n"
    "The bridge over the fjord collapsed on Monday and killed five people, the mayor said.\n\n"
)
LINKS = "\nMost popular\nMuseum reopens after fire\nStorm batters the coast of Portugal\n"


@pytest.mark.parametrize(
    "lines",
    [
        ["The dead are named as:", "Anna Berg", "Tom Reed", "Kim Orr", "Lena Moor"],
        ["Anna Berg, 34", "Tom Reed, 51, a teacher", "Kim Orr, 12"],
        ["Anna Berg (34)", "Tom Reed (51)", "Kim Orr (12)"],
        ["October 18: Divers find a crack", "October 20: Bridge collapses"],
        ["2019 – Bridge inspected", "2023 – Repairs put off", "2025 – Collapse"],
        ["08:15 - A driver calls the police", "08:20 - The bridge falls"],
    ],
)
def test_a_closing_list_is_story(lines: list[str]) -> None:
    article = parse_article("a.txt", f"{STORY}{chr(10).join(lines)}\n{LINKS}".encode())
    assert story(article).split("\n")[1:] == lines
    assert kinds(article)["Museum reopens after fire"] == "related"
    check_offsets(article)


def test_the_heading_of_a_list_stays_with_it() -> None:
    text = f"{STORY}The victims\n\nAnna Berg, 34\nTom Reed, 51\n"
    article = parse_article("a.txt", text.encode())
    assert [p.text for p in article.paragraphs if p.heading][-1] == "The victims"


def test_links_after_a_story_are_still_dropped() -> None:
    article = parse_article("a.txt", f"{STORY}{LINKS}".encode())
    assert len(story(article).split("\n")) == 1
