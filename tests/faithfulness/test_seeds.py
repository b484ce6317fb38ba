"""Sentences as a language model would write them about the seed articles."""

from __future__ import annotations

import functools

import pytest

from index.english.attribution import attribute
from index.faithfulness.evidence import PreparedEvidence
from index.faithfulness.models import Evidence
from index.ingestion.article_files import list_articles
from index.ingestion.parser import read_article
from index.ingestion.preparation import prepare_article
from tests.helpers import SEEDS
from tests.helpers.faithfulness import checker

FILES = dict(enumerate(list_articles(SEEDS)))


@functools.cache
def cited(article: int, sentence: int) -> PreparedEvidence:
    """A sentence of a seed article, read, with who says it by the sentences before."""
    found = read_article(SEEDS, FILES[article])
    sentences = prepare_article(found).sentences
    said = attribute([s.text for s in sentences], [s.paragraph for s in sentences])[sentence]
    chosen = sentences[sentence]
    raw = found.raw[chosen.start : chosen.end]
    evidence = Evidence(
        chosen.text, raw, found.published, found.title, found.outlet, found.file, said.who
    )
    return checker().prepare([evidence])[0]


TRUE = [
    ("Trump canceled the planned Budapest summit because it “didn’t feel right” to him.", [(4, 5)]),
    ("Donald Trump said on 22 October that he had canceled the summit with Putin.", [(3, 2)]),
    ("The US Treasury imposed sanctions on Rosneft and Lukoil, Russia's two largest oil "
     "companies.", [(3, 3)]),
    ("On 22 October 2025, Trump imposed sanctions on Rosneft and Lukoil.", [(2, 6)]),
    ("The White House said that a meeting was \"not completely off the table\".", [(3, 0)]),
    ("Karoline Leavitt said on 23 October that a Trump-Putin meeting was not completely off the "
     "table.", [(3, 0), (2, 7)]),
    ("Putin called the sanctions \"serious\" but said they would not significantly damage the "
     "Russian economy.", [(3, 12)]),
    ("Putin described the sanctions as an “unfriendly act”.", [(3, 15)]),
    ("Kirill Dmitriev, Putin's envoy, held talks with US officials, including Steve Witkoff.",
     [(0, 7)]),
    ("Dmitriev met Trump’s special envoy Steve Witkoff on Friday and Saturday.", [(0, 7)]),
    ("Zelensky said he supported Trump's proposal to base peace talks on the current "
     "frontlines.", [(0, 9)]),
    ("Kremlin spokesman Dmitry Peskov said there was “no need” for a meeting.", [(2, 0)]),
    ("Peskov told TASS that a meeting was possible hypothetically, but that there was no need "
     "for it at this point.", [(2, 1)]),
    ("The Kremlin warned on 26 October that a summit would need “a great deal of homework”.",
     [(4, 0)]),
    ("The summit plans were shelved on 21 October, and a day later Trump imposed sanctions on "
     "two Russian oil companies.", [(2, 4), (2, 6)]),
    ("Trump said about 78% of Donbas is already taken by Russia.", [(1, 16), (1, 17)]),
    ("Trump said Russia has already taken 78 percent of the land.", [(1, 17)]),
    ("Rubio and Lavrov spoke by phone on Monday, 20 October.", [(1, 2)]),
    ("Trump and Putin had met in Alaska in August.", [(1, 3)]),
    ("Zelenskyy left the White House without the Tomahawk missiles he had requested.", [(1, 15)]),
    ("Ukraine and European allies accused Russia of using “stalling tactics” to prolong the war.",
     [(1, 19)]),
    ("Trump dismissed the idea of supplying Tomahawks to Ukraine, calling them complex.",
     [(3, 20)]),
    ("Putin warned that the response to strikes on Russian territory would be “very strong, if "
     "not overwhelming”.", [(3, 19)]),
    ("Trump said he would only meet Putin if a deal was likely.", [(0, 1), (0, 2)]),
    ("Trump told reporters on Air Force One that he would not waste his time on a meeting "
     "without a deal.", [(0, 1), (0, 2)]),
    ("According to the Kremlin, no date for the Budapest summit had been set.", [(4, 8)]),
    ("On 16 October, Trump announced plans to meet Putin in Hungary within two weeks.",
     [(3, 10)]),
    ("Trump was travelling to Malaysia for the ASEAN summit.", [(4, 7)]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "places"), TRUE)
def test_true(sentence: str, places: list[tuple[int, int]]) -> None:
    assert checker().check(sentence, [cited(*place) for place in places]).problems == ()


FALSE = [
    ("Putin canceled the planned summit because it didn't feel right to him.", [(3, 2)]),
    ("Trump said on Thursday that he canceled the summit with Putin.", [(3, 2)]),
    ("The US Treasury lifted sanctions on Rosneft and Lukoil.", [(3, 3)]),
    ("The US Treasury imposed sanctions on Gazprom and Lukoil.", [(3, 3)]),
    ("The White House said that a meeting was completely off the table.", [(3, 0)]),
    ("Putin said the sanctions would significantly damage the Russian economy.", [(3, 12)]),
    ("Zelensky rejected Trump's proposal to base peace talks on the current frontlines.", [(0, 9)]),
    ("Witkoff told CNN on Friday that a negotiated settlement was within reach.", [(0, 9)]),
    ("Peskov said there was a need for a meeting.", [(2, 0)]),
    ("Trump said there was no need for a meeting with Putin.", [(2, 0)]),
    ("Trump said about 87% of the land is already taken by Russia.", [(1, 17)]),
    ("Trump said about 78% of the land is already taken by Ukraine.", [(1, 17)]),
    ("Trump and Putin met in Alaska in July.", [(1, 3)]),
    ("Zelenskyy left the White House with long-range Tomahawk missiles.", [(1, 15)]),
    ("Lavrov met Rubio in Budapest on Monday.", [(1, 2)]),
    ("The summit will take place in Budapest on 30 November.", [(4, 8), (2, 4)]),
    ("Trump agreed to supply Tomahawks to Kyiv.", [(3, 20)]),
    ("Trump was travelling to Japan for the ASEAN summit.", [(4, 7)]),
    ("Dmitriev said that Russia and Ukraine were far from a deal.", [(2, 8)]),
    ("Dmitriev denied on 24 October that Russia and Ukraine were close to a deal.", [(2, 8)]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "places"), FALSE)
def test_false(sentence: str, places: list[tuple[int, int]]) -> None:
    assert not checker().check(sentence, [cited(*place) for place in places]).supported
