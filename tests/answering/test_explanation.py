"""Why an answer was chosen: what was looked for, and each candidate with its features."""

from __future__ import annotations

from index.answering.answerability import Decision
from index.answering.explanation import MAX_CANDIDATES, explain
from index.answering.pipeline import PipelineResult, RankedEvidence
from index.answering.ranking import RankedSentence
from index.answering.selection import compose, select_statements
from index.models import Answer, Explanation
from tests.helpers.answering import KnownEchoes, Story, read, story_of

STORY = story_of("Oil rose. Trump sold missiles on 23 October. Gas fell. Xi slept.")


def explained(asked: str, evidence: RankedEvidence, shown: list[RankedSentence]) -> Explanation:
    """The explanation of an answer that quotes the sentences shown."""
    chosen = select_statements(shown, lambda _: STORY.raw, KnownEchoes()) if shown else []
    statements, citations = compose(chosen)
    answer = Answer(asked, statements, citations, None, "extractive", 0.1, 0.75)
    return explain(PipelineResult(answer, evidence, {"a.txt": STORY.raw}))


def found_for(
    asked: str, story: Story, ranked: list[RankedSentence], *others: RankedSentence
) -> RankedEvidence:
    assert all(each.view is story.view for each in (*ranked, *others))
    return RankedEvidence(read(asked), tuple(ranked), Decision(0.75, ""), others)


def test_what_was_looked_for_and_decided_is_told() -> None:
    asked = "Which missiles did Trump sell?"
    best = STORY.evidence("Trump")
    found = explained(asked, found_for(asked, STORY, [best]), [best])
    assert found.question == asked
    assert found.looked_for == ("missiles", "trump", "sell")
    assert (found.confidence, found.ruled_out) == (0.75, "")


def test_a_candidate_has_its_place_score_and_features() -> None:
    asked = "Which missiles did Trump sell?"
    best, unread = STORY.evidence("Trump"), STORY.evidence("Gas", read=None)
    first, last = explained(asked, found_for(asked, STORY, [best], unread), [best]).candidates
    assert STORY.raw[first.start : first.end] == first.text == best.sentence.text
    assert (first.file, first.score) == ("a.txt", best.score)
    assert dict(first.features) == best.features
    assert dict(last.features) == unread.features
    assert "answers" in dict(first.features)
    assert "answers" not in dict(last.features)


def test_only_what_the_answer_quotes_is_quoted() -> None:
    asked = "Which missiles did Trump sell?"
    ranked = [STORY.evidence(part) for part in ("Trump", "Xi")]
    found = explained(asked, found_for(asked, STORY, ranked), ranked[:1])
    assert [each.quoted for each in found.candidates] == [True, False]


def test_a_candidate_of_another_day_says_so() -> None:
    asked = "What did Trump sell on 23 October?"
    ranked = [STORY.evidence("Trump"), STORY.evidence("Gas", day=0.0)]
    found = explained(asked, found_for(asked, STORY, ranked), ranked[:1])
    assert [each.ruled_out for each in found.candidates] == ["", "day"]


def test_the_best_candidates_come_first_and_the_rest_is_left_out() -> None:
    asked = "Which missiles did Trump sell?"
    best, other = STORY.evidence("Trump"), STORY.evidence("Oil")
    evidence = found_for(asked, STORY, [best], *[other] * MAX_CANDIDATES)
    found = explained(asked, evidence, [best])
    assert len(found.candidates) == MAX_CANDIDATES
    assert found.candidates[0].text == best.sentence.text
