"""Statements of which it is known whether their quotes support them.

Some of them are mixed into every request to judge statements. A model that judges these wrongly
judges the others no better, whether it is too small for it or obeys what is planted in a quote, so
nothing that it says of them counts. The reports are invented.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Control:
    """A quote with a statement that it supports, and one that says something else in one point."""

    quote: str
    supported: str
    wrong: str


CONTROLS = (
    Control(
        "The harbour board voted on Monday to ask the city for a second crane; the city has not "
        "replied.",
        "The board of the harbour decided on Monday to request another crane from the city.",
        "The city agreed on Monday to give the harbour a second crane.",
    ),
    Control(
        "Residents said the smell came from the tannery, but the inspector, Ada Holm, said that "
        "she had found its source in the sewer below Mill Lane.",
        "According to the inspector, the smell came from a sewer, not from the tannery.",
        "Residents and the inspector both said that the smell came from the tannery.",
    ),
    Control(
        "Ticket sales fell by a third in June, when the ferry was in dock for repairs that had "
        "been planned since the winter.",
        "A third fewer tickets were sold in June.",
        "Ticket sales fell so sharply in June that the ferry was taken out of service.",
    ),
    Control(
        "Mayor Petra Lind intends to open the new library in March if the roof is finished by "
        "then.",
        "The mayor plans to open the library in March, provided that its roof is ready.",
        "Mayor Petra Lind opened the new library in March, after its roof had been finished.",
    ),
    Control(
        "The union rejected the offer of the bus company, which then withdrew it.",
        "The bus company took its offer back after the union had turned it down.",
        "The bus company rejected the union's offer, and the union then withdrew it.",
    ),
    Control(
        "None of the four wells tested last week contained lead; a fifth, at the school, will be "
        "tested on Friday.",
        "Four wells were found free of lead, and the one at the school is still to be tested.",
        "None of the five wells, the one at the school included, contained lead.",
    ),
    Control(
        "Coach Iris Okafor said her deputy, Jon Vale, would take the team to the final, as she "
        "had to stay with her father.",
        "Jon Vale was to lead the team at the final in place of Iris Okafor, whose father "
        "needed her.",
        "Jon Vale said that he could not take the team to the final because of his father.",
    ),
    Control(
        "The opposition in the town council wants the car park closed. The majority said it would "
        "stay open until the end of the year.",
        "The council's majority is keeping the car park open until the year ends, against the "
        "wish of the opposition.",
        "The majority in the town council wants the car park closed before the end of the year.",
    ),
    Control(
        "Bakers in the valley raised the price of a loaf from 3 to 4 crowns because flour has "
        "become dearer.",
        "Because flour cost more, bread in the valley went up by one crown a loaf.",
        "Because bread had become dearer, mills in the valley raised the price of flour.",
    ),
    Control(
        "Two of the nine climbers were found on Saturday, both alive; the search for the other "
        "seven continues.",
        "Seven climbers remain missing after two were found alive on Saturday.",
        "All nine climbers had been found alive by Saturday.",
    ),
    Control(
        "The museum has never owned the painting: it was lent by a family from Porto, which sold "
        "it in May to a collector.",
        "A family from Porto, which had lent the painting to the museum, sold it to a collector.",
        "The museum sold the painting in May to a family from Porto.",
    ),
    Control(
        "A court on Thursday acquitted the two engineers of negligence and fined their company "
        "for the missing fence.",
        "The company has to pay because a fence was missing, while its engineers were cleared.",
        "A court on Thursday fined the two engineers for negligence.",
    ),
)
