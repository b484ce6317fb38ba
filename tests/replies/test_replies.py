"""Replies over a small coverage, with the real models: what people type first, and follow-ups."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.models import Answer, Scope, Turn

pytestmark = pytest.mark.slow
TODAY = dt.date(2026, 3, 20)

ARTICLES = {
    "bridge": ("2026-03-04", "The Daily Example", "New bridge in Norwich opens",
        "The new bridge in Norwich was opened on Tuesday by its architect, Ada Brown. "
        "The bridge is 120 metres long and carries two cycle lanes. "
        "Ada Brown said that the bridge had cost 14 million pounds."),
    "ferry": ("2026-03-09", "Harbour News", "Ferry between Harwich and Esbjerg returns",
        "The ferry between Harwich and Esbjerg will sail again from May, the harbour master said. "
        "Tickets for the ferry cost 80 pounds. "
        "Harbour master Tom Becker said that the ferry would carry 400 passengers."),
    "toll": ("2026-03-12", "The Daily Example", "Council rejects a toll for the Norwich bridge",
        "The council of Norwich rejected a toll for the new bridge on Wednesday. "
        "Councillor Jane Hill said that drivers had paid for the bridge with their taxes."),
}  # fmt: skip


@pytest.fixture
async def coverage(tmp_path: Path) -> AsyncIterator[Coverage]:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (day, outlet, title, text) in ARTICLES.items():
        matter = f"---\ntitle: {title}\ndate: {day}\noutlet: {outlet}\n---\n\n"
        (folder / f"{name}.md").write_text(matter + text + "\n", encoding="utf-8")
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as opened:
        await opened.refresh()
        yield opened


async def ask(coverage: Coverage, text: str, history: Sequence[Turn] = ()) -> Answer:
    answer = await coverage.ask(text, history=history, today=TODAY)
    assert answer.question == text
    for citation in answer.citations:
        raw = await coverage.article_text(citation.file)
        assert raw[citation.start : citation.end] == citation.quote
    return answer


async def test_small_talk_is_one_line_without_citations(coverage: Coverage) -> None:
    for text, kind in (("hello there", "greeting"), ("thanks a lot!", "thanks"), ("lmao", "none")):
        answer = await ask(coverage, text)
        assert (answer.kind, answer.answered, answer.citations) == (kind, True, ())
        assert len(answer.statements) == 1


async def test_help_shows_questions_that_are_answered(coverage: Coverage) -> None:
    answer = await ask(coverage, "what can you do for me?")
    examples = answer.statements[-1].text.removeprefix("For example: ").split(" · ")
    assert answer.kind == "help"
    assert 1 <= len(examples) <= 3
    for example in examples:
        found = await ask(coverage, example)
        assert found.answered
        assert not found.doubtful
    assert (await coverage.help()).statements == answer.statements


async def test_help_asks_for_days_where_nobody_is_quoted(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.md").write_text(
        "---\ntitle: Bridge of Grindal\ndate: 2025-10-24\n---\n"
        "The bridge of Grindal was closed on 20 October 2025 after divers had found a crack. "
        "The repair of the pier will take until the end of March.\n"
    )
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as coverage:
        await coverage.refresh()
        answer = await coverage.ask("help")
        assert answer.statements[-1].text == "For example: What happened on 20 October 2025?"


BRIDGE = "“New bridge in Norwich opens” (The Daily Example, 4 March 2026)"
FERRY = "“Ferry between Harwich and Esbjerg returns” (Harbour News, 9 March 2026)"
TOLL = "“Council rejects a toll for the Norwich bridge” (The Daily Example, 12 March 2026)"


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ("how many articles do you have", [
            "I have 3 articles, published from 4 March 2026 to 12 March 2026.",
            "2 outlets: The Daily Example (2), Harbour News (1).",
            f"The oldest is {BRIDGE}, the newest {TOLL}.",
        ]),
        ("how many articles do you have from harbour news", [
            "One of the 3 articles is from Harbour News.", FERRY,
        ]),
        ("how many articles are there from 12 march", [
            "One of the 3 articles was published on 12 March 2026.", TOLL,
        ]),
        ("how many articles do you have about crocodiles?", [
            "None of the 3 articles mentions “crocodiles”.",
        ]),
        ("how many articles are by Jo Reed", ["One of the 3 articles is by Jo Reed.", BRIDGE]),
        ("who are the authors of the articles?", ["1 author: Jo Reed (1)."]),
        ("list all the headlines", [TOLL, FERRY, BRIDGE]),
    ],
)  # fmt: skip
async def test_the_coverage_is_counted(
    coverage: Coverage, asked: str, lines: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "articles" / "bridge.md"
    file.write_text(file.read_text("utf-8").replace("date:", "author: Jo Reed\ndate:", 1), "utf-8")
    await coverage.refresh()
    answer = await ask(coverage, asked)
    assert (answer.kind, answer.text.splitlines()) == ("about", lines)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("what happened on 11 march 2026?", ["toll.md"]),
        ("what happened on wednesday", ["toll.md"]),
        ("what happened between the 3rd and 11th of march", ["bridge.md", "toll.md"]),
    ],
)
async def test_days_alone_are_told_from_the_timeline(
    coverage: Coverage, asked: str, told: list[str]
) -> None:
    answer = await ask(coverage, asked)
    shown = dict.fromkeys(citation.file for citation in answer.citations)
    assert [file for file in shown if file != "ferry.md"] == told
    days = [statement.day for statement in answer.statements]
    assert days == sorted(day for day in days if day)
    assert not answer.doubtful


async def test_a_day_on_which_nothing_happened_is_no_answer(coverage: Coverage) -> None:
    answer = await ask(coverage, "what happened on 3 March 2024?")
    assert answer.abstention is not None


async def test_a_topic_that_many_articles_mention_gets_an_overview(
    coverage: Coverage, tmp_path: Path
) -> None:
    """A topic that few articles mention is a question of fact, as is anything else about it."""
    for number in range(3):
        text = (
            f"The harbour of Harwich closed for {number + 2} days because of ice, its master said."
        )
        matter = f"---\ntitle: Ice {number}\ndate: 2026-02-0{number + 1}\n---\n\n"
        (tmp_path / "articles" / f"ice{number}.md").write_text(matter + text, encoding="utf-8")
    await coverage.refresh()
    for text in ("Harwich", "harwich?", "harwich ice"):
        assert (await ask(coverage, text)).kind == "overview", text
    for text in ("Esbjerg", "where is Harwich", "what happened on March 4?"):
        assert (await ask(coverage, text)).kind == "fact", text


async def test_an_overview_is_cited_and_in_order(coverage: Coverage) -> None:
    answer = await ask(coverage, "summarize the articles")
    assert answer.kind == "overview"
    days = [citation.published for citation in answer.citations]
    assert days == sorted(days, key=str)
    assert len({citation.file for citation in answer.citations}) == 3
    assert [s.numbers for s in answer.statements] == [(1,), (2,), (3,)]


async def test_an_overview_tells_in_the_order_of_events(coverage: Coverage, tmp_path: Path) -> None:
    """An article may come out long after what it tells; its statement shows the day of that."""
    (tmp_path / "articles" / "inquiry.md").write_text(
        "---\ntitle: Inquiry into the old bridge\ndate: 2026-03-13\n---\n\n"
        "The old bridge in Norwich fell into the river on 2 February 2026, an inquiry has found.\n",
        encoding="utf-8",
    )
    await coverage.refresh()
    answer = await coverage.briefing(None)
    files = [citation.file for citation in answer.citations]
    assert files == ["inquiry.md", "bridge.md", "ferry.md"]
    assert [statement.when for statement in answer.statements] == [
        "(2 February 2026)",
        "(3 March 2026)",
        "(published 9 March 2026)",
    ]


async def test_a_briefing_keeps_to_its_topic_and_its_days(coverage: Coverage) -> None:
    about = await coverage.briefing("Norwich bridge")
    assert {citation.file for citation in about.citations} == {"bridge.md", "toll.md"}
    late = await coverage.briefing(None, Scope(dt.date(2026, 3, 10)))
    assert {citation.file for citation in late.citations} == {"toll.md"}
    nothing = await coverage.briefing("penguins in Antarctica")
    assert not nothing.answered
    assert "mentions penguins in Antarctica" in nothing.text
    only_an_outlet = await coverage.briefing("Example")
    assert not only_an_outlet.answered
    assert "mentions" not in only_an_outlet.text
    part = await coverage.briefing("Antarctica Example")
    assert "mentions Antarctica" in part.text


async def test_news_says_first_that_they_are_older(coverage: Coverage) -> None:
    answer = await ask(coverage, "what's new today?")
    assert answer.kind == "news"
    assert answer.statements[0].text == "The latest coverage is from 12 March 2026."
    assert answer.citations[0].file == "toll.md"
    since = await coverage.ask("what's new since 9 March?", today=dt.date(2026, 3, 12))
    assert {citation.file for citation in since.citations} == {"toll.md", "ferry.md"}
    assert all(statement.numbers for statement in since.statements)
    march = Scope(since=dt.date(2026, 3, 1))  # the days of both count
    narrowed = await coverage.ask("what's new since 9 March?", march, today=dt.date(2026, 3, 12))
    assert narrowed.citations == since.citations


async def test_the_last_answer_can_be_asked_about(coverage: Coverage) -> None:
    first = await ask(coverage, "how long is the bridge")
    assert first.kind == "fact"
    thanks = await ask(coverage, "thanks a lot!", [first.turn])
    talk = [first.turn, thanks.turn]
    source = await ask(coverage, "show me the source please", talk)
    assert source.kind == "last"
    assert source.citations == first.citations
    shorter = await ask(coverage, "make that shorter", [*talk, source.turn])
    assert shorter.statements == first.statements[:1]
    other = await ask(coverage, "in Spanish please", talk)
    assert (other.kind, other.citations) == ("last", ())
    nothing = await ask(coverage, "show me the source please")
    assert nothing.citations == ()


async def test_what_was_refused_in_between_is_not_the_last_answer(coverage: Coverage) -> None:
    first = await ask(coverage, "how long is the bridge")
    refused = await ask(coverage, "what does Merkel say about it?", [first.turn])
    assert not refused.answered
    talk = [first.turn, refused.turn]
    source = await ask(coverage, "show me the source please", talk)
    assert source.citations == first.citations
    shorter = await ask(coverage, "make that shorter", talk)
    assert shorter.statements == first.statements[:1]
    why = await ask(coverage, "why?", talk)
    assert "searched for" not in why.text


async def test_more_is_never_what_was_said(coverage: Coverage) -> None:
    first = await ask(coverage, "what did Tom Becker say about the ferry?")
    shown = {(citation.file, citation.start) for citation in first.citations}
    for asked in ("what else?", "anything else?", "tell me more", "more please"):
        more = await ask(coverage, asked, [first.turn])
        assert not shown & {(citation.file, citation.start) for citation in more.citations}, asked


async def test_more_goes_on_each_time(coverage: Coverage) -> None:
    first = await ask(coverage, "what did Ada Brown say about the bridge?")
    talk, places = [first.turn], [(c.file, c.start) for c in first.citations]
    more = await ask(coverage, "tell me more", talk)
    assert more.citations
    source = await ask(coverage, "show me the source please", [*talk, more.turn])
    assert source.citations == more.citations
    talk, places = [*talk, more.turn], [*places, *((c.file, c.start) for c in more.citations)]
    again = await ask(coverage, "tell me more", talk)
    assert not {(c.file, c.start) for c in again.citations} & set(places)


async def test_what_else_somebody_said_is_a_question(coverage: Coverage) -> None:
    first = await ask(coverage, "how long is the bridge")
    other = await ask(coverage, "what else did Ada Brown say?", [first.turn])
    assert "14 million" in other.text


async def test_all_that_an_outlet_says(coverage: Coverage) -> None:
    for asked in ("what does harbour news say?", "Harbour News", "summarize Harbour News"):
        answer = await ask(coverage, asked)
        assert {citation.file for citation in answer.citations} == {"ferry.md"}, asked
    news = await ask(coverage, "what's new from Harbour News?")
    assert {citation.file for citation in news.citations} == {"ferry.md"}
    topic = await ask(coverage, "Harbour News on the tickets")
    assert {citation.file for citation in topic.citations} == {"ferry.md"}
    owner = await ask(coverage, "who founded Harbour News in 1902?")
    assert "mentions" not in owner.text
    assert "menus" not in owner.text


async def test_a_claim_is_checked_however_it_is_put(coverage: Coverage) -> None:
    claim = "The council of Norwich rejected a toll for the new bridge."
    for text in (f"is it true that {claim.rstrip('.')}?", f"fact check: {claim}"):
        answer = await ask(coverage, text)
        assert answer.kind == "claim", text
        assert answer.statements[0].text.startswith("“The council of Norwich rejected"), text
        assert [citation.file for citation in answer.citations] == ["toll.md"], text
    bare = await ask(coverage, "The ferry will carry 400 passengers.")
    assert bare.kind == "claim"
    assert bare.statements[0].text.startswith("“The ferry will carry 400 passengers”: ")
    assert [citation.file for citation in bare.citations] == ["ferry.md"]


async def test_a_claim_beside_a_question_loses_neither(coverage: Coverage) -> None:
    answer = await ask(
        coverage, "Is it true that the council rejected a toll? And who is Tom Becker?"
    )
    assert len(answer.parts) == 2
    assert "Harbour master Tom Becker" in answer.text
    other = await ask(coverage, "Who is Tom Becker? Fact check: the bridge is 120 metres long.")
    assert "Becker" in other.text


async def test_a_link_alone_is_no_question(coverage: Coverage) -> None:
    answer = await ask(coverage, "https://example.com/norwich-bridge-opens")
    assert answer.text.startswith("I don't open links.")


async def test_each_of_several_requests_is_answered(coverage: Coverage) -> None:
    answer = await ask(coverage, "who is Tom Becker and what's new?")
    assert [part.kind for part in answer.parts] == ["fact", "news"]


async def test_small_talk_in_between_is_no_topic(coverage: Coverage) -> None:
    first = await ask(coverage, "what did Tom Becker say about the ferry?")
    thanks = await ask(coverage, "thanks a lot!", [first.turn])
    answer = await ask(coverage, "who is he?", [first.turn, thanks.turn])
    assert answer.understood is None
    assert "Becker" in answer.text


async def test_several_questions_are_answered_one_by_one(coverage: Coverage) -> None:
    answer = await ask(coverage, "Hello! What did Tom Becker say? And who is he? Who is Merkel?")
    assert [part.answered for part in answer.parts] == [True, True, False]
    lines = answer.text.splitlines()
    assert [line for line in lines if line[:2] in {"1.", "2.", "3."}] == [
        "1. What did Tom Becker say?",
        "2. And who is he?",
        "3. Who is Merkel?",
    ]
    assert "mentions Merkel" in lines[-1]
    assert [c.number for c in answer.citations] == [*range(1, len(answer.citations) + 1)]
    numbers = [n for statement in answer.statements for n in statement.numbers]
    assert sorted(set(numbers)) == [c.number for c in answer.citations]
    assert answer.turn.question == "And who is he?"


async def test_what_answers_all_questions_is_said_once(coverage: Coverage) -> None:
    asked = "how many articles are there? and which outlets do you have?"
    answer = await ask(coverage, asked)
    assert (answer.question, answer.parts) == (asked, ())
    assert answer.text.count("I have ") == 1


async def test_several_questions_without_an_answer_are_not_answered(coverage: Coverage) -> None:
    answer = await ask(coverage, "Who is Merkel? And who is Macron?")
    assert [part.answered for part in answer.parts] == [False, False]
    assert not answer.answered
    assert "mentions Merkel" in answer.text
    assert "mentions Macron" in answer.text


async def test_more_than_five_questions_are_said_to_be_left_out(coverage: Coverage) -> None:
    asked = " ".join(f"{i}. How long is the bridge?" for i in range(1, 8))
    answer = await ask(coverage, asked)
    assert len(answer.parts) == 5
    assert "Left out: How long is the bridge? How long is the bridge?" in answer.text


async def test_another_language_gets_a_line_of_its_own(coverage: Coverage) -> None:
    for text, word in (
        ("¿cuánto cuesta el billete del barco para los niños?", "inglés"),
        ("wie viel kostet die Fahrt mit der Fähre", "Englisch"),
        ("сколько стоит билет на паром", "английском"),
        ("渡轮票多少钱", "英文"),
        ("Wer ist Becker?", "Englisch"),
        ("¿Quién es Becker?", "inglés"),
        ("mitä lippu laivalle maksaa lapsille ja aikuisille", "English"),
    ):
        answer = await ask(coverage, text)
        assert word in answer.text
        assert (answer.kind, answer.citations, len(answer.statements)) == ("none", (), 1)
    english = await ask(coverage, "how much is a ticket for the Harwich-Esbjerg ferry, por favor?")
    assert english.citations


async def test_news_of_a_time_that_is_over_are_not_of_another(coverage: Coverage) -> None:
    answer = await ask(coverage, "what's new until 5 March 2026?")
    assert {citation.file for citation in answer.citations} == {"bridge.md"}
    answer = await ask(coverage, "news from 5 to 8 March 2026")
    assert answer.abstention is not None
    assert answer.abstention.reason == "out of scope"
    answer = await ask(coverage, "news of the last 3 days")
    assert answer.statements[0].text == "The latest coverage is from 12 March 2026."
    assert answer.citations


async def test_news_without_any_date_are_shown(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (_, _, title, text) in ARTICLES.items():
        (folder / f"{name}.md").write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as opened:
        await opened.refresh()
        answer = await ask(opened, "what's new since Monday?")
    assert answer.statements[0].text == "The latest coverage is undated."
    assert answer.citations


async def test_what_is_limited_to_an_outlet_stays_within_it(coverage: Coverage) -> None:
    within = Scope(outlet="The Daily Example")

    async def asked(text: str, history: Sequence[Turn] = ()) -> Answer:
        return await coverage.ask(text, within, history=history, today=TODAY)

    compared = await asked("Compare The Daily Example and Harbour News")
    assert {c.outlet for c in compared.citations} == {"The Daily Example"}
    counted = await asked("how many articles do you have?")
    assert "I have 2 articles" in counted.text


async def test_more_stays_within_the_outlet(tmp_path: Path) -> None:
    texts = {
        "one": ("The Daily Example", "The bridge in Norwich cost 14 million pounds, Ada Roe said."),
        "two": ("The Daily Example", "The bridge in Norwich cost drivers nothing, Jane Hill said."),
        "three": ("Harbour News", "The bridge in Norwich cost too much, Tom Becker said."),
        "four": ("Harbour News", "The bridge in Norwich cost more than the ferry, Kim Lee said."),
    }  # fmt: skip
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (outlet, text) in texts.items():
        matter = f"---\ntitle: Costs {name}\ndate: 2026-03-04\noutlet: {outlet}\n---\n\n"
        (folder / f"{name}.md").write_text(f"{matter}{text}\n", encoding="utf-8")
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as opened:
        await opened.refresh()
        first = await opened.ask("What did the bridge in Norwich cost?", today=TODAY)
        shown = replace(first.turn, citations=first.citations[:1])
        every = await opened.ask("tell me more", history=[shown], today=TODAY)
        assert "Harbour News" in {c.outlet for c in every.citations}
        within = Scope(outlet="The Daily Example")
        more = await opened.ask("tell me more", within, history=[shown], today=TODAY)
        assert {c.outlet for c in more.citations} == {"The Daily Example"}


@pytest.mark.parametrize(
    "text",
    ["Question: why did the council reject a toll?", "Quick question: who opened the bridge?"],
)
async def test_a_question_behind_a_colon_is_no_claim(coverage: Coverage, text: str) -> None:
    answer = await ask(coverage, text)
    assert "can't tell" not in answer.text
    assert answer.kind == "fact"


async def test_the_newest_article_is_news_however_short_its_sentences(
    coverage: Coverage, tmp_path: Path
) -> None:
    newest = "---\ntitle: Fire at the port\ndate: 2026-03-19\n---\n\nThe port burned on Thursday.\n"
    (tmp_path / "articles" / "fire.md").write_text(newest, encoding="utf-8")
    await coverage.reindex()
    answer = await ask(coverage, "What's new?")
    assert answer.citations[0].file == "fire.md"
    assert "19 March 2026" in answer.statements[0].text


async def test_lines_of_a_message_are_answered_one_by_one(coverage: Coverage) -> None:
    answer = await ask(coverage, "who opened the bridge\nhow much are tickets for the ferry")
    assert {citation.file for citation in answer.citations} >= {"bridge.md", "ferry.md"}
    assert "1. who opened the bridge" in answer.text


async def test_a_claim_in_the_words_of_an_article_is_stated(coverage: Coverage) -> None:
    answer = await ask(coverage, "fact check: Tickets for the ferry cost 80 pounds.")
    assert "the articles say this" in answer.text


@pytest.mark.parametrize(
    "said",
    [
        "An earlier version of this article said that",
        "Correction: An article in Tuesday's online edition said that",
        "Clarification (19 March): The headline of our report on Monday stated that",
    ],
)
async def test_what_was_corrected_states_nothing(
    coverage: Coverage, tmp_path: Path, said: str
) -> None:
    note = (
        "---\ntitle: Correction\ndate: 2026-03-19\n---\n\n"
        f"{said} the toll was nine pounds a day. In fact, it was three pounds a day.\n"
    )
    (tmp_path / "articles" / "note.md").write_text(note, encoding="utf-8")
    await coverage.reindex()
    answer = await ask(coverage, "fact check: the toll was nine pounds a day")
    assert "the articles say this" not in answer.text
    told = await ask(coverage, "What's new about the toll?")
    assert all("nine pounds" not in s.text for s in told.statements if "In fact" not in s.text)


async def test_an_outlet_in_another_language_is_not_denied(
    coverage: Coverage, tmp_path: Path
) -> None:
    matter = "---\ntitle: Brücke\ndate: 2026-03-18\noutlet: Nordkurier\n---\n\n"
    text = f"{matter}Die Brücke wurde eröffnet.\n"
    (tmp_path / "articles" / "bruecke.md").write_text(text, encoding="utf-8")
    await coverage.reindex()
    answer = await ask(coverage, "what does Nordkurier say?")
    assert [citation.file for citation in answer.citations] == ["bruecke.md"]


async def test_an_outlet_alone_asks_for_what_it_says(coverage: Coverage) -> None:
    answer = await ask(coverage, "the harbour news")
    assert {citation.outlet for citation in answer.citations} == {"Harbour News"}


async def test_a_day_of_which_nothing_is_told_is_named(coverage: Coverage) -> None:
    answer = await ask(coverage, "What happened on 1 January 2026?")
    assert "reports anything on 1 January 2026" in answer.text


ASKING = (
    "Why was the toll rejected?", "who opened the bridge", "did the council reject the toll",
    "is the bridge open", "is she still in charge of the Norwich bridge", "tell me about Ada Brown",
    "explain why the toll was rejected", "summarize", "what's new", "how many articles",
    "fact check: the council rejected the toll", "tell me more", "really?", "haha why? https://a.b",
)  # fmt: skip
TALKING = (
    "lol same", "Ada Brown lol", "wow Norwich again", "idk man", "Tom Becker strikes again",
    "is he serious", "no way he said that", "Norwich is nice in spring", "https://a.b/?c=d",
    "The council rejected a toll for the new bridge.", "what a day for Norwich", "thanks",
)  # fmt: skip


async def test_what_asks_is_told_from_what_people_say_to_each_other(coverage: Coverage) -> None:
    asking = [text for text in (*ASKING, *TALKING) if await coverage.asks(text)]
    assert asking == list(ASKING)
