"""The story in a page that was copied whole."""

from __future__ import annotations

import numpy as np
import pytest

from index.ingestion.boilerplate.whole_page import (
    BUCKETS,
    find_story,
    line_buckets,
    line_scores,
    line_shapes,
)
from index.ingestion.loaders.text import text_blocks
from index.ingestion.story import read_story
from tests.helpers.articles import check_offsets, kinds, story, text_article

MENU = """Skip to content
Friday, 4 June 2027
Subscribe
Log in
News
Sport
Opinion
Culture
Travel
Weather
Newsletters
Podcasts
Search"""
HEADLINE = "Harbour of Fjordville closes for the winter after storm damage"
STORY = """The harbour of Fjordville will stay closed until spring after a storm broke its outer \
wall, the council said on Tuesday.

Forty fishing boats have been moved to Coldbridge, where they can land their catch until the wall \
is repaired.

"We looked at it from every side, and there is no safe way in," said Ada Quill, who has run the \
harbour since 2011.

The repairs will cost about nine million crowns, half of which the county has promised to pay."""
REST = """Share this article
Facebook
X
WhatsApp
Copy link
Related articles
Storm sinks two ferries
Why the bridge at Tarn is late again
County votes on new school
Read more
Advertisement
Most read
1. Cat returns after nine years
2. The ten best beaches of the north
3. Recipe: soup of the day
Sign up for our newsletter
About us
Contact
Careers
Terms of use
Privacy policy
Cookie settings
© 2027 Fjordville Gazette. All rights reserved."""
PAGE = f"{MENU}\n\n{HEADLINE}\n\nBy Ben Rowe\n2 March 2027\n\n{STORY}\n\n{REST}\n"


def test_the_story_of_a_whole_page_is_found() -> None:
    article = text_article(PAGE, "pasted.txt")
    assert article.title == HEADLINE
    assert story(article) == STORY.replace("\n\n", "\n")
    assert str(article.published) == "2027-03-02"
    assert article.author == "Ben Rowe"
    check_offsets(article)


def test_a_place_and_agency_before_the_story_moves_no_mark() -> None:
    first, *others = STORY.split("\n\n")
    told = "\n\n".join([f"FJORDVILLE (AP) — {first}", "Advertisement", *others])
    article = text_article(PAGE.replace(STORY, told), "pasted.txt")
    assert story(article) == STORY.replace("\n\n", "\n")


def test_what_is_left_out_can_be_seen() -> None:
    dropped = kinds(text_article(PAGE, "pasted.txt"))
    assert dropped["Travel"] == "menu"
    assert dropped["2. The ten best beaches of the north"] == "related"


def test_the_day_on_which_the_page_was_copied_is_not_that_of_the_story() -> None:
    undated = PAGE.replace("2 March 2027\n", "")
    assert str(text_article(undated, "pasted.txt").published) != "2027-06-04"


def test_a_day_far_from_the_headline_counts_if_it_says_what_it_is() -> None:
    stamped = PAGE.replace("2 March 2027\n", "").replace("About us\n", "Published: 2 March 2027\n")
    article = text_article(stamped, "pasted.txt")
    assert (article.title, str(article.published)) == (HEADLINE, "2027-03-02")


def test_a_mere_story_is_read_without_the_model() -> None:
    paragraphs = "\n\n".join(f"{STORY}\n\nIt rained on day {day}." for day in range(20))
    text = f"{HEADLINE}\n\n{paragraphs}"
    assert find_story(text_blocks(text, 0, len(text))) is None


@pytest.mark.parametrize("text", ["one line", "News\n" * 6_000])
def test_very_few_and_very_many_lines_are_read_without_the_model(text: str) -> None:
    assert find_story(text_blocks(text, 0, len(text))) is None


def test_a_known_title_is_kept() -> None:
    blocks = text_blocks(PAGE, 0, len(PAGE))
    assert read_story(blocks, {"title": "Harbour closed"}, None).title == "Harbour closed"


def test_scores_and_shapes_are_those_of_each_line() -> None:
    blocks = text_blocks(PAGE, 0, len(PAGE))
    scores, shapes = line_scores(blocks), line_shapes(blocks)
    assert len(scores) == len(shapes) == len(blocks)
    assert np.isfinite(scores).all()
    assert np.isfinite(shapes).all()


def test_words_are_numbers_below_the_buckets() -> None:
    assert line_buckets("…") == [0]
    found = line_buckets("Read more stories")
    assert max(found) < BUCKETS
    assert len(found) > 3
