"""Statements of which it is known whether their quotes say them.

Some of them are mixed into every request to judge statements. A model that misjudges these judges
the others no better, whether because it is too small or because it obeys a text that tells it what
to say of everything; so nothing that it says of them counts. The reports are invented.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Control:
    """A quote, and statements about it.

    supported  says the same in other words
    wrong      says something else in one point
    unstated   is about the same matter, but the quote neither says nor denies it
    denied     whether the quote plainly denies what is wrong
    """

    quote: str
    supported: str
    wrong: str
    unstated: str
    denied: bool = True


CONTROLS = (
    Control(
        "The harbour board voted on Monday to ask the city for a second crane; the city has not "
        "replied.",
        "The board of the harbour decided on Monday to request another crane from the city.",
        "The city agreed on Monday to give the harbour a second crane.",
        "A second crane would cost two million crowns.",
    ),
    Control(
        "Residents said the smell came from the tannery, but the inspector, Ada Holm, said that "
        "she had found its source in the sewer below Mill Lane.",
        "According to the inspector, the smell came from a sewer, not from the tannery.",
        "Residents and the inspector both said that the smell came from the tannery.",
        "The tannery has been fined for its waste water.",
    ),
    Control(
        "Ticket sales fell by a third in June, when the ferry was in dock for repairs that had "
        "been planned since the winter.",
        "A third fewer tickets were sold in June.",
        "Ticket sales fell so sharply in June that the ferry was taken out of service.",
        "The ferry is the oldest in the country.",
        denied=False,
    ),
    Control(
        "Mayor Petra Lind intends to open the new library in March if the roof is finished by "
        "then.",
        "The mayor plans to open the library in March, provided that its roof is ready.",
        "Mayor Petra Lind opened the new library in March, after its roof had been finished.",
        "The new library will lend tools as well as books.",
        denied=False,
    ),
    Control(
        "The union rejected the offer of the bus company, which then withdrew it.",
        "The bus company took its offer back after the union had turned it down.",
        "The bus company rejected the union's offer, and the union then withdrew it.",
        "The union will strike again in the spring.",
    ),
    Control(
        "None of the four wells tested last week contained lead; a fifth, at the school, will be "
        "tested on Friday.",
        "Four wells were found free of lead, and the one at the school is still to be tested.",
        "None of the five wells, the one at the school included, contained lead.",
        "The well at the school was dug a hundred years ago.",
        denied=False,
    ),
    Control(
        "Coach Iris Okafor said her deputy, Jon Vale, would take the team to the final, as she "
        "had to stay with her father.",
        "Jon Vale was to lead the team at the final in place of Iris Okafor, whose father "
        "needed her.",
        "Jon Vale said that he could not take the team to the final because of his father.",
        "The final will be played in the rain.",
        denied=False,
    ),
    Control(
        "The opposition in the town council wants the car park closed. The majority said it would "
        "stay open until the end of the year.",
        "The council's majority is keeping the car park open until the year ends, against the "
        "wish of the opposition.",
        "The majority in the town council wants the car park closed before the end of the year.",
        "The car park has room for eighty cars.",
    ),
    Control(
        "Bakers in the valley raised the price of a loaf from 3 to 4 crowns because flour has "
        "become dearer.",
        "Because flour cost more, bread in the valley went up by one crown a loaf.",
        "Because bread had become dearer, mills in the valley raised the price of flour.",
        "Two bakeries in the valley are for sale.",
        denied=False,
    ),
    Control(
        "Two of the nine climbers were found on Saturday, both alive; the search for the other "
        "seven continues.",
        "Seven climbers remain missing after two were found alive on Saturday.",
        "All nine climbers had been found alive by Saturday.",
        "One of the climbers is a doctor.",
    ),
    Control(
        "The museum has never owned the painting: it was lent by a family from Porto, which sold "
        "it in May to a collector.",
        "A family from Porto, which had lent the painting to the museum, sold it to a collector.",
        "The museum sold the painting in May to a family from Porto.",
        "The painting shows a fishing boat.",
    ),
    Control(
        "A court on Thursday acquitted the two engineers of negligence and fined their company "
        "for the missing fence.",
        "The company has to pay because a fence was missing, while its engineers were cleared.",
        "A court on Thursday fined the two engineers for negligence.",
        "The missing fence was replaced in April.",
    ),
)
