"""Recognises boilerplate by its surroundings, and where the story ends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from index.english.calendar_words import MONTH_BEGINNINGS
from index.english.letters import CAPITAL
from index.english.sentences import word_count
from index.english.tokens import STOP_WORDS
from index.ingestion.block import Block, ends_sentence
from index.ingestion.boilerplate.captions import (
    closing_agency,
    is_biography,
    is_caption,
    is_credit,
    is_shared_byline,
    may_be_caption,
)
from index.ingestion.boilerplate.phrases import is_section, kind_of
from index.ingestion.metadata.bylines import author_line, byline, is_job, is_name
from index.ingestion.metadata.datelines import label_only, names_no_day, read_date_line
from index.ingestion.metadata.outlet import may_be_medium

_FINAL = {
    "comment form": "comment",
    "copyright": "related",
    "note to editors": "note to editors",
}
"""What ends a story, and what stands below it."""
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\W*$")
_NAME = re.compile(rf"(?<![.!?] )(?<![.!?][”\"] )(?<!^)\b{CAPITAL}\w{{2,}}")
_PROSE_WORDS = 12
_SHARED = 3  # words that a sentence behind links has of the story
_HEADLINE_WORDS = 25
_FAR_LONGER = 2  # times as long as each of the other stories


def mark_endings(blocks: list[Block], *, teasers: bool = True) -> None:
    """Mark, in place, everything after the end of the story."""
    _mark_after_final(blocks)
    _mark_sections(blocks)
    if teasers:
        _mark_teasers(blocks)
    _mark_trailing_lines(blocks)


def _set_kind_if_free(blocks: list[Block], index: int, kind: str) -> None:
    if blocks[index].kind is None:
        blocks[index] = replace(blocks[index], kind=kind)


def is_prose(text: str) -> bool:
    """Return whether a block reads like running text: enough words, and a sentence's end."""
    return ends_sentence(text) and (len(text) >= 90 or word_count(text) >= _PROSE_WORDS)


def _is_unmarked_prose(block: Block) -> bool:
    return block.kind is None and is_prose(block.text)


def _prose_above(blocks: Sequence[Block]) -> list[int]:
    """Return how many characters of prose are above each block, and, at last, above the end.

    So that it is counted once, for however many lines it is asked.
    """
    return list(
        accumulate((len(b.text) if _is_unmarked_prose(b) else 0 for b in blocks), initial=0)
    )


def _mark_after_final(blocks: list[Block]) -> None:
    """Mark everything below a comment form, a copyright line, or a note to editors.

    The story has to be above it, and not below. Notes to editors are confidential and often longer
    than the story.
    """
    above = _prose_above(blocks)
    begun = False
    for index, block in enumerate(blocks):
        is_over = begun if block.kind == "note to editors" else 2 * above[index] > above[-1]
        if block.kind in _FINAL and is_over:
            for following in range(index + 1, len(blocks)):
                _set_kind_if_free(blocks, following, _FINAL[block.kind])
            return
        begun = begun or (block.kind is None and ends_sentence(block.text))


class _Story:
    """The text of the unmarked blocks that were added, for asking whether a line is about it.

    Each word is looked for once in each part of the text, however many lines have it: a page may
    consist of thousands of lines.
    """

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._parts: list[str] = []
        self._text = ""
        self._searched: dict[str, int] = {}

    def add(self, block: Block) -> None:
        """Add a block, unless it is boilerplate."""
        if block.kind is None:
            self.names.update(_NAME.findall(block.text))
            self._parts.append(block.text.lower())

    def is_off_topic(self, text: str) -> bool:
        """Return whether a line has words, and fewer than half of them are in the story."""
        words = set(re.findall(r"\w{4,}", text.lower()))
        return bool(words) and sum(map(self._has, words)) < 0.5 * len(words)

    def shares(self, text: str) -> int:
        """Return how many of the words of a line are in the story, without stop words."""
        words = set(re.findall(r"\w{4,}", text.lower())) - STOP_WORDS
        return sum(map(self._has, words))

    def _has(self, word: str) -> bool:
        if self._parts:
            self._text = " ".join((*filter(None, (self._text,)), *self._parts))
            self._parts.clear()
        searched = self._searched.get(word, 0)
        if searched < 0:
            return True
        found = self._text.find(word, max(0, searched - len(word))) >= 0
        self._searched[word] = -1 if found else len(self._text)
        return found


def _mark_sections(blocks: list[Block]) -> None:
    """Mark links below "Most popular" and the like, until the story continues.

    A "Read more" below each of several stories is a link itself, and heads no list.

    If at most a fifth of the prose is left, the story is over. Otherwise it continues with the
    next prose that is recognised as part of it.
    """
    total, before = _prose_above(blocks)[-1], 0
    last_prose = max((i for i, block in enumerate(blocks) if _is_unmarked_prose(block)), default=-1)
    story, covered = _Story(), 0
    below_stories = _links_below_stories(blocks)
    for index in range(len(blocks)):
        if index in below_stories:
            _set_kind_if_free(blocks, index, "related")
        elif index >= covered and is_section(blocks[index].text):
            if not before and last_prose >= index:
                _set_kind_if_free(blocks, index, "related")
            else:
                over = before >= 0.8 * total and not _resumes(blocks, index, story)
                _set_kind_if_free(blocks, index, "related")
                # sections among the links below this one find the same end
                behind = _behind_list(blocks, index, story)
                covered = _mark_links(blocks, index, None if over else story, behind)
        marked = blocks[index]  # no longer ``block`` if it has just been marked
        before += len(marked.text) if _is_unmarked_prose(marked) else 0
        story.add(marked)


def _links_below_stories(blocks: Sequence[Block]) -> set[int]:
    """Return the lines that lead on from one of several stories, with the next story below them.

    They are the same below each story, as in newsletters. In place of the links to other stories
    that would follow a heading, a paragraph follows, perhaps with a headline.
    """
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if is_section(block.text):
            lines[block.text.casefold()].append(index)
    found: set[int] = set()
    above = _prose_above(blocks)
    for same in lines.values():
        if len(same) < _MIN_ENTRIES or not all(
            i and _is_unmarked_prose(blocks[i - 1]) for i in same
        ):
            continue
        told = [above[end] - above[begin] for begin, end in pairwise((0, *same))]
        # teasers below a long story are no stories
        if told[0] <= _FAR_LONGER * max(told[1:]):
            found.update(index for index in same if _begins_story(blocks[index + 1 : index + 3]))
    return found


def _begins_story(blocks: Sequence[Block]) -> bool:
    """Return whether blocks begin with a paragraph, or with a headline and a paragraph."""
    headed = len(blocks) > 1 and blocks[0].heading and blocks[0].kind is None
    return bool(blocks) and _is_unmarked_prose(blocks[1 if headed else 0])


def _behind_list(blocks: Sequence[Block], section: int, story: _Story) -> int | None:
    """Return where the story goes on behind a list of links that an empty line ends, if it does.

    The links stand right below each other, unlike teasers, and the sentence behind them has words
    of the story.
    """
    end = section + 1
    while end < len(blocks) and not (blocks[end].gap or ends_sentence(blocks[end].text)):
        end += 1
    if end == len(blocks) or end - section - 1 < _MIN_ENTRIES:
        return None
    block = blocks[end]
    told = block.kind is None and block.gap and ends_sentence(block.text)
    return end if told and story.shares(block.text) >= _SHARED else None


def _mark_links(blocks: list[Block], section: int, story: _Story | None, behind: int | None) -> int:
    """Mark what follows a section, until ``story`` continues; return the index where it does.

    ``behind`` is where it goes on for sure.
    """
    for index in range(section + 1, len(blocks) if behind is None else behind):
        if story is not None and _story_continues(blocks, index, story):
            return index
        _set_kind_if_free(blocks, index, "related")
    return len(blocks) if behind is None else behind


def _story_continues(blocks: Sequence[Block], index: int, story: _Story) -> bool:
    """Return whether the story continues here: with its names, or with two paragraphs in a row."""
    if not _is_unmarked_prose(blocks[index]):
        return False
    return _belongs_to_story(blocks[index], story) or any(
        map(_is_unmarked_prose, blocks[index + 1 : index + 2])
    )


def _resumes(blocks: Sequence[Block], index: int, story: _Story) -> bool:
    """Return whether prose right after a list of links is the story: two paragraphs in a row."""
    following = [i for i in range(index + 1, len(blocks)) if _is_unmarked_prose(blocks[i])]
    adjacent = any(later - early == 1 for early, later in pairwise(following))
    return adjacent and _belongs_to_story(blocks[following[0]], story)


def _belongs_to_story(block: Block, story: _Story) -> bool:
    """Return whether a paragraph has names of the story before it or, without names, its words."""
    here = set(_NAME.findall(block.text))
    return bool(here & story.names) or not (here or story.is_off_topic(block.text))


def _mark_teasers(blocks: list[Block]) -> None:
    """Mark a headline followed by the truncated beginning of another story.

    The headline is about something else: it shares few words with the story.
    """
    prose = [i for i, block in enumerate(blocks) if _is_unmarked_prose(block)]
    candidates = [i for i in _cut_off(blocks) if prose and prose[0] < i - 1]
    story, added = _Story(), 0
    off_topic = set()
    for index in reversed(candidates):
        for block in blocks[added : index - 1]:
            story.add(block)
        added = index - 1
        if story.is_off_topic(blocks[index - 1].text):
            off_topic.add(index)
    for index in candidates:
        unmarked = blocks[index].kind is None and blocks[index - 1].kind is None
        if unmarked and index in off_topic:
            _set_kind_if_free(blocks, index - 1, "teaser")
            _set_kind_if_free(blocks, index, "teaser")


def _cut_off(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield, from the end of the page up to the story, blocks that are cut off below a headline.

    Entries of a list are none: they often end without a full stop.
    """
    for index in range(len(blocks) - 1, 0, -1):
        block, headline = blocks[index], blocks[index - 1]
        if _is_unmarked_prose(block) and not _CUT_OFF.search(block.text):
            return
        cut = word_count(block.text) >= _PROSE_WORDS and (
            not ends_sentence(block.text) or _CUT_OFF.search(block.text)
        )
        short = word_count(headline.text) <= _HEADLINE_WORDS and not ends_sentence(headline.text)
        if not (block.kind or headline.kind or block.item) and cut and short:
            yield index


def _mark_trailing_lines(blocks: list[Block]) -> None:
    """Mark lines after the last prose that end like headlines: they are links."""
    last = max((i for i, block in enumerate(blocks) if _is_text(block)), default=None)
    if last is None:
        return
    listed = _closing_list(blocks, last)
    for index in listed:
        blocks[index] = replace(blocks[index], kind=None, item=True)
    if listed and min(listed) == last + 2 and not is_section(blocks[last + 1].text):
        listed.add(last + 1)  # the list's heading
    story = _Story()
    for block in blocks[: last + 1]:
        story.add(block)
    for index in range(last + 1, len(blocks)):
        block = blocks[index]
        if index in listed:
            story.add(block)
            continue
        headline = (
            not block.item and word_count(block.text) <= 25 and not _has_past_verb(block.text)
        )
        if headline and (blocks[index - 1].kind or story.is_off_topic(block.text)):
            _set_kind_if_free(blocks, index, "related")
        story.add(blocks[index])


def _closing_list(blocks: Sequence[Block], last: int) -> set[int]:
    """Return the lines after the last prose that are a list of the story itself.

    That is what a paragraph announces with a colon, a list of people with their ages or places,
    and a chronology: at least two lines in a row that look alike.
    """
    found: set[int] = set()
    index = last + 1
    announced = blocks[last].text.rstrip().endswith(":")
    while index < len(blocks):
        shape = _shape(blocks[index].text)
        end = index
        while (
            end < len(blocks)
            and blocks[end].kind in (None, "byline", "related")
            and (
                (announced and _is_entry(blocks[end].text))
                or (shape and _shape(blocks[end].text) == shape)
            )
        ):
            end += 1
        if end - index >= _MIN_ENTRIES:
            found.update(range(index, end))
        announced = False
        index = max(end, index + 1)
    return found


_MIN_ENTRIES = 2
_ENTRY_WORDS = 25
_PERSON_ENTRY = re.compile(
    rf"(?:{CAPITAL}[\w’'.-]*\s){{1,4}}(?:\(\d{{1,3}}\)|{CAPITAL}?[\w’'.-]*,\s\d{{1,3}}\b)"
)
_DATED_ENTRY = re.compile(
    rf"(?:(?:\d{{1,2}}\s)?(?:{MONTH_BEGINNINGS})[a-z]{{0,6}}\.?"
    r"(?:\s\d{1,2})?(?:,?\s(?:19|20)\d\d)?|(?:19|20)\d\d(?:-\d\d-\d\d)?"
    r"|\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?)\s?[:–—-]\s"
)


def _shape(text: str) -> str | None:
    """Return what kind of entry of a list a line is, if it is one by itself."""
    if _PERSON_ENTRY.match(text):
        return "person"
    return "date" if _DATED_ENTRY.match(text) else None


def _is_entry(text: str) -> bool:
    """Return whether a line may be an entry of the list that was just announced."""
    return word_count(text) <= _ENTRY_WORDS and not is_section(text) and kind_of(text) is None


def _is_text(block: Block) -> bool:
    return block.kind is None and (ends_sentence(block.text) or word_count(block.text) > 25)


def _has_past_verb(text: str) -> bool:
    return re.search(r"\b(?:said|was|were|had|told|has been|have been)\b", text) is not None


_LEAD_WORDS = 4
_FEWEST_OF_HEADLINE = 4
_LABELS = ("credit", "label")
_PERSONAL = ("byline", "biography", "role", "date line")


def _is_long(text: str) -> bool:
    return word_count(text) >= _PROSE_WORDS


def mark_lines(blocks: Sequence[Block]) -> list[Block]:
    """Set the kind of every block that is recognised as boilerplate by its own words."""
    marked = []
    head = True
    for block in blocks:
        kind = block.kind or _kind_by_words(block.text, head)
        kind = None if _is_told(block, kind) else kind
        head = head and not (kind is None and is_prose(block.text))
        marked.append(block if kind == block.kind else replace(block, kind=kind))
    return marked


def _is_told(block: Block, kind: str | None) -> bool:
    """Return whether words that menus and credits have, too, stand in a table or a headline."""
    if block.row:
        return kind == "menu"
    return (
        block.heading
        and kind in ("menu", "credit", "byline")
        and word_count(block.text) >= _FEWEST_OF_HEADLINE
    )


def _kind_by_words(text: str, head: bool) -> str | None:
    """Classify one line; ``head``: no prose precedes it."""
    if len(text) > 600:
        return None
    if read_date_line(text, head) or names_no_day(text) or label_only(text):
        return "date line"
    if byline(text) or is_shared_byline(text):
        return "byline"
    if is_credit(text):
        return "credit"
    return kind_of(text)


def mark_places(blocks: Sequence[Block], title: int | None, *, teasers: bool = True) -> list[Block]:
    """Mark what the neighbours reveal. ``title`` is the index of the headline's block.

    Without ``teasers``, a story that is cut off behind another one is not looked for.
    """
    marked = list(blocks)
    if title is not None:
        _mark_repeats(marked, title)
    _mark_captions(marked, title)
    _mark_people(marked, title)
    mark_endings(marked, teasers=teasers)
    return marked


def _replace_kind(blocks: list[Block], index: int, kind: str) -> None:
    blocks[index] = replace(blocks[index], kind=kind)


def _mark_repeats(blocks: list[Block], title: int) -> None:
    """Mark repetitions of the headline, and menus and section names before it.

    What comes after the first prose is story, even if the headline stands below it.
    """
    same = _words_only(blocks[title].text)
    begun = False
    for index, block in enumerate(blocks):
        if block.kind is None and index != title:
            if _words_only(block.text) == same:
                _replace_kind(blocks, index, "repeat")
            elif index < title and not begun and not is_lead(block.text):
                _replace_kind(blocks, index, "menu")
            begun = begun or is_prose(block.text)


def is_lead(text: str) -> bool:
    """Return whether a line before the headline is a sentence of the story, unlike in menus."""
    return ends_sentence(text) and not text.endswith(":") and word_count(text) >= _LEAD_WORDS


def _words_only(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def _mark_captions(blocks: list[Block], title: int | None) -> None:
    for index, block in enumerate(blocks):
        if block.kind or block.row or index == title or len(block.text) > 700:
            continue
        neighbours = _neighbours(blocks, index)
        repeated = any(other.text == block.text for other in neighbours)
        credited = any(other.kind in _LABELS for other in neighbours)
        near_credit = (credited or repeated) and may_be_caption(block.text)
        # an entry of a list of news names its source like that, too
        sourced = block.item and closing_agency(block.text)
        if near_credit or (is_caption(block.text) and not sourced):
            _replace_kind(blocks, index, "caption")
    for index in range(1, len(blocks)):
        block, before = blocks[index], blocks[index - 1]
        unmarked = block.kind is None and before.kind is None and index != title
        if unmarked and len(block.text) > 30 and block.text == before.text:
            _replace_kind(blocks, index, "repeat")


def _mark_people(blocks: list[Block], title: int | None) -> None:
    """Mark biographies, lines of names and jobs next to them and to bylines, and who is where."""
    prose = [i for i, block in enumerate(blocks) if _is_unmarked_prose(block)]
    middle, first = 0.5 * max(prose, default=0), min(prose, default=0)
    for index, block in enumerate(blocks):
        late = index >= middle
        unmarked = block.kind is None and index != title and late
        if unmarked and is_biography(block.text) and _is_introduced(blocks, index):
            _replace_kind(blocks, index, "biography")
    for index, block in enumerate(blocks):
        unmarked = block.kind is None and index != title
        if unmarked and is_job(block.text) and _is_below_name(blocks, index, head=index < first):
            _replace_kind(blocks, index, "role")
        elif unmarked and author_line(block.text) and _is_right_below(blocks, index, title):
            _replace_kind(blocks, index, "byline")
    for index, block in enumerate(blocks):
        unmarked = block.kind is None and index != title
        person = unmarked and is_name(block.text) and not may_be_medium(block.text)
        if person and _has_person(_neighbours(blocks, index)):
            _replace_kind(blocks, index, "byline")


def _is_below_name(blocks: Sequence[Block], index: int, *, head: bool) -> bool:
    """Return whether a byline stands above a line, or in the head of a page a mere name."""
    above = blocks[index - 1] if index else None
    return above is not None and (
        above.kind in ("byline", "biography") or (head and not above.kind and is_name(above.text))
    )


def _is_right_below(blocks: Sequence[Block], index: int, title: int | None) -> bool:
    """Return whether only what is no story parts a line from the headline, and prose follows."""
    begin = 0 if title is None else title + 1
    below = next((b for b in blocks[index + 1 :] if b.kind is None), None)
    return (
        begin <= index
        and not blocks[index].heading
        and all(block.kind is not None for block in blocks[begin:index])
        and below is not None
        and is_prose(below.text)
    )


def _is_introduced(blocks: Sequence[Block], index: int) -> bool:
    neighbours = _neighbours(blocks, index)
    page_ends = any(block.kind in ("label", "related", "menu") for block in neighbours)
    return _has_person(neighbours) or page_ends or any(is_name(block.text) for block in neighbours)


def _has_person(neighbours: Sequence[Block]) -> bool:
    return any(block.kind in _PERSONAL for block in neighbours)


def _neighbours(blocks: Sequence[Block], index: int) -> list[Block]:
    return [blocks[i] for i in (index - 1, index + 1) if 0 <= i < len(blocks)]
