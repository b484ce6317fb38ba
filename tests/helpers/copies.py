"""An agency text and what outlets make of it."""

from __future__ import annotations

PARAGRAPHS = (
    "Six people died on Monday 20 October 2025 when fire broke out on the ferry Norvik Star off "
    "the northern coast, the coastguard said.",
    "The ferry was carrying 214 passengers from Grindal to Norvik when smoke was seen on the car "
    "deck shortly after midnight.",
    "Captain Lars Holm ordered everybody into the lifeboats, and two helicopters lifted thirty "
    "people from the bow of the burning ship.",
    "The ferry company Norlink said that the ship had been inspected in August and that no fault "
    "had been found.",
    "Transport minister Eva Dahl announced an inquiry on Tuesday and said that she would meet the "
    "families this week.",
)
LOCAL = "Mayor Ada Berg said that flags would fly at half-mast in Grindal on Friday."
OTHER = (
    "The harbour of Grindal stayed closed to all ships on Wednesday while divers looked for the "
    "anchor that a freighter had lost.",
    "Fishermen complained that nobody had told them for how long their boats would have to lie "
    "idle, in the best weeks of the season.",
    "A spokeswoman of the port said that the work was nearly done and that the first boats would "
    "leave before the weekend.",
)


def told(*paragraphs: str) -> str:
    """Paragraphs as one text."""
    return "\n\n".join(paragraphs)


AGENCY = told(*PARAGRAPHS)
WITH_LOCAL = told(*PARAGRAPHS, LOCAL)
CUT = told(*PARAGRAPHS[:4])
NEW_LEAD = told("A night of horror has ended for the crew of a ferry.", *PARAGRAPHS[1:])
CORRECTED = AGENCY.replace("Six people died", "Fourteen people died")
"""Another number in the same words."""
