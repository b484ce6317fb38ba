"""Words that stand for each other in the news, by stem.

Three kinds: groups of near synonyms; countries with their people, capitals and seats of power
("Moscow" speaks for Russia); and opposites, which look alike to an embedding model and are not.
The groups hold words of news English in general, none of any one coverage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from index.language.words import fold, stem

_GROUPS = """
say tell state remark comment declare note add explain speak talk mention describe call announce
say claim assert argue insist maintain stress emphasize emphasise underline reiterate repeat
say write post tweet publish
think believe view opinion judge feel consider regard
think expect hope
ask request seek demand want call appeal
want hope wish intend plan aim
answer reply respond response react reaction retort
meet meeting summit talk negotiation encounter session conference gathering sit
talk conversation discussion dialogue negotiation
call phone telephone ring
cancel scrap shelve abandon drop axe nix cancellation suspend halt
cancel postpone delay defer suspend shelve hold
postpone delay defer later reschedule
begin start launch open commence outset
end stop finish close conclude halt cease over
kill die death dead fatality slay murder victim perish
hurt injure injury wound wounded casualty
attack strike raid assault offensive bomb bombing shell fire hit
blast explosion explode bomb
sanction penalty penalise penalize punish punishment measure restriction
impose introduce slap place put enact adopt
hit target affect sanction
reason because why cause due owing motive decide
buy purchase acquire acquisition
pay cost price spend worth
cost price expensive worth
job role post position office work title occupation
leader president premier chief head
chief head boss ceo executive director
ceo executive
president leader
minister secretary
spokesman spokeswoman spokesperson secretary spokespeople
envoy negotiator emissary representative diplomat
official authority officer
company firm giant corporation business enterprise producer
oil petroleum crude energy
gas energy
weapon arms missile rocket
missile rocket weapon
soldier troop force army military
troop force soldier
ally partner allied
enemy foe adversary
reporter journalist correspondent press media
media press journalist newspaper broadcaster outlet
interview tell speak
news report story
rumour rumor gossip speculation
agree agreement accept consent
agreement deal accord pact treaty settlement
deal agreement settlement solution
peace settlement ceasefire truce
ceasefire truce armistice
war conflict fight fighting hostility invasion
war fighting battle
threaten warn threat warning
warn caution alert
worry fear concern anxious anxiety afraid worried
happy glad pleased
angry anger furious
reject refuse refusal decline deny dismiss turn oppose
deny dismiss reject
support back favour favor endorse agree
oppose against opposition object reject
possible possibility chance likely likelihood may
condition precondition requirement require
condition guarantee unless if
big large huge great giant major
small little minor
number figure amount count
percent percentage share proportion %
money fund funding cash dollar
place venue location site host city
venue location hold host place
happen occur take place
trip travel visit journey route tour
visit trip travel
travel fly trip route
arrive come reach
leave depart quit exit go
give hand provide supply deliver send grant
get receive obtain gain
send deliver supply provide dispatch
buy order
show reveal disclose
find discover
kill slay
help aid assist assistance
win victory beat triumph
lose loss defeat
fall drop decline decrease slump
rise increase climb raise grow surge higher
election vote poll ballot
law bill legislation
court judge trial
arrest detain custody
police officer
money budget
build construct construction
leak spill
quake earthquake tremor
flu influenza virus
house home
child kid
man male
woman female
work function operate
use employ
use operate
land territory area ground
border frontier boundary
region area territory province oblast
country nation state
present gift
quick fast soon
soon quickly shortly
last long duration
date day
accuse blame fault charge
stall delay drag
assets property fund
seize confiscate take
preparation prepare arrange plan
relation relationship tie
bad badly poor poorly
damage harm hurt impact affect
new latest recent
"""

_COUNTRIES = """
russia russian russians moscow kremlin
ukraine ukrainian ukrainians kyiv kiev
us usa america american americans washington
britain british uk london briton
france french paris
germany german germans berlin
china chinese beijing
japan japanese tokyo
israel israeli jerusalem
iran iranian tehran
turkey turkish ankara turkiye
hungary hungarian budapest
poland polish warsaw
italy italian rome
spain spanish madrid
europe european europeans eu brussels
india indian delhi
haiti haitian
mexico mexican
malaysia malaysian
canada canadian ottawa
egypt egyptian cairo
syria syrian damascus
libya libyan tripoli
iraq iraqi baghdad
afghanistan afghan kabul
"""

_OPPOSITES = """
increase rise grow gain more high expand / decrease fall decline lose less low shrink
first early / last late
large big great most / small little least few
before prior / after follow later
north northern / south southern
east eastern / west western
begin start open / end finish close stop
win victory succeed success / lose defeat fail failure
accept allow permit approve legal / reject refuse ban deny prohibit illegal forbid
support favor favour pro agree / oppose against anti disagree
buy purchase / sell
inside internal within / outside external
same similar / different
rich wealthy / poor
men male man / women female woman
old ancient / young new modern
public / private
positive / negative
major main primary / minor secondary
always / never
enter arrive join / leave depart
include / exclude
good better best / bad worse worst
strong / weak
easy / difficult hard
create build / destroy
maximum / minimum
common / rare
upper top / lower bottom
friend ally / enemy
"""


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in words.split())


def _index(lines: Iterable[frozenset[str]]) -> dict[str, frozenset[str]]:
    table: defaultdict[str, set[str]] = defaultdict(set)
    for group in lines:
        for word in group:
            table[word] |= group
    return {word: frozenset(group - {word}) for word, group in table.items()}


_SYNONYMS = _index(_stems(line) for line in _GROUPS.strip().splitlines())
_PLACES = _index(_stems(line) for line in _COUNTRIES.strip().splitlines())


def _opposites() -> dict[str, frozenset[str]]:
    table: defaultdict[str, set[str]] = defaultdict(set)
    for line in _OPPOSITES.strip().splitlines():
        left, right = (_stems(side) for side in line.split("/"))
        for word in left:
            table[word] |= right
        for word in right:
            table[word] |= left
    return {word: frozenset(group) for word, group in table.items()}


_CONTRARY = _opposites()


SPEAKING = _stems(
    """say tell speak state remark comment declare announce write post tweet claim argue complain
    express mention describe explain voice utter accuse answer reply respond react think believe
    feel view opinion judge call stress insist warn add note ask talk"""
)
"""What a statement with a source is an instance of, whichever verb it has."""


def synonyms(stemmed: str) -> frozenset[str]:
    """Stems that can stand for this one."""
    return _SYNONYMS.get(stemmed, frozenset())


_SEATS = _stems(
    """moscow kremlin kyiv kiev washington london paris berlin beijing jerusalem tehran ankara
    budapest warsaw rome madrid brussels delhi ottawa cairo damascus tripoli baghdad kabul"""
)


def seat(stemmed: str) -> bool:
    """Whether it is a town or building that can stand for a country's government."""
    return stemmed in _SEATS


def places(stemmed: str) -> frozenset[str]:
    """Stems that name the same country: its people, its capital, its seat of power."""
    return _PLACES.get(stemmed, frozenset())


def opposites(stemmed: str) -> frozenset[str]:
    """Stems that mean the contrary."""
    return _CONTRARY.get(stemmed, frozenset())
