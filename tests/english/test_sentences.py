"""Where sentences of news end. In the examples a bar stands at every boundary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.english.sentences import MAX_LENGTH, sentence_spans


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "marked",
    [
        # Abbreviations, titles, initials, months, numbers.
        "The U.S. President met Gen. Keith Kellogg on Oct. 23.|He left at 9 a.m. Monday.",
        "Lt. Col. John F. Smith and Mr. Roe live at No. 10 St. James St. in London.|They met.",
        "He moved to the U.S. in May.|It was cold in the U.K.|The E.U. paid.",
        "Oil rose 2.5 percent to $63.40.|78% of it was sold by Lukoil Inc. and Rosneft.",
        "Apple Inc. said so.|He works for Apple Inc.|It pays well.",
        "She said no.|No. 10 was silent.|Nos. 4 and 5 too.",
        "J. K. Rowling wrote it.|George W. Bush read it.",
        "The vote is on Nov. 5.|In Nov. the ports close.",
        "It opened at 10 a.m.|The queue was long.|It closed at 6 p.m. ET.",
        "They met on 3. November and again on the 4. May.|It cost $12.|March was cold.",
        "The score was 3.|November was colder than 12.|May said so.",
        "It rose to 52.|April sales were weak.|It fell from 60 to 40.|May said so.",
        "Prices will rise, including in the U.S..|Nobody knows when.",
        "1. Rosneft was sanctioned.|2. Lukoil too.",
        "See www.example.com/a.html or mail x.y@example.com.|Then wait.",
        "Roe v. Wade was overturned.|Dr. No vs. Mr. Yes.",
        "The pipe (6 ft. 4 in.) burst.|(It was old.)|They ran.",
        # Quotations.
        "“All of this is surrounded by a lot of gossip.”|He went on.",
        "\"I'm going to know that we make a deal.|I'm not going to be wasting my time\".|He left.",
        "“For the most part, they are untrue.|There’s no news yet,” he added.",
        '"Is it over?" he asked.|"No!" said the driver.',
        '"Will you sign?" Mr. Trump asked.|"What can I say?|Dialogue is better," Putin said.',
        '"Who pays?" Kremlin spokesman Ivan Roe asked reporters at a briefing.|Nobody did.',
        '"It was disappointing."|Trump said Wednesday that he had cancelled.|"It is." He said.',
        "“They should stop at the battle lines. … Go home and be done.”|He paused.",
        "He waited...|Then he left.|She said she was … tired.",
        # Missing blank, dashes, other scripts.
        "They have begun to recover.|Still, Putin said he was open.",
        "克里姆林宫说过程复杂。|他说：“这个过程很复杂。”|真的吗？|是的！",
        "هل سيلتقيان؟|لا أحد يعرف.",
        # Tokenised text.
        'MACMILLAN LEFT THE U.S . FIRST .|HE SAID " NO . "|GEN . ROE ( OCT . 4 ) STAYED .',
        "`` We 'll search until the end , '' he said .|It was over .|Was it ?|Yes .",
        "He asked : `` Why ? ''|Nobody answered .",
    ],
)
def test_sentences_of_news(marked: str) -> None:
    joiner = "" if any(wide in marked for wide in "。") else " "
    sentences = marked.split("|")
    assert cut(joiner.join(sentences)) == sentences


def test_a_missing_blank_after_the_stop() -> None:
    assert cut("They have begun to recover.Still, Putin said so.") == [
        "They have begun to recover.",
        "Still, Putin said so.",
    ]
    assert len(cut("She works for misto.media and www.booking.Com now")) == 1


def test_marks_without_words_belong_to_the_sentence_before() -> None:
    assert cut("He left. *** ''") == ["He left. *** ''"]
    assert cut("...") == ["..."]
    assert cut("") == []


def test_what_never_ends_is_cut_between_words() -> None:
    pieces = cut("lorem ipsum dolor sit amet " * 200)
    assert all(0 < len(piece) <= MAX_LENGTH for piece in pieces)
    assert "".join(pieces).replace(" ", "") == "loremipsumdolorsitamet" * 200
    assert all(piece.split()[0] in "lorem ipsum dolor sit amet".split() for piece in pieces)
    assert [len(piece) for piece in cut("x" * 1500)] == [600, 600, 300]


def test_a_long_sentence_is_cut_after_a_clause() -> None:
    text = "a" * 400 + ", and " + "b" * 400
    assert [len(piece) for piece in cut(text)] == [401, 404]


@given(st.text(alphabet="aB1 .!?\"'“”()…。,;-\n\u00a0", max_size=300) | st.text(max_size=300))
def test_sentences_cover_everything_but_white_space(text: str) -> None:
    last, kept = 0, []
    for start, end in sentence_spans(text):
        assert last <= start < end <= len(text)
        assert end - start <= MAX_LENGTH
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        kept.append(text[start:end])
        last = end
    assert not text[last:].strip()
    assert "".join("".join(kept).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat soll am 12. Mai abstimmen.",
        "Am 3. Oktober begann der Streik.",
        "Der Streik endete am 24. November nach drei Wochen.",
    ],
)
def test_the_day_of_a_german_month_ends_no_sentence(text: str) -> None:
    assert sentence_spans(text) == [(0, len(text))]
