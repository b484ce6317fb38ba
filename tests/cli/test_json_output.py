"""What ``--json`` prints of an answer."""

from __future__ import annotations

from dataclasses import replace

from bot.cli.json_output import answer_document
from index.models import Statement
from index.replies.combined import combine
from tests.helpers.fakes import answer_to, make_answer


def test_several_questions_are_answered_if_any_is() -> None:
    about = make_answer(Statement("I have 5 articles.", ()), citations=(), kind="about")
    parts = [replace(about, question="How many articles?"), answer_to("lasagne?")]
    document = answer_document(combine("How many articles? lasagne?", parts, ()))
    assert document["answered"] is True
    assert answer_document(replace(about, kind="help"))["answered"] is False


def test_what_a_language_model_understood_is_told() -> None:
    asked = replace(answer_to("why"), understood="why him?")
    assert answer_document(asked)["understood"] == "why him?"
    assert "understood" not in answer_document(answer_to("why"))
