"""Rows made by program, of the kinds that the product meets and the public sets lack.

Two makers. `unanswerable` changes one thing in a question that its passage answers, so that the
passage no longer does. `claims` takes a sentence of a passage as a claim, as it stands or lightly
shortened (supported), or with one thing wrong: the speaker, a name, a place, a day, a number, the
polarity, a cause hung on, two facts merged. Names and their kinds are found by pattern, not by a
tagger: a wrong guess costs a row, not an answer.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from train.rows import EntailmentRow, ReaderRow
from train.text import sentences, words

_NAME = re.compile(
    r"\b[A-Z][\w’'-]*[a-z][\w’-]*(?:\s+(?:of|the|de|van|von|al|and)(?=\s+[A-Z])|\s+[A-Z][\w’-]+)*"
)
_NUMBER = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d+(?:\.\d+)?\b")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_COUNTS = "two three four five six seven eight nine ten twelve twenty thirty".split()
_BODY = re.compile(
    r"\b(?:Party|Ministry|Department|Council|Court|Committee|Commission|Company|Corp|Inc|Bank|"
    r"University|Agency|Association|Union|Army|Police|Congress|Parliament|Senate|House|Office|"
    r"Group|Institute|School|Club|United|FC|Church|Times|News)\b"
)
_BODIES = (
    "government opposition police army court parliament company union president minister mayor "
    "prosecutor judge spokesman lawyer residents council ministry commission families victims"
).split()
_OPPOSITES = (
    "increase/decrease increased/decreased rise/fall rose/fell more/less higher/lower "
    "largest/smallest biggest/smallest first/last before/after best/worst most/least win/lose "
    "won/lost accept/reject accepted/rejected approve/reject approved/rejected support/oppose "
    "supported/opposed agreed/refused begin/end began/ended started/stopped open/close "
    "opened/closed join/leave joined/left up/down above/below early/late north/south east/west "
    "northern/southern eastern/western buy/sell bought/sold confirmed/denied admitted/denied "
    "allowed/banned positive/negative success/failure successful/unsuccessful men/women "
    "old/young public/private major/minor strong/weak legal/illegal guilty/innocent alive/dead "
    "gained/lost true/false same/different inside/outside always/never include/exclude "
    "entered/left arrived/left born/died earlier/later lowest/highest"
).split()
_POSITIVE = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|did|does|do)\b")
_NEGATED = re.compile(r"\b(is|are|was|were|has|have|had|will|would|could|did|does|do) not\b")
_CLAUSE = re.compile(r",\s(?:who|which|where|whose)[^,]{5,80},\s|\s\([^)]{2,60}\)")
_LEAD = re.compile(r"^(?:On|In|At|After|Before|Since|During|Last)\s[^,]{3,40},\s(?=[A-Za-z])")
_TAIL = re.compile(r",\s(?:according to|officials said|police said|he said|she said|which)[^,]*\.$")
_QUOTED = re.compile(
    r"^[\"“](?P<what>[^\"“”]{15,200}?)[,.]?[\"”]\s*,?\s*(?:(?P<verb>said|says)\s(?P<who>[A-Z][^.,;]{2,50})"
    r"|(?P<who2>[A-Z][^.,;\"]{2,40})\s(?:said|says))[.,]"
)
_SAYS = re.compile(r"^(?P<who>[A-Z][^,.;\"“]{2,50}?)\s(?P<verb>said|says|told|announced|claimed)\b")


def opposites() -> dict[str, str]:
    """Each word of the list with its opposite, both ways."""
    pairs = [pair.split("/") for pair in _OPPOSITES]
    both = {right: left for left, right in pairs}
    both.update(dict(pairs))
    return both


_OPPOSITE = opposites()
_OPPOSITE_WORD = re.compile(r"\b(?:" + "|".join(_OPPOSITE) + r")\b")
_BODY_WORD = re.compile(r"\b[Tt]he (?:" + "|".join(_BODIES) + r")\b")


def kind(name: str, before: str) -> str:
    """What sort of thing `name` is, as far as its shape and the text before it tell."""
    if name in _DAYS:
        return "day"
    if name in _MONTHS:
        return "month"
    if _BODY.search(name):
        return "body"
    if re.search(r"\b(?:in|at|from|near|across|to)\s$", before):
        return "place"
    return "person" if " " in name else "name"


def names(text: str, *, skip_first: bool = True) -> list[tuple[int, int, str]]:
    """Spans of the names in `text` with their kinds.

    A single capitalised word that begins a sentence is left out: it may be any word.
    """
    found = []
    starts = {start for start, _ in sentences(text)} if skip_first else set()
    for match in _NAME.finditer(text):
        if match.start() in starts and " " not in match.group():
            continue
        found.append((match.start(), match.end(), kind(match.group(), text[: match.start()])))
    return found


class Pool:
    """Names by kind, gathered from many texts, to take wrong ones from."""

    def __init__(self, texts: Iterable[str]) -> None:
        by_kind: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            for start, end, sort in names(text):
                if end - start > 2:
                    by_kind[sort].add(text[start:end])
        self._names = {sort: sorted(found) for sort, found in by_kind.items()}

    def other(self, sort: str, not_this: str, context: str, rng: random.Random) -> str | None:
        """A name of kind `sort`, mostly one that `context` also mentions, never `not_this`."""
        near = {context[a:b] for a, b, k in names(context) if k == sort or {k, sort} <= _LOOSE}
        near = {n for n in near if not set(words(n)) & set(words(not_this))}
        if near and rng.random() < 0.7:
            return rng.choice(sorted(near))
        far = self._names.get(sort, [])
        for _ in range(5):
            choice = rng.choice(far) if far else not_this
            if choice != not_this and choice not in context:
                return choice
        return None


_LOOSE = {"name", "person", "place"}
"""Kinds that patterns confuse, so that one may stand in for another of the same passage."""


def _put(text: str, start: int, end: int, new: str) -> str:
    if start == 0 or text[start].isupper():
        new = new[:1].upper() + new[1:]
    return text[:start] + new + text[end:]


def wrong_name(text: str, context: str, pool: Pool, rng: random.Random) -> str | None:
    """`text` with one of its names replaced by another of the same kind."""
    spans = names(text)
    if not spans:
        return None
    start, end, sort = rng.choice(spans)
    if sort in {"day", "month"}:
        new: str | None = rng.choice(
            [d for d in (_DAYS if sort == "day" else _MONTHS) if d != text[start:end]]
        )
    else:
        new = pool.other(sort, text[start:end], context, rng)
    return new and text[:start] + new + text[end:]


def wrong_number(text: str, context: str, pool: Pool, rng: random.Random) -> str | None:
    """`text` with one number, year or count changed, often to another one of the passage."""
    years = list(_YEAR.finditer(text))
    if years and rng.random() < 0.7:
        match = rng.choice(years)
        near = [y for y in _YEAR.findall(context) if y != match.group()]
        step = rng.choice([-10, -5, -3, -2, -1, 1, 2, 3, 5, 10])
        new = rng.choice(near) if near and rng.random() < 0.5 else str(int(match.group()) + step)
        return text[: match.start()] + new + text[match.end() :]
    counts = [m for m in re.finditer(r"\b\w+\b", text) if m.group() in _COUNTS]
    numbers = list(_NUMBER.finditer(text)) + counts
    if not numbers:
        return None
    match = rng.choice(numbers)
    near = [n for n in _NUMBER.findall(context) if n != match.group() and n not in text]
    if match in counts:
        new = rng.choice([c for c in _COUNTS if c != match.group()])
    elif near and rng.random() < 0.5:
        new = rng.choice(near)
    else:
        value = float(match.group().replace(",", ""))
        changed = max(1.0, value * rng.choice([0.25, 0.5, 0.8, 1.2, 1.5, 2, 3, 10])) + (value < 4)
        new = f"{changed:,.0f}" if "." not in match.group() else f"{changed:.1f}"
        if new == match.group():
            new = f"{int(value) + 1}"
    return text[: match.start()] + new + text[match.end() :]


def opposite(text: str, context: str, pool: Pool, rng: random.Random) -> str | None:
    """`text` with one word turned into its opposite."""
    found = list(_OPPOSITE_WORD.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + _OPPOSITE[match.group()] + text[match.end() :]


def polarity(text: str, context: str, pool: Pool, rng: random.Random) -> str | None:
    """`text` with a "not" put in, or taken out where there is one."""
    if match := _NEGATED.search(text):
        return text[: match.start()] + match.group(1) + text[match.end() :]
    match = _POSITIVE.search(text)
    return match and text[: match.end()] + rng.choice([" not", " never"]) + text[match.end() :]


def wrong_body(text: str, context: str, pool: Pool, rng: random.Random) -> str | None:
    """`text` with "the government" for "the opposition" and the like."""
    found = list(_BODY_WORD.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    old = match.group().split()[-1]
    new = match.group()[:4] + rng.choice([b for b in _BODIES if b != old])
    return text[: match.start()] + new + text[match.end() :]


Change = Callable[[str, str, Pool, random.Random], str | None]
QUESTION_CHANGES: tuple[tuple[Change, int], ...] = (
    (wrong_name, 5),
    (wrong_number, 2),
    (opposite, 4),
    (polarity, 1),
    (wrong_body, 1),
)
"""Changes to a question, with their weights."""


def unanswerable(row: ReaderRow, pool: Pool, rng: random.Random) -> ReaderRow | None:
    """`row` with one thing in its question changed, marked as not answered; None if none fits."""
    changes, weights = zip(*QUESTION_CHANGES, strict=True)
    for change in dict.fromkeys(rng.choices(changes, weights, k=4)):
        text = change(row.question, row.passage, pool, rng)
        if text and text != row.question:
            marks = tuple((a, b, 0) for a, b, _ in row.sentences)
            source = f"made:{change.__name__}"
            return ReaderRow(text, row.passage, None, False, marks, source, row.group)
    return None


def typed(question: str, rng: random.Random) -> str:
    """`question` as people type: lower case, no question mark, now and then a slip."""
    text = question.lower() if rng.random() < 0.8 else question
    if rng.random() < 0.7:
        text = text.rstrip("?. ")
    if rng.random() < 0.35:
        at = rng.randrange(1, max(2, len(text) - 2))
        if text[at : at + 2].isalpha():
            swap = text[at + 1] + text[at]
            text = text[:at] + rng.choice([swap, text[at + 1], text[at] * 2]) + text[at + 2 :]
    return text


def shortened(text: str, rng: random.Random) -> str:
    """`text` said with fewer of its own words, or as reported speech; unchanged if nothing fits."""
    steps: list[Callable[[str], str]] = [
        lambda t: _CLAUSE.sub(" ", t, count=1),
        lambda t: _LEAD.sub("", t, count=1),
        lambda t: _TAIL.sub(".", t, count=1),
        _reported,
    ]
    rng.shuffle(steps)
    for step in steps[: rng.choice([1, 2, 4])]:
        text = step(text)
    text = re.sub(r"\s+", " ", text).strip()
    return text[:1].upper() + text[1:]


def _reported(text: str) -> str:
    match = _QUOTED.match(text)
    if not match or re.search(r"\b(?:I|we|my|our|me|us|you)\b", match["what"], re.I):
        return text
    return f"{match['who'] or match['who2']} said that {match['what'].lstrip()}."


def wrong_speaker(text: str, context: str, pool: Pool, rng: random.Random) -> str | None:
    """`text` said by somebody else."""
    match = _SAYS.match(text)
    if not match:
        return None
    new = pool.other("person", match["who"], context, rng)
    return new and new + text[match.end("who") :]


def wrong_cause(text: str, context: str, pool: Pool, rng: random.Random) -> str | None:
    """`text` with another sentence of the passage hung on as its cause."""
    others = [context[a:b] for a, b in sentences(context)]
    others = [s for s in others if s[:40] not in text and 4 < len(s.split()) < 22]
    if not others:
        return None
    cause = rng.choice(others).rstrip(".")
    if cause.split()[0] in {"The", "A", "In", "He", "She", "It", "They", "This", "His", "But"}:
        cause = cause[0].lower() + cause[1:]
    return text.rstrip(".") + rng.choice([" because ", ", since "]) + cause + "."


_HALVES = re.compile(r"\b(?:said|says|was|were|is|are|has|had|will|would|announced|told|won)\b")


def merged(text: str, context: str, pool: Pool, rng: random.Random) -> str | None:
    """The beginning of `text` with the deed of another sentence of the passage."""
    mine = _HALVES.search(text)
    others = [context[a:b] for a, b in sentences(context)]
    halves = [(s, _HALVES.search(s)) for s in others if s[:40] not in text]
    usable = [(s, m) for s, m in halves if m and s.split()[0] not in {"He", "She", "It", "They"}]
    if not mine or not usable or not 0 < mine.start() < 60:
        return None
    other, at = rng.choice(usable)
    if set(words(text[: mine.start()])) & set(words(other[: at.start()])) - {"the", "a", "of"}:
        return None
    return text[: mine.start()] + other[at.start() :]


CLAIM_CHANGES: tuple[tuple[Change, int, str], ...] = (
    (wrong_name, 5, "not_supported"),
    (wrong_number, 3, "not_supported"),
    (opposite, 3, "not_supported"),
    (polarity, 3, "contradicted"),
    (wrong_body, 3, "not_supported"),
    (wrong_speaker, 4, "not_supported"),
    (wrong_cause, 2, "not_supported"),
    (merged, 3, "not_supported"),
)
"""Changes to a claim, with their weights and what the evidence then says of it."""


def claims(
    passage: str, source: str, group: str, pool: Pool, rng: random.Random
) -> list[EntailmentRow]:
    """Rows from one sentence of `passage`: one that holds, one with a change, at times one whose
    sentence was taken out of the evidence."""
    spans = [s for s in sentences(passage) if 7 < len(passage[slice(*s)].split()) < 45]
    if len(spans) < 2:
        return []
    start, end = rng.choice(spans)
    sentence = passage[start:end]
    if sentence.endswith("?") or (not sentence[0].isupper() and sentence[0] not in '"“'):
        return []
    true = shortened(sentence, rng) if rng.random() < 0.6 else sentence
    rows = [EntailmentRow(true, passage, "supported", f"made:{source}:true", group)]
    changes, weights, _ = zip(*CLAIM_CHANGES, strict=True)
    labels = {change: label for change, _, label in CLAIM_CHANGES}
    for change in dict.fromkeys(rng.choices(changes, weights, k=5)):
        false = change(true, passage, pool, rng)
        if false and false != true:
            name = f"made:{source}:{change.__name__}"
            rows.append(EntailmentRow(false, passage, labels[change], name, group))
            break
    if rng.random() < 0.25:
        rest = (passage[:start] + passage[end:]).strip()
        rows.append(EntailmentRow(true, rest, "not_stated", f"made:{source}:taken_out", group))
    return rows
