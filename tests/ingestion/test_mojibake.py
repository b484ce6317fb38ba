"""Text whose encoding went wrong before it was saved says so, and what to do."""

from __future__ import annotations

import json

import pytest

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article, parse_file
from index.models import Article
from tests.helpers.articles import check_offsets, story
from tests.helpers.growth import grows_too_fast

RIGHT = "President Zelensky’s office said “no” on Monday – Müller would pay €40 for the café."
RUSSIAN = "Мост через реку будет закрыт до конца марта, сообщила во вторник мэр города и ушла."
QUOTED = (
    "The site – “Post” – showed “â€™” for an apostrophe, said René Müller of the café on Monday."
)


def gone_wrong(text: str) -> str:
    """UTF-8 that was read as windows-1252, in which five bytes are no characters."""
    signs = (bytes([byte]) for byte in text.encode())
    return "".join(sign.decode("cp1252", "replace").replace("\ufffd", sign.decode("latin-1"))
                   for sign in signs)  # fmt: skip


def read(text: str, file: str = "a.txt") -> Article:
    return parse_article(file, text.encode())


@pytest.mark.parametrize("body", [RIGHT, "Ayşe Işık of Beşiktaş said that it snowed."])
@pytest.mark.parametrize("times", [1, 2])
def test_it_is_said_with_an_example_and_what_to_do(body: str, times: int) -> None:
    text = f"Bridge closed\n20 October 2025\n\n{body}\n"
    for _ in range(times):
        text = gone_wrong(text)
    article = read(text)
    (note,) = article.notes
    assert note.startswith("its encoding went wrong when it was saved (")
    assert "iconv -f UTF-8 -t WINDOWS-1252" in note
    assert "\n" not in note
    assert article.raw == text
    check_offsets(article)


@pytest.mark.parametrize("word", ["大桥因裂缝关闭", "हिन्दी", "한국어", "✓ 😀", "ประเทศไทย"])
def test_other_scripts(word: str) -> None:
    (note,) = read(f"Closed\n\nThe bridge of Grindal is closed ({gone_wrong(word)}).\n").notes
    assert "its encoding went wrong" in note


def test_text_that_cannot_be_read_for_it_says_so() -> None:
    with pytest.raises(UnreadableArticle, match="its encoding went wrong") as caught:
        read(gone_wrong(f"Bridge closed\n20 October 2025\n\n{RUSSIAN}\n"))
    assert "\n" not in str(caught.value)


def test_the_example_shows_what_was_meant() -> None:
    (note,) = read(gone_wrong(f"Closed\n\n{RIGHT}\n")).notes
    assert '("â€™" for "’")' in note


def test_pages_and_records() -> None:
    page = f"<html><head><title>Closed</title></head><body><h1>Closed</h1><p>{RIGHT}</p>"
    assert "its encoding went wrong" in read(gone_wrong(page), "a.html").notes[0]
    records = [{"title": "Closed", "text": RIGHT}, {"title": "Café", "text": f"{RIGHT} Again."}]
    records[0]["text"] = gone_wrong(RIGHT)
    found = parse_file("a.json", json.dumps(records, ensure_ascii=False).encode()).articles
    assert [len(article.notes) for article in found] == [1, 0]


def test_characters_that_were_lost_are_said() -> None:
    (note,) = read(gone_wrong(f"Closed\n\n{RIGHT}\n").replace("\x9d", "\ufffd")).notes
    assert "its encoding went wrong" in note
    (note,) = read(f"Closed\n\n{RIGHT} M\ufffdller said nothing.\n").notes
    assert note.startswith("1 character was lost")


def test_what_may_be_quoted_is_said_in_part() -> None:
    article = read(f"Letters\n\n{QUOTED}\n")
    assert story(article) == QUOTED
    assert article.notes[0].startswith("in part, its encoding went wrong")


@pytest.mark.parametrize(
    "text",
    [
        "PELÉ’s goal and PELÉ’s team won the game on Monday, “SPAß” and “ÉTÉ” said.",
        "SÃO PAULO won on Monday, and SÃO PAULO’s mayor was happy, he said.",
        "“AMANHÃ” e “AMANHÃ”, e a IRMÃ\u00a0Dulce de MANHÃ\u00a0cedo, disse na segunda.",
        "Señor Núñez said «sí» on Monday, and “Ñ” is a letter, he told reporters.",
        "« Le pont est fermé », a-t-il déclaré\u00a0» lundi, puis répété\u00a0» mardi.",
        "He called it “a cliché…” and “a café”— she laughed – and “déjà…” “là”… on Monday.",
        "A “fiancé”… and a “résumé”’s “é——” or “voilà\u00a0– no”, said Müller on Monday.",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    article = read(f"Closed\n\n{text}\n")
    assert (story(article), article.notes) == (text.replace("\u00a0", " "), ())


@pytest.mark.parametrize("unit", ["â€™", "Ã¼", "ÐŸ", "â", "aÄ", "é", "\ufffd"])
def test_large_files_take_linear_time(unit: str) -> None:
    assert not grows_too_fast(lambda units: read(f"Closed\n\n{RIGHT} {units}.\n"), unit, 25_000)
