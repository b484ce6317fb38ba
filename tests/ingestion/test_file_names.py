"""The day in a file's name, for an article that names none itself."""

from __future__ import annotations

import pytest

from index.ingestion.metadata.file_names import day_in_name
from index.ingestion.parser import parse_article
from tests.helpers.articles import BODY


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("2025-10-21-grain-talks.md", "2025-10-21"),
        ("vienna/20251021_grain.txt", "2025-10-21"),
        ("grain 21.10.2025.pdf", "2025-10-21"),
        ("post_10-21-2025.html", "2025-10-21"),
        ("Grindal Post 21 October 2025.txt", "2025-10-21"),
        ("grain_10-11-2025.txt", "None"),
        ("2025-10-21 to 2025-10-28.txt", "None"),
        ("2025-13-41.txt", "None"),
        ("20251021999.txt", "None"),
        ("2025-10-21/grain.txt", "None"),
        ("2025-10-21-bridge-20459871.txt", "2025-10-21"),
        ("grain.txt", "None"),
    ],
)
def test_the_day_of_a_name(file: str, day: str) -> None:
    assert str(day_in_name(file)) == day


def test_it_counts_only_where_the_article_names_none() -> None:
    file = "2025-10-21-grain.md"
    article = parse_article(file, f"# Grain talks end\n\n{BODY}\n".encode())
    assert (str(article.published), article.published_from) == ("2025-10-21", "file name")
    article = parse_article(file, f"# Grain talks end\n\n23 October 2025\n\n{BODY}\n".encode())
    assert (str(article.published), article.published_from) == ("2025-10-23", "date line")
    unsure = f"---\ntitle: Grain\ndate: 10/11/2025\n---\n{BODY}\n"
    assert parse_article(file, unsure.encode()).published is None
