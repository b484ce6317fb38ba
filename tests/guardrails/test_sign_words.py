"""The words without which a sign is not looked for stand in whatever the sign matches."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.guardrails.signs import Sign, load_vocabulary, sign_detector

pytestmark = pytest.mark.slow

NEEDING = [sign for sign in load_vocabulary().signs if any(sign.needs)]


def test_only_signs_that_are_looked_for_anywhere_say_what_they_need() -> None:
    assert NEEDING
    assert {sign.where for sign in NEEDING} == {"anywhere"}


@pytest.mark.parametrize("sign", NEEDING, ids=lambda sign: sign.needs[0])
def test_every_match_holds_a_needed_word(sign: Sign) -> None:
    @settings(max_examples=40)
    @given(st.from_regex(sign.pattern))
    def holds(text: str) -> None:
        assert any(word in text for word in sign.needs)
        assert sign_detector().weigh(text)[sign.family] >= sign.weight

    holds()
