"""The word lists: their form, and pairs of words that must and must not stand for each other."""

from __future__ import annotations

import itertools

import pytest

from index.english.synonyms import (
    COUNTRIES,
    FAMILIES,
    FORMS,
    LIGHT,
    OPPOSITES,
    SYNONYMS,
    Groups,
    Thesaurus,
    forms,
    is_light,
    is_seat_of_power,
    opposites,
    parse_group,
    places,
    read_lines,
    synonyms,
)
from index.english.tokens import fold, stem

GROUPED = (*FORMS, *FAMILIES, *SYNONYMS, COUNTRIES, OPPOSITES)

MEET = """
cancel scrap/cancellation scrapped/die killed/death died/buy purchased/sell sale/decide decision
lose loss/approve endorsed/respond response/choose choice/succeed success
speak speech/fly flight/grow growth/weapon missile/vehicle truck/broadcaster television
country nation/relative wife/leader president/boss chief/injured wounded/reason because
meet summit/delay postponed/fired sacked/hired recruited/jailed imprisoned/steal theft
arrested detained/protest demonstration/earthquake quake/storm hurricane/doctor surgeon
price cost/salary wage/tariffs duties/began launched/angry furious/large huge/quickly rapidly
ban prohibited/agreement treaty/invade invasion/destroy destruction/champion winner
soldiers troops/lawmaker senator/wildfire blaze/vaccine jab/disease cholera/animal elephant
drug cocaine/replace successor/born birth/investigate probe/evidence proof/apologise apology
rescue saved/happen occurred/ship ferry/company firm/oil crude/election vote/reject refused
visit trip/dangerous risky/poll survey/ceasefire truce/deport expelled/collapse fell
crash collided/accuse blamed/sentence jailed/found established/explosion blast
""".replace("\n", "/").strip("/")
APART = """
tank missile/missile tank/missile drone/missile rocket/president minister/minister president
increase decrease/buy sell/win lose/husband wife/rain snow/cholera malaria/rifle missile
king queen/hurricane earthquake/dog cat/three four/million billion/monday tuesday/euro dollar
oil gas/car train/bus truck/son daughter/missile weapon/wife relative/hotel school
football rugby/arrive depart/accept reject/first last/flood drought/north south/russia ukraine
mother father/cow horse/gold silver/bridge tunnel/doctor patient/judge lawyer/senator governor
measles flu/born died/teacher student/pilot driver/attack defend/import export
police firefighter/bishop imam/airport port/hospital school/iron copper/elephant animal
river lake/rise fall/arrest release/murder theft/hire fire/morning evening/city country
coal oil/general colonel/drown burn/ebola covid/ambassador minister/murder rape/knife gun
""".replace("\n", "/").strip("/")
IRREGULAR = """
arise arose/bear borne/beat beaten/become became/begin begun/bend bent/bind bound/bite bitten
bleed bled/blow blown/break broken/breed bred/bring brought/build built/buy bought/catch caught
choose chosen/come came/creep crept/deal dealt/dig dug/do done/draw drew/drink drunk/drive drove
eat ate/fall fell/feed fed/feel felt/fight fought/find found/flee fled/fly flew/forbid forbidden
forget forgot/forgive forgave/freeze froze/get got/give gave/go went/grow grew
hang hung/have had/hear heard/hide hid/hold held/keep kept/know knew/lay laid/lead led/learn learnt
leave left/lend lent/lie lay/lose lost/make made/mean meant/meet met/mistake mistook
overcome overcame/overthrow overthrew/pay paid/ride rode/ring rang/rise rose/run ran/say said
see saw/seek sought/sell sold/send sent/shake shook/shine shone/shoot shot/show shown
shrink shrank/sing sang/sink sank
sit sat/slay slain/sleep slept/speak spoke/spend spent/spin spun/spring sprang/stand stood
steal stole/stick stuck/sting stung/strike struck/strive strove/swear sworn/sweep swept/swim swam
swing swung/take took/teach taught/tear tore/tell told/think thought/throw threw/undergo underwent
understand understood/uphold upheld/wake woke/wear wore/weave wove/weep wept/win won
withdraw withdrew/withhold withheld/write wrote/die dying/tie tied/try tried
child children/man men/woman women/person people/crisis crises/foot feet/tooth teeth/wife wives
life lives/knife knives/thief thieves/criterion criteria/phenomenon phenomena/spokesman spokesmen
rumour rumor/organise organize/defence defense/centre center/labour labor/programme program
kilometre kilometers/colour color/tyre tires/analyse analyze/jewellery jewelry
television tv/two 2/percent percentage
""".replace("\n", "/").strip("/")


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(one, other) for one, other in (pair.split() for pair in table.split("/"))]


def _words(line: str) -> list[str]:
    return [word for word in line.split() if word not in {">", "|", "/"}]


@pytest.mark.parametrize("name", [*GROUPED, LIGHT])
def test_words_are_written_as_they_are_compared_and_once_a_line(name: str) -> None:
    lines = list(read_lines(name))
    assert len(lines) > 80
    for line in lines:
        words = _words(line)
        assert [fold(word) for word in words] == words, line
        assert len(set(words)) == len(words), line


@pytest.mark.parametrize("name", GROUPED)
def test_a_group_has_more_than_one_stem(name: str) -> None:
    for line in read_lines(name):
        assert len({stem(word) for word in _words(line)}) > 1, line


@pytest.mark.parametrize("name", [*FORMS, *FAMILIES, *SYNONYMS])
def test_no_line_is_there_twice(name: str) -> None:
    lines = [
        (frozenset(group.heads), frozenset(group.members))
        for group in map(parse_group, read_lines(name))
    ]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("name", [*FORMS, *FAMILIES, *SYNONYMS])
def test_no_word_is_in_a_group_with_its_opposite(name: str) -> None:
    for line in read_lines(name):
        group = parse_group(line)
        for head, member in itertools.product(group.heads, group.members):
            assert stem(member) not in opposites(stem(head)), line


def test_no_word_is_met_by_its_opposite() -> None:
    for line in read_lines(OPPOSITES):
        left, right = (side.split() for side in line.split("/"))
        for one, other in itertools.product(left, right):
            assert stem(other) not in synonyms(stem(one)), (one, other)
            assert stem(one) not in synonyms(stem(other)), (other, one)


@pytest.mark.parametrize(("asked", "told"), _pairs(MEET))
def test_a_word_is_met_by_another(asked: str, told: str) -> None:
    assert stem(told) in synonyms(stem(asked))


@pytest.mark.parametrize(("asked", "told"), _pairs(APART))
def test_a_word_is_not_met_by_another(asked: str, told: str) -> None:
    assert stem(told) != stem(asked)
    assert stem(told) not in synonyms(stem(asked))


@pytest.mark.parametrize(("word", "form"), _pairs(IRREGULAR))
def test_a_form_is_the_same_word(word: str, form: str) -> None:
    assert stem(form) in forms(stem(word))
    assert stem(form) in synonyms(stem(word))


def test_a_form_that_is_a_word_of_its_own_is_not_the_other_word() -> None:
    assert stem("found") in forms("find")
    assert "find" not in forms(stem("found"))
    assert stem("wound") not in forms("wind")


def test_a_synonym_is_no_form() -> None:
    assert stem("scrap") not in forms("cancel")
    assert forms("zyx") == frozenset()
    assert synonyms("zyx") == frozenset()


def test_a_direction_holds_with_the_forms_of_both_words() -> None:
    small = Thesaurus(
        Groups(["man men", "find > found", "strike struck"]),
        Groups(["attack attacker"]),
        Groups(["relative > man", "attack strike", "establish found"]),
    )
    assert small.synonyms("rel") == {"man", "men"}
    assert small.synonyms("men") == {"man"}
    assert {"strike", "struck"} <= small.synonyms(stem("attacker"))
    assert stem("attack") in small.synonyms("struck")
    assert "find" not in small.synonyms(stem("establish"))
    assert stem("establish") not in small.synonyms("find")


def test_comments_and_spaces_are_no_words() -> None:
    assert parse_group("weapon > missile  rocket").members == ("missile", "rocket")
    assert parse_group("begin start").heads == parse_group("begin start").members
    assert not [line for name in GROUPED for line in read_lines(name) if "#" in line]


def test_places_are_one_country_and_seats_speak_for_it() -> None:
    assert {stem("russian"), stem("kremlin")} <= places(stem("moscow"))
    assert stem("pyongyang") in places(stem("korea"))
    assert stem("pyongyang") not in places(stem("seoul"))
    assert stem("american") in places(stem("us"))
    assert is_seat_of_power(stem("kremlin"))
    assert is_seat_of_power(stem("tokyo"))
    assert not is_seat_of_power(stem("russia"))
    assert places(stem("tuesday")) == frozenset()


def test_opposites_hold_in_every_form() -> None:
    assert stem("fell") in opposites(stem("rose"))
    assert stem("sold") in opposites(stem("bought"))
    assert stem("rose") not in opposites(stem("grew"))


@pytest.mark.parametrize(
    "word", "get went tried thing situation really please actually kind".split()
)
def test_words_that_tell_little(word: str) -> None:
    assert is_light(stem(word))


@pytest.mark.parametrize(
    "word",
    """first last win born cost visit replace hotel prize accord quit evening statue owner manager
    official final apartment rights generate attempt import president no not""".split(),
)
def test_words_that_change_what_is_asked_for(word: str) -> None:
    assert not is_light(stem(word))
