"""What a model writes becomes sentences with numbers, however it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.generation.stream import StreamSplitter, ThoughtFilter, WrittenSentence, strip_markers


def split(text: str, size: int = 1, *, cut: bool = False) -> list[WrittenSentence]:
    splitter = StreamSplitter()
    found = []
    for start in range(0, len(text), size):
        found += splitter.feed(text[start : start + size])
    return found + splitter.finish(cut=cut)


def told(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(sentence.text, sentence.numbers) for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. [1] She stayed [2].", [("He left.", (1,)), ("She stayed.", (2,))]),
        ("He left.[1][2] She stayed.", [("He left.", (1, 2)), ("She stayed.", ())]),
        ("He left [1, 2; 4] early.", [("He left early.", (1, 2, 4))]),
        ("He left [2-4].", [("He left.", (2, 3, 4))]),
        ("He left [2-400].", [("He left.", (2, 400))]),
        ("He left【3†source】.", [("He left.", (3,))]),
        ("He left [Sentence 3].", [("He left.", (3,))]),
        ("He left [Quote 2].", [("He left.", (2,))]),
        ("He left [quotes 1 and 2] early.", [("He left early.", (1, 2))]),
        ("He left [ref 2][Citations 3-4].", [("He left.", (2, 3, 4))]),
        ("He left ［1］. She stayed ［２］.", [("He left.", (1,)), ("She stayed.", (2,))]),
        ("He left [quote] early. [1]", [("He left [quote] early.", (1,))]),
        ("He left [^3].", [("He left.", (3,))]),
        ("[1] He left. [2] She stayed.", [("He left.", (1,)), ("She stayed.", (2,))]),
        ("It rose 3.5% to $1.2 billion. [1]", [("It rose 3.5% to $1.2 billion.", (1,))]),
        ("Mr. Smith of the U.S. left. [1]", [("Mr. Smith of the U.S. left.", (1,))]),
        ("On Oct. 16 he left. [1]", [("On Oct. 16 he left.", (1,))]),
        ('"I left. I did," he said. [1]', [('"I left. I did," he said.', (1,))]),
        ('"Why?" he asked. [1]', [('"Why?" he asked.', (1,))]),
        ("He said it [sic] twice. [1]", [("He said it [sic] twice.", (1,))]),
        ("- **He** left. [1]\n2. She *stayed*. [2]", [("He left.", (1,)), ("She stayed.", (2,))]),
        ("## Answer\nHe left. [1]", [("Answer", ()), ("He left.", (1,))]),
        ("Yes, he left early. [1]", [("He left early.", (1,))]),
        ("According to [2], he left early.", [("He left early.", (2,))]),
        ("According to the quotes [1][2], he left early.", [("He left early.", (1, 2))]),
        ("According to Smith [2], he left.", [("According to Smith, he left.", (2,))]),
        ("No one left. [1]", [("No one left.", (1,))]),
        ("Open to the end [12", [("Open to the end [12", ())]),
    ],
)
def test_sentences_and_their_numbers(
    text: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left on Monday ([1]).", [("He left on Monday.", (1,))]),
        ("He left ([1], [2] and [3]).", [("He left.", (1, 2, 3))]),
        ("He left (see [1]). She stayed [2].", [("He left.", (1,)), ("She stayed.", (2,))]),
        ("He left [[1]].", [("He left.", (1,))]),
        ("He left **[1]**.", [("He left.", (1,))]),
        (r"He left \[1\].", [("He left.", (1,))]),
        ("He left. (Source: [1])", [("He left.", (1,))]),
        ("He left. ([1]) She stayed now. [2]", [("He left.", (1,)), ("She stayed now.", (2,))]),
        ("He left.\n[1]\nShe stayed [2].", [("He left.", (1,)), ("She stayed.", (2,))]),
        ("He (pictured) left [1].", [("He (pictured) left.", (1,))]),
        ("The _Daily Coin_ wrote it [1].", [("The Daily Coin wrote it.", (1,))]),
        ("The snake_case_name stays [1].", [("The snake_case_name stays.", (1,))]),
    ],
)
def test_nothing_is_left_of_markers(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert told(text) == expected


def test_a_quotation_that_is_never_closed_holds_nothing_together() -> None:
    assert told('He said "it went wrong [1]. She left on Tuesday [2]. It rained [3].') == [
        ('He said "it went wrong.', (1,)),
        ("She left on Tuesday.", (2,)),
        ("It rained.", (3,)),
    ]
    assert told("He is 6'2\" tall [1]. She left [2].")[1] == ("She left.", (2,))


def test_a_sentence_comes_as_soon_as_the_next_has_begun() -> None:
    splitter = StreamSplitter()
    assert splitter.feed("Trump cancelled the summit. [1]") == []
    assert splitter.feed("[2] Putin was") == []
    (sentence,) = splitter.feed(" told of it")
    assert sentence == WrittenSentence("Trump cancelled the summit.", (1, 2), opens=True)
    assert splitter.feed(". [3]\n") == [WrittenSentence("Putin was told of it.", (3,), opens=False)]


def test_what_was_cut_off_is_no_sentence() -> None:
    text = "He left. [1] Then he went to the"
    assert [s.text for s in split(text, cut=True)] == ["He left."]
    assert [s.text for s in split(text)] == ["He left.", "Then he went to the"]
    assert [s.text for s in split("He left. [1]", cut=True)] == ["He left."]


_PIECES = st.sampled_from(
    [
        "He left",
        ". ",
        "[1]",
        "[2, 3]",
        " [",
        "]",
        "\n",
        '"',
        " said Mr. Smith",
        "U.S. ",
        "3.5",
        "? ",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join), st.integers(1, 12))
def test_how_it_arrives_makes_no_difference(text: str, size: int) -> None:
    assert split(text, size) == split(text, max(1, len(text)))


@given(st.text(max_size=80), st.integers(1, 9))
def test_whatever_arrives_is_taken(text: str, size: int) -> None:
    for sentence in split(text, size):
        assert sentence.text.strip() == sentence.text != ""


@given(st.text(alphabet="[]1,- .ab【】［］", max_size=40))
def test_places_of_markers_are_within_the_text(text: str) -> None:
    plain, places = strip_markers(text)
    assert [at for at, _ in places] == sorted(at for at, _ in places)
    assert all(0 <= at <= len(plain) for at, _ in places)


@pytest.mark.parametrize("size", [1, 4, 100])
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("<think>He left, I think. [1]</think>\n\nShe stayed.", "She stayed."),
        ("  <Thinking>x</thinking>She stayed.", "She stayed."),
        ("<Think>He left.</Think>She stayed.", "She stayed."),
        ("<think>İzmir and İstanbul.</Think>She stayed.", "She stayed."),
        ("<think>without an end", ""),
        ("She <think>stayed</think>.", "She <think>stayed</think>."),
        ("<thin", "<thin"),
        ("", ""),
    ],
)
def test_thoughts_are_left_out(text: str, answer: str, size: int) -> None:
    thoughts = ThoughtFilter()
    found = "".join(thoughts.feed(text[i : i + size]) for i in range(0, len(text), size))
    assert (found + thoughts.finish()).lstrip("\n") == answer


@pytest.mark.parametrize("size", [1, 4, 100])
def test_what_comes_before_a_closing_tag_alone_was_reasoning(size: int) -> None:
    text = "He left İZMİR İLİ, I think. [1]</think>\n\nShe stayed."
    thoughts, answer = ThoughtFilter(), ""
    for start in range(0, len(text), size):
        piece = thoughts.feed(text[start : start + size])
        if thoughts.restarted:
            answer, thoughts.restarted = "", False
        answer += piece
    assert (answer + thoughts.finish()).lstrip("\n") == "She stayed."
