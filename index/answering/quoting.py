"""Extends a selected sentence to a quote that can be understood on its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from index.answering.corpus import ArticleView
from index.answering.ranking import RankedSentence
from index.english.corrections import tells_of_an_earlier_version
from index.models import Citation, Reprint
from index.storage.ledger.records import StoredSentence

LONGEST = 620
"""Characters of a quotation that is quoted whole, from who opens it to whose it is."""

LEANING = 340
"""Characters with the sentences before that say who or what is meant."""

GOING_ON = 420
"""Characters with a "however" that follows, or the end of a quotation."""

MAX_BACK = 3
"""Sentences back to where a quotation opens."""

_CONTRAST = re.compile(
    r"^\W*(?:but|however|yet|still|in fact|in reality|the claims?|that claim|this contradicts|"
    r"that contradicts|critics|despite (?:this|that))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quote:
    """``raw[start:end]`` of the file; ``text`` is the same without markup.

    ``sentences`` are all that it quotes, in order, and ``sentence`` is the one it is quoted for.
    """

    sentence: StoredSentence
    start: int
    end: int
    quote: str
    text: str
    ordinals: range
    sentences: tuple[StoredSentence, ...]

    def cite(self, number: int, also: tuple[Reprint, ...] = ()) -> Citation:
        """Return a citation of all that it quotes."""
        first = self.sentences[0].cite(number, also)
        return replace(first, start=self.start, end=self.end, quote=self.quote, text=self.text)


def quote(evidence: RankedSentence, raw: str) -> Quote:
    """Return the sentence, with its neighbours if it cannot be understood without them.

    "He added ..." is extended back to who he is, part of a quotation to its beginning and end and
    to the speaker, and anything on to a "however"; what an article said before it was corrected is
    quoted together with the correction. Quotes include white space and the markup of paragraphs
    between sentences, but never boilerplate.
    """
    view, ordinal = evidence.view, evidence.ordinal
    first, last = _whole_quotation(evidence, raw)
    if first == ordinal:
        first -= _lean(evidence, raw)
    last = _to_its_end(evidence, raw, first, last)
    while _is_taken_back(view, last) and _joined(evidence, raw, first, last + 1, GOING_ON):
        last += 1
    return _cut(evidence, raw, first, last)


def extended(cut: Quote, evidence: RankedSentence, more: Quote, raw: str) -> Quote | None:
    """Return a quote of ``cut`` and ``more``, of the same article, as one; None if it is too long
    or something is between them. ``evidence`` is that of ``cut``.
    """
    first = min(cut.ordinals.start, more.ordinals.start)
    last = max(cut.ordinals.stop, more.ordinals.stop) - 1
    if last - first >= len(cut.ordinals) + len(more.ordinals):
        return None
    return (
        _cut(evidence, raw, first, last) if _joined(evidence, raw, first, last, LONGEST) else None
    )


def _whole_quotation(evidence: RankedSentence, raw: str) -> tuple[int, int]:
    """From the sentence that opens the quotation to the one that says whose it is."""
    view, ordinal = evidence.view, evidence.ordinal
    first, last = ordinal, ordinal + max(0, -view.attributions[ordinal].back)
    while first and ordinal - first < MAX_BACK and view.inside_quotation(first):
        first -= 1
    last = min(last, len(view.sentences) - 1)
    while last > ordinal and not _joined(evidence, raw, first, last, LONGEST):
        last -= 1
    while first < ordinal and not _joined(evidence, raw, first, last, LONGEST):
        first += 1
    return first, last


def _to_its_end(evidence: RankedSentence, raw: str, first: int, last: int) -> int:
    """The sentence that closes the quotation in which ``last`` ends; ``last`` if it is too far."""
    end = last
    while end + 1 < len(evidence.view.sentences) and evidence.view.inside_quotation(end + 1):
        end += 1
    return end if _joined(evidence, raw, first, end, GOING_ON) else last


def _lean(evidence: RankedSentence, raw: str) -> int:
    """How many sentences back it takes to say who or what this one is about."""
    view, ordinal = evidence.view, evidence.ordinal
    named = view.attributions[ordinal].back
    if named <= 0 and not view.leans(ordinal):
        return 0
    longest = LONGEST if named > 0 else LEANING
    for back in dict.fromkeys((min(max(named, 1), 2), 1)):
        if _joined(evidence, raw, ordinal - back, ordinal, longest):
            return back
    return 0


def _is_taken_back(view: ArticleView, last: int) -> bool:
    """Whether the next sentence takes back what this one says."""
    if last + 1 >= len(view.sentences):
        return False
    here, after = view.sentences[last], view.sentences[last + 1]
    contrast = _CONTRAST.search(after.text) or tells_of_an_earlier_version(here.text)
    return after.paragraph <= here.paragraph + 1 and bool(contrast)


def _joined(evidence: RankedSentence, raw: str, first: int, last: int, longest: int) -> bool:
    """Whether these sentences are there, short enough to read, with nothing between them."""
    sentences = evidence.view.sentences
    if first < 0 or last >= len(sentences):
        return False
    chosen = sentences[first : last + 1]
    if sum(len(sentence.text) + 1 for sentence in chosen) - 1 > longest:
        return False
    return all(
        nothing_between(raw, one.end, following.start) for one, following in pairwise(chosen)
    )


def _cut(evidence: RankedSentence, raw: str, first: int, last: int) -> Quote:
    chosen = evidence.view.sentences[first : last + 1]
    start, end = chosen[0].start, chosen[-1].end
    text = re.sub(r"\s+", " ", " ".join(sentence.text for sentence in chosen))
    ordinals = range(first, last + 1)
    return Quote(evidence.sentence, start, end, raw[start:end], text, ordinals, chosen)


MAX_MARKUP = 300
"""Characters of tags between two sentences; behind more of them the page is about to change."""


_TAG = re.compile(
    r"<\\?/?(?:p|div|br|a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)"
    r"(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>",
    re.IGNORECASE,
)
_WHITE = re.compile(r"&nbsp;|\\[nrt]")
"""White space as pages write it, and JSON."""
_EMPHASIS = re.compile(r"[*_]{0,3}\s+[*_]{0,3}")


def nothing_between(raw: str, start: int, end: int) -> bool:
    """Return whether ``raw[start:end]`` shows nothing: white space, or markup of text.

    It lies between two sentences, so that its markup is that of the file: where a file has none,
    signs that look like it are part of a sentence. Comments, scripts, pictures, rules and lists do
    not count as nothing: text around them may not belong together, and they may hide words.
    """
    gap = raw[start:end]
    if len(gap) > MAX_MARKUP:
        return not gap.strip()
    bare = _WHITE.sub(" ", _TAG.sub("", gap))
    return not bare.strip() or _EMPHASIS.fullmatch(bare) is not None
