"""What a day does in its sentence."""

from __future__ import annotations

import pytest

from index.events.date_roles import Role, has_future_cue, role

CASES = [
    ("Trump said Wednesday he canceled the summit with Putin.", "Wednesday", Role.SAID),
    ("He told reporters in Washington on Tuesday that it was over.", "Tuesday", Role.SAID),
    ("The Kremlin warned Sunday that any summit would take time.", "Sunday", Role.SAID),
    ("On Monday, BP said the well was sealed on Saturday.", "Monday", Role.SAID),
    ("On Monday, BP said the well was sealed on Saturday.", "Saturday", Role.HAPPENED),
    ("BP said the leak that engineers found Friday was small.", "Friday", Role.HAPPENED),
    ("On Wednesday, Washington imposed measures on two firms.", "Wednesday", Role.HAPPENED),
    ("The plans for a meeting were shelved on Oct. 21, he said.", "Oct. 21", Role.HAPPENED),
    ("In Moscow, Putin responded to the sanctions on Thursday.", "Thursday", Role.HAPPENED),
    ("Putin, speaking to reporters on Thursday, confirmed it.", "Thursday", Role.HAPPENED),
    ("The envoy spent Friday and Saturday in talks.", "Saturday", Role.HAPPENED),
    ("Further meetings are expected on Sunday.", "Sunday", Role.PLANNED),
    ("EU ministers agreed on Tuesday that the sanctions stay.", "Tuesday", Role.HAPPENED),
    ("A new budget was proposed on Tuesday by the council.", "Tuesday", Role.HAPPENED),
    ("The two firms agreed on April 20 to merge.", "April 20", Role.HAPPENED),
    ("They agreed to meet on Friday.", "Friday", Role.PLANNED),
    ("The vote due on Friday was welcomed.", "Friday", Role.PLANNED),
    ("A prompt is due at a meeting expected on June 10.", "June 10", Role.PLANNED),
    ("The leaders will meet on Friday in Budapest.", "Friday", Role.PLANNED),
    ("Trump announced plans to meet the president on Oct. 30.", "Oct. 30", Role.PLANNED),
    ("The minister is to visit Paris on Friday.", "Friday", Role.PLANNED),
    ("Talks to resume on Monday were welcomed.", "Monday", Role.PLANNED),
    ("The ballots must be counted, Judge Venn ruled on Monday.", "Monday", Role.HAPPENED),
    ("It will come ahead of a report, to be released on Monday.", "Monday", Role.PLANNED),
    ("The dam must be drained, the court ordered late on Monday.", "Monday", Role.HAPPENED),
    ("The April 20 explosion killed 11 workers.", "April 20", Role.MODIFIER),
    ("In the May 9 vote, the party lost its majority.", "May 9", Role.MODIFIER),
    ("The ship, which sank on Friday, carried oil.", "Friday", Role.RELATIVE),
    ("Nobody had read Tuesday's statement.", "Tuesday", Role.ATTRIBUTE),
    ("The suit is the first against the May 28 moratorium.", "May 28", Role.ATTRIBUTE),
    ("Oil has been leaking since a rig burnt on 20 April.", "20 April", Role.BOUND),
    ("Drilling was halted after the rig exploded on 20 April.", "20 April", Role.BOUND),
    ("After the rig exploded on 20 April, oil leaked.", "20 April", Role.HAPPENED),
    ("The rig exploded on 20 April after gas had escaped.", "20 April", Role.HAPPENED),
    ("Approval fell to 40 percent (27-28 September 2005).", "28 September 2005", Role.BOUND),
    ("BP said so Tuesday 15 June 2010 16.27 BST Oil leaks.", "15 June 2010", Role.BOUND),
    ("The minister will announce today that he resigns.", "today", Role.PLANNED),
    ("Since Wednesday the office has been shut.", "Wednesday", Role.BOUND),
    ("It was the worst day since the April 20 explosion.", "April 20", Role.BOUND),
    ("They met after Monday's vote.", "Monday", Role.BOUND),
    ("The talks ran from Monday to Wednesday.", "Wednesday", Role.BOUND),
    # a likeness and a comparison tell nothing of the day
    ("It will be like New Year's Eve.", "New Year's Eve", Role.BOUND),
    ("More oil came out than on Friday or than Monday, he said.", "Monday", Role.BOUND),
    # a counted day in a clause on the side is not the day of what the sentence tells
    ("It was his first success since the crisis began 3 days ago.", "3 days ago", Role.BOUND),
    ("The tube caught less of the oil than three days ago.", "three days ago", Role.BOUND),
    (
        "The company says the manoeuvre, started three days earlier to plug the well, has failed.",
        "three days earlier",
        Role.BOUND,
    ),
    ("The rig, which sank two days later, lies on the seabed.", "two days later", Role.BOUND),
    ("The rig exploded on 20 April and sank two days later.", "two days later", Role.HAPPENED),
    ("BP's rig caught fire, then sank two days later.", "two days later", Role.HAPPENED),
    ("A day later, the head of BP showed that he could offend.", "A day later", Role.HAPPENED),
    ("Two days ago, engineers closed the well.", "Two days ago", Role.HAPPENED),
]


@pytest.mark.parametrize(("text", "day", "expected"), CASES)
def test_the_nearest_verb_decides(text: str, day: str, expected: Role) -> None:
    start = text.index(day)
    assert role(text, start, start + len(day)) is expected


@pytest.mark.parametrize(
    ("text", "future"),
    [
        ("The two leaders will meet again.", True),
        ("A decision is expected within weeks.", True),
        ("The envoy said that a deal would come.", False),
        ("Troops took the town.", False),
    ],
)
def test_a_sentence_of_plans_is_no_news(text: str, future: bool) -> None:
    assert has_future_cue(text) is future
