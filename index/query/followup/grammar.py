"""Splits a question into question word, auxiliary, subject and verb; days in follow-ups."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from index.english import verbs
from index.temporal.tagger import find_dates

PREPOSITIONS = (
    "about|against|among|around|at|between|by|during|for|from|in|into|like|near|of|off|on|onto|out|"
    "over|regarding|through|to|toward|towards|under|up|upon|with|within|without|until|since|after|"
    "before|besides|despite"
)
_DO = frozenset("do does did don't doesn't didn't".split())
_BE = frozenset("is are was were am isn't aren't wasn't weren't".split())
_HAVE = frozenset("has have had hasn't haven't hadn't".split())
_MODAL = frozenset(
    "will would can could shall should may might must won't wouldn't can't couldn't "
    "shouldn't".split()
)
AUXILIARIES = _DO | _BE | _HAVE | _MODAL
QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
_PLAIN = frozenset("when where why".split())
_ADVERBS = frozenset(
    """actually again also always both each even eventually ever exactly finally first initially
    just never not now only originally personally precisely really reportedly still suddenly then
    yet publicly later previously""".split()
)
_DETERMINERS = frozenset(
    "the a an his her its their this that these those any some all no another every".split()
)
_JOINING = frozenset(f"and or {PREPOSITIONS.replace('|', ' ')}".split())
_PREDICATES = frozenset(
    """able afraid alone angry available aware bad certain clear close dead different difficult
    easy enough free gone good happy hard ill important impossible interested legal likely
    necessary off open over possible present ready responsible right safe serious so still sure
    there true unable unlikely useful valid willing wrong due supposed set""".split()
)
_HELPING = frozenset("help let make go come dare need have get keep".split())
"""Verbs that another verb may follow."""
_NOUNS_IN_ING = frozenset("meeting briefing hearing building warning ruling drilling".split())
_SUBORDINATORS = frozenset("when if because while that who which although though unless".split())


@dataclass(frozen=True, slots=True)
class QuestionFrame:
    """The parts of a question: ``asks`` ("Why", "Which companies", "" for a yes-no question), the
    auxiliary, the subject with its adverb, the verb, the rest without its mark; any may be empty.

    Joined by spaces they are the question. If ``asks`` is itself the subject ("Who called?",
    "Which oil companies were hit?"), ``subject`` is empty and ``acts`` is True.
    """

    asks: str
    auxiliary: str
    subject: str
    adverb: str
    verb: str
    rest: str
    acts: bool = False

    @property
    def word(self) -> str:
        """The question word in lower case: "which" of "On which day"."""
        return next((w for w in self.asks.lower().split() if w in QUESTION_WORDS), "")

    @property
    def noun(self) -> str:
        """What follows the question word: "companies" of "How many companies"."""
        return (
            re.sub(
                rf"^(?:(?:{PREPOSITIONS}) )?(?:what|which|whose|how (?:many|much))(?: of)?\b ?",
                "",
                self.asks,
                count=1,
                flags=re.IGNORECASE,
            )
            if self.word in {"what", "which", "whose"}
            or re.match(r"how (?:many|much)\b", self.asks, re.IGNORECASE)
            else ""
        )

    @property
    def base(self) -> str:
        """The infinitive of the verb, "" if there is none."""
        if not self.verb or self.auxiliary.lower() in _DO | _MODAL:
            return self.verb
        return verbs.base_of(self.verb) or (self.verb if verbs.is_base(self.verb) else "")

    def asking(self, asks: str) -> str:
        """Return the question with another question phrase that is not its subject."""
        return joined(asks, self.auxiliary.lower(), self.subject, self.adverb, self.verb, self.rest)


def joined(*parts: str) -> str:
    """Join these parts to a question."""
    text = " ".join(part for part in parts if part).strip(" ,?.!")
    return f"{text[:1].upper()}{text[1:]}?"


def parse_frame(question: str) -> QuestionFrame | None:
    """Split a question; None if it does not have this structure."""
    words = question.strip().rstrip("?!. ").split()
    if len(words) < 2:
        return None
    if words[0].lower() in AUXILIARIES:
        return _inverted("", words)
    begin = 1 if words[0].lower() in PREPOSITIONS.split("|") else 0
    if words[begin].lower().removesuffix("'s").removesuffix("’s") not in QUESTION_WORDS:
        return None
    if re.search(r"['’]s$", words[begin]):
        words[begin : begin + 1] = [words[begin][:-2], "is"]
    for i in range(begin + 1, min(len(words), begin + 8)):
        word = words[i].lower().replace("’", "'")
        if word in AUXILIARIES:
            return _with_phrase(words, begin, i)
        if _acts(words, begin, i):
            return QuestionFrame(
                " ".join(words[:i]), "", "", "", words[i], " ".join(words[i + 1 :]), True
            )
    return None


def _with_phrase(words: list[str], begin: int, i: int) -> QuestionFrame:
    asks, word = " ".join(words[:i]), words[begin].lower()
    auxiliary = words[i].lower().replace("’", "'")
    behind = words[i + 1 :]
    counting = word == "how" and begin + 1 < i and words[begin + 1].lower() in {"many", "much"}
    if auxiliary not in _DO and begin == 0 and (word not in _PLAIN | {"how"} or counting):
        at = _verb_after_adverbs(auxiliary, behind)
        if at is not None:
            adverb = " ".join(behind[:at])
            return QuestionFrame(
                asks, words[i], "", adverb, behind[at], " ".join(behind[at + 1 :]), True
            )
    return _inverted(asks, words[i:])


def _verb_after_adverbs(auxiliary: str, words: list[str]) -> int | None:
    """Where the verb stands when the question phrase itself is who acts."""
    for at, word in enumerate(words):
        if word in _ADVERBS | {"been", "being", "be"}:
            continue
        base = verbs.is_base(word) if auxiliary in _MODAL else False
        return at if word.islower() and (base or verbs.is_participle(word)) else None
    return None


def _acts(words: list[str], begin: int, i: int) -> bool:
    """Whether the verb of "Which countries support", "Who called" stands at ``i``."""
    word, asked = words[i], words[begin].lower()
    if asked in _PLAIN | {"how", "whom"} and not (asked == "how" and i > 2):
        return False
    if not word.islower() or begin:
        return False
    known = verbs.base_of(word) is not None
    if word.endswith("s") and any(w.lower() in AUXILIARIES for w in words[i + 1 : i + 3]):
        return False  # "What sanctions did they impose"
    return known if i == 1 else known or (verbs.is_base(word) and words[i - 1].endswith("s"))


def _inverted(asks: str, words: list[str]) -> QuestionFrame:
    """The part from the auxiliary on, with a subject behind it."""
    auxiliary, behind = words[0], words[1:]
    end = _end_of_subject(auxiliary.lower().replace("’", "'"), behind)
    subject, rest = behind[:end], behind[end:]
    adverbs: list[str] = []
    while len(subject) > 1 and subject[-1].lower() in _ADVERBS:
        adverbs.insert(0, subject.pop())
    verb = rest[0] if rest else ""
    return QuestionFrame(
        asks, auxiliary, " ".join(subject), " ".join(adverbs), verb, " ".join(rest[1:])
    )


def _end_of_subject(auxiliary: str, words: list[str]) -> int:
    for i in range(1, len(words)):
        word, before = words[i].rstrip(","), words[i - 1].lower()
        if not word.islower() or before in _DETERMINERS | _JOINING:
            continue
        if word in _SUBORDINATORS:
            return i
        if _is_verb(auxiliary, word, words[i + 1 : i + 2]) and not _is_noun(words, i):
            return i
    return len(words)


def _is_noun(words: list[str], i: int) -> bool:
    """Whether a word that may be a verb ends a phrase: "the Budapest visit take place"."""
    if words[0].lower() not in _DETERMINERS:
        return False
    behind = words[i + 1] if i + 1 < len(words) else ""
    if words[i] not in _HELPING and behind not in _JOINING and verbs.is_base(behind):
        return True  # "the emergency plan say"
    if words[i - 1].islower():
        return False
    return any(
        verbs.is_base(words[j]) and words[j - 1].lower() not in _DETERMINERS | _JOINING | {"to"}
        for j in range(i + 1, len(words))
    )


def _is_verb(auxiliary: str, word: str, behind: list[str]) -> bool:
    if auxiliary in _DO | _MODAL:
        return verbs.is_base(word)
    if auxiliary in _BE and word in _PREDICATES:
        return True
    if word in _NOUNS_IN_ING and behind and verbs.is_participle(behind[0]):
        return False
    return verbs.is_participle(word)


_ONES = {
    word: number
    for number, word in enumerate(
        "a one two three four five six seven eight nine ten".split(), start=0
    )
    if number
} | {"a": 1}
_STEP = re.compile(
    r"\b(?:on |by )?(?:"
    r"(?:the )?(?:very )?(?P<next>next|following|same|previous|preceding) day"
    r"|the day (?P<side>after|before)(?! yesterday\b| tomorrow\b)(?: that| this| it)?"
    r"|(?P<that>that(?: same| very)?) day"
    rf"|(?P<count>{'|'.join(_ONES)}|\d+) (?P<unit>days?|weeks?) "
    r"(?P<way>later|afterwards?|after|earlier|before)(?: that| this)?"
    r")(?=\s*(?:$|[?.!,]|(?:in|at|on|by|from|with|about|to|as|did|was|were)\b))",
    re.IGNORECASE,
)
_WITH_PREPOSITION = r"(?:\b(?:on|in|during|at|of|by|since|until)\s+)?"


def worded(day: dt.date) -> str:
    """Format a day as the bot writes it."""
    return f"{day.day} {day:%B %Y}"


def counted(text: str, day: dt.date | None) -> str:
    """Replace "the day after" and the like by a date, counted from ``day``."""
    if day is None or _names_one(_STEP.sub("", text)):
        return text

    def put(match: re.Match[str]) -> str:
        reached = _reached(match, day)
        return match.group() if reached is None else f"on {worded(reached)}"

    return _STEP.sub(put, text)


def _names_one(text: str) -> bool:
    """Whether a day is named in a text: "the day after" is then counted from that one."""
    return any(m.first is not None for m in find_dates(text, dt.date(2000, 1, 1)))


def _reached(match: re.Match[str], day: dt.date) -> dt.date | None:
    steps = 0
    if match["next"]:
        named = match["next"].lower()
        steps = {"next": 1, "following": 1, "same": 0}.get(named, -1)
    elif match["side"]:
        steps = 1 if match["side"].lower() == "after" else -1
    elif match["count"]:
        number = _ONES.get(match["count"].lower()) or int(match["count"])
        steps = number * (7 if match["unit"].lower().startswith("week") else 1)
        if match["way"].lower() in {"earlier", "before"}:
            steps = -steps
    try:
        return day + dt.timedelta(days=steps)
    except OverflowError:
        return None


def is_day(text: str) -> bool:
    """Return whether a phrase is only a day, month or year: "on October 25"."""
    bare = re.sub(rf"^{_WITH_PREPOSITION}", "", text.strip(), flags=re.IGNORECASE)
    found = find_dates(bare, dt.date(2000, 1, 1))
    return len(found) == 1 and found[0].start <= 4 and found[0].end == len(bare)


def with_day(question: str, phrase: str) -> str:
    """Return the question with another day instead of its own, or added at the end."""
    if not re.match(
        r"(?:on|in|during|at|since|until|by|yesterday|today|last|this)\b", phrase.lower()
    ):
        phrase = f"on {phrase}" if re.search(r"\d{1,2}\b(?!\d)|day\b", phrase) else f"in {phrase}"
    own = [m for m in find_dates(question, dt.date(2000, 1, 1)) if m.kind in {"DATE", "TIME"}]
    if not own:
        return f"{question.rstrip(' ?!.')} {phrase}?"
    start, end = own[0].start, own[-1].end
    before = re.sub(rf"{_WITH_PREPOSITION}$", "", question[:start], flags=re.IGNORECASE)
    return f"{before}{phrase}{question[end:]}"
