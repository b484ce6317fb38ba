"""Names that people send become names that every file system takes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArticleRefused
from index.ingestion.article_files import SUFFIXES
from index.ingestion.articles_folder import MAX_NAME_BYTES, safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("story.txt", "story.txt"),
        ("Story of the Day.HTML", "Story of the Day.html"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\system.md", "system.md"),
        ("/abs/olute.htm", "olute.htm"),
        ("..txt", "article.txt"),
        (".hidden.txt", "hidden.txt"),
        ("~$draft.md", "draft.md"),
        ("#saved#.txt", "saved#.txt"),
        ("-rf.txt", "rf.txt"),
        (".txt", "article.txt"),
        ("con.txt", "_con.txt"),
        ("NUL.tar.txt", "_NUL.tar.txt"),
        ("lpt¹.md", "_lpt¹.md"),
        ("console.txt", "console.txt"),
        ('a<b>c:"d|e?f*.txt', "a_b_c__d_e_f_.txt"),
        ("line\nbreak\0.txt", "line break.txt"),
        ("abc\u202etxt.md", "abc txt.md"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("日本語の記事.txt", "日本語の記事.txt"),
        ("trailing. .txt", "trailing.txt"),
        ("story.txt ", "story.txt"),
        ("half \ud83d.txt", "half.txt"),
    ],
)
def test_a_name_is_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@pytest.mark.parametrize(
    "sent", ["story.doc", "story", "", "story.txt.exe", "a.txt/b.odt", "x.txt\0.exe", "txt"]
)
def test_other_suffixes_are_refused_in_one_line(sent: str) -> None:
    with pytest.raises(ArticleRefused) as caught:
        safe_name(sent)
    message = str(caught.value)
    assert message.startswith("only .txt, ")
    assert message.endswith(" files are supported: save the article in one of these formats")
    assert all(suffix in message for suffix in SUFFIXES)


def test_a_long_name_is_cut_between_characters() -> None:
    name = safe_name("й" * 300 + ".html")
    assert name == "й" * ((MAX_NAME_BYTES - 5) // 2) + ".html"


def test_a_letter_keeps_its_accents_or_goes() -> None:
    accented = "q\u0323\u0307"  # no single character stands for it
    name = safe_name("x" * (MAX_NAME_BYTES - 7) + accented + "y.txt")
    assert name == "x" * (MAX_NAME_BYTES - 7) + ".txt"


@given(st.text(max_size=400), st.sampled_from(SUFFIXES))
def test_whatever_comes_the_name_is_safe(stem: str, suffix: str) -> None:
    name = safe_name(stem + suffix)
    assert name.endswith(suffix)
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert len(name) > len(suffix)
    assert not name.startswith((".", "~$", "#", "-", " "))
    assert not set(name) & set('/\\<>:"|?*')
    assert all(not unicodedata.category(c).startswith("C") for c in name)
    assert name.partition(".")[0].lower() not in {"con", "nul", "aux", "prn", "com1", "lpt9"}
    assert unicodedata.is_normalized("NFC", name)


@given(st.text(max_size=200))
def test_a_safe_name_stays_as_it_is(stem: str) -> None:
    name = safe_name(stem + ".txt")
    assert safe_name(name) == name
