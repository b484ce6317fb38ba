"""Subtitles are read as what is said; chats of WhatsApp are refused."""

from __future__ import annotations

import pytest

from index.ingestion.parser import parse_article
from tests.helpers.articles import attempt, check_offsets

SRT = """\ufeff1
00:00:01,000 --> 00:00:03,500
<i>The ferry will sail again</i>
from Monday, the canton said.

2
00:00:03,600 --> 00:00:05,000
[MUSIC]

3
00:00:05,100 --> 00:00:08,000
{\\an8}- Why did it take a year?

4
00:00:08,100 --> 00:00:12,000
- The engine room had burnt out,
and nobody builds such engines now.
5
00:00:12,100 --> 00:00:15,000
The repair cost 12 million francs
&amp; a lot of patience.
"""
SAID = [
    "The ferry will sail again from Monday, the canton said.",
    "Why did it take a year?",
    "The engine room had burnt out, and nobody builds such engines now. "
    "The repair cost 12 million francs & a lot of patience.",
]
VTT = """WEBVTT - Ferry returns to the lake
Kind: captions

STYLE
::cue { color: white }

NOTE checked by hand

intro
00:01.000 --> 00:03.500 align:start position:0%
<v.loud Emma Clarke>The ferry will<00:00:02.000><c> sail again</c>
from Monday, the canton said.

00:03.600 --> 00:05.000
<v Emma Clarke>It was out for a year.

00:05.100 --> 00:08.000
<v Jo Berg>The engine room had burnt out.
"""
ROLLING = """WEBVTT

00:00:01.000 --> 00:00:03.000
the ferry will sail

00:00:03.000 --> 00:00:05.000
the ferry will sail
again from monday

00:00:05.000 --> 00:00:07.000
again from monday
the canton said
"""


@pytest.mark.parametrize("name", ["a.srt", "a.txt"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_words_of_subtitles(name: str, ends: str) -> None:
    article = parse_article(name, SRT.replace("\n", ends).encode())
    assert [paragraph.text for paragraph in article.paragraphs] == SAID
    check_offsets(article)


def test_title_and_speakers_of_webvtt() -> None:
    article = parse_article("a.vtt", VTT.encode())
    assert article.title == "Ferry returns to the lake"
    assert [paragraph.text for paragraph in article.paragraphs] == [
        "Emma Clarke: The ferry will sail again from Monday, the canton said. "
        "It was out for a year.",
        "Jo Berg: The engine room had burnt out.",
    ]
    check_offsets(article)


def test_lines_that_are_shown_again_are_said_once() -> None:
    article = parse_article("a.vtt", ROLLING.encode())
    assert [p.text for p in article.paragraphs] == [
        "the ferry will sail again from monday the canton said"
    ]


def test_long_talk_has_paragraphs() -> None:
    cues = "".join(
        f"{n}\n00:{n:02}:00,000 --> 00:{n:02}:05,000\nFerry {n} sails again on Monday at noon.\n\n"
        for n in range(1, 60)
    )
    article = parse_article("a.srt", cues.encode())
    sizes = [len(paragraph.text) for paragraph in article.paragraphs]
    assert len(sizes) > 3
    assert max(sizes) < 600


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.srt", "The ferry will sail again.", "has no subtitles"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n[MUSIC]\n", "contains no article text"),
        (
            "a.txt",
            "12/05/2025, 09:14 - Messages are end-to-end encrypted.\n"
            "12/05/2025, 09:15 - Emma: The ferry will sail again.\nFrom Monday.\n"
            "12/05/2025, 09:16 - Jo: At last!\n",
            "is an exported chat (WhatsApp), not an article; save the articles in it as .txt",
        ),
        (
            "a.txt",
            "[12.05.25, 09:14:22] Emma: The ferry will sail again.\n"
            "\u200e[12.05.25, 09:15:22] Jo: At last!\n",
            "is an exported chat",
        ),
        (
            "a.txt",
            "5/12/25, 9:14\u202fAM - Emma: The ferry will sail again.\n"
            "5/12/25, 9:15\u202fAM - Jo: At last!\n",
            "is an exported chat",
        ),
    ],
)
def test_what_is_refused_is_said(name: str, text: str, words: str) -> None:
    assert words in str(attempt(name, text.encode()))


def test_a_chronology_is_no_chat() -> None:
    text = "Ferry in numbers\n\n" + "".join(
        f"12/05/2025, 09:{n} - The ferry sailed again from the harbour, and was full.\n"
        for n in range(10, 14)
    )
    assert parse_article("a.txt", text.partition("\n\n")[2].encode()).paragraphs
