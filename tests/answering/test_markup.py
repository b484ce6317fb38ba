"""Articles with markup: quotes are exact in the file, and readers see the words alone."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from bot.cli.json_output import answer_document
from bot.cli.rendering import answer_lines
from bot.discord.rendering.answers import answer_pages, quote_pages
from index.answering.quoting import MAX_MARKUP, nothing_between
from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.embedder import local_embedder
from index.models import Answer
from index.storage.archive.archive import Archive

HTML = """<html><head><title>Bridge closed</title>
<meta property="article:published_time" content="2025-10-24T10:00:00Z"></head><body><article>
<h1>Minister resigns over bridge</h1>
<p>Transport minister <a href="/people?x=1&amp;y=2"><b>Anna Berg</b></a> resigned on Thursday
after the bridge was closed for repairs at Smith &amp; Sons&rsquo; request.</p>
<p>The engineer <b>Karl Holm</b> warned of rust &amp; cracks in the cables two years ago.</p><p
class="next">He added that nobody had <a href="https://x.example/r">read his report</a> before.</p>
</article></body></html>"""
MARKDOWN = """---
title: Ferry line opens
date: 2025-10-09
---

**The mayor Ada Lind opened the ferry line to [Sandholm](https://x.example/s) on Monday.**
She added that *340 passengers* came on board on the first day.
"""
RESIGNED = (
    "Transport minister Anna Berg resigned on Thursday after the bridge was closed for repairs at "
    "Smith & Sons’ request."
)
WARNED = (
    "The engineer Karl Holm warned of rust & cracks in the cables two years ago. "
    "He added that nobody had read his report before."
)
OPENED = (
    "The mayor Ada Lind opened the ferry line to Sandholm on Monday. "
    "She added that 340 passengers came on board on the first day."
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """What is answered about a page and a Markdown file, by a word of the question."""
    folder = tmp_path_factory.mktemp("markup")
    (folder / "articles").mkdir()
    (folder / "articles" / "bridge.html").write_text(HTML, encoding="utf-8")
    (folder / "articles" / "ferry.md").write_text(MARKDOWN, encoding="utf-8")

    async def ask() -> dict[str, Answer]:
        config = CoverageConfig(folder / "articles", folder / "data")
        async with await Coverage.open(config, local_embedder()) as coverage:
            await coverage.reindex()
            found = {
                "resign": await coverage.ask("Why did Anna Berg resign?"),
                "report": await coverage.ask("Who had read the report?"),
                "passengers": await coverage.ask("How many passengers came on the first day?"),
            }
            for answer in found.values():
                for cited in answer.citations:
                    raw = await coverage.article_text(cited.file)
                    assert raw[cited.start : cited.end] == cited.quote
            return found

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("asked", "words", "exact"),
    [
        ("resign", RESIGNED, '<a href="/people?x=1&amp;y=2"><b>Anna Berg</b></a> resigned'),
        ("report", WARNED, 'ago.</p><p\nclass="next">He added'),
        ("passengers", OPENED, "on Monday.**\nShe added that *340 passengers* came"),
    ],
)
def test_readers_see_the_words_and_programs_the_exact_quote(
    answers: dict[str, Answer], asked: str, words: str, exact: str
) -> None:
    answer = answers[asked]
    assert answer.text.startswith(words)
    assert exact in answer.citations[0].quote
    assert answer.citations[0].shown == words
    assert exact in str(answer_document(answer)["citations"]).replace("\\n", "\n")
    lines = " ".join(line.plain.replace("│", " ") for line in answer_lines(answer, 80, {}))
    assert " ".join(lines.split()).count(words) == 2
    shown = "\n".join((*answer_pages(answer), *quote_pages(answer, {1: ("", "")})))
    assert shown.count(words) == 2
    for sign in ("<", "&amp;", "&rsquo;", "Monday.**", "]("):
        assert sign not in lines
        assert sign not in shown.replace("<t:", "")


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (" \n", True),
        ("</p><p>", True),
        ('</b></p>\n<P class="x > y">&nbsp;<b>', True),
        ("<br/><br>", True),
        (r"<\/p>\n<p>", True),
        (r"\n\n", True),
        ("** ", True),
        ("\n\n**", True),
        ("</p><!-- ad --><p>", False),
        ("</p><script>ad()</script><p>", False),
        ("</p><p>Advertisement</p><p>", False),
        ("</p><hr><p>", False),
        ('</p><img alt="An advertisement"><p>', False),
        ("</li><li>", False),
        (f"</p><p class='{'x' * MAX_MARKUP}'>", False),
        ("\n***\n", False),
        ("\n* ", False),
        ('", "caption": "', False),
    ],
)
def test_what_is_nothing_between_two_sentences(gap: str, expected: bool) -> None:
    raw = f"One.{gap}Two."
    assert nothing_between(raw, 4, 4 + len(gap)) is expected


def test_a_quote_whose_reading_is_not_known_is_shown_as_it_stands(
    answers: dict[str, Answer],
) -> None:
    cited = answers["resign"].citations[0]
    assert replace(cited, text=None).shown == cited.quote


async def test_an_archive_of_before_keeps_its_answers(tmp_path: Path) -> None:
    scripts = resources.files("index.storage.archive") / "migrations"
    with closing(sqlite3.connect(tmp_path / "archive.sqlite3")) as db:
        for name in ("001_initial.sql", "002_tokens.sql"):
            db.executescript((scripts / name).read_text(encoding="utf-8"))
        db.execute(
            "INSERT INTO answer VALUES (1, '2025-10-24T10:00:00+00:00', 1, 2, 3, 0, NULL, 'why', "
            "NULL, NULL, NULL, NULL, 1, 'so [1]', 'extractive', NULL, 0.1, 0.9)"
        )
        db.execute(
            "INSERT INTO citation VALUES (1, 1, 'a.html', 'T', NULL, NULL, 0, 9, '<b>x</b>!')"
        )
        db.execute("PRAGMA user_version = 2")
        db.commit()
    archive = await Archive.open(tmp_path)
    saved = await archive.answer(1)
    await archive.close()
    assert saved is not None
    assert saved.exchange.answer.text == "so [1]"
    (cited,) = saved.exchange.answer.citations
    assert (cited.quote, cited.text, cited.shown) == ("<b>x</b>!", None, "<b>x</b>!")
