"""How well the story, the day and the quotes of real pages are read.

DATA is a folder with clones of the public sets that ``bench.pages`` names. Each page is read as
``coverage-bot articles FILE --text`` reads it, with the libraries alone beside it. Pages are split
into an open half, which may be looked at, and a held half, of which only totals are printed.
"""

from __future__ import annotations

import contextlib
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.corpus import write_rows
from bench.pages import HALVES, Page, load_pages
from index.errors import UnreadableArticle
from index.ingestion.loaders.screen_readers import without_unseen
from index.ingestion.parser import read_file
from index.ingestion.preparation import prepare_article
from index.models import PreparedArticle

_TOKEN = re.compile(r"\w+")
_AROUND = re.compile(r"^(?:www\.|the )|\.[a-z]{2,3}(?:\.[a-z]{2})?$")
_SHINGLE = 4  # tokens; the measure of the set of stories itself
_LOST = 0.8  # recall; below it, a page loses over a fifth of its story
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a page: by the product first, then by the libraries alone."""

    page: Page
    texts: dict[str, str]
    days: dict[str, str | None]
    titles: dict[str, str]
    outlets: dict[str, str]
    authors: dict[str, str]
    quotes: int = 0
    misplaced: Sequence[str] = ()
    seconds: float = 0.0
    about: dict[str, Any] = field(default_factory=dict)


def run(data: Path, out: Path | None) -> int:
    """Print the figures of each set and half; write what was read, without the held half."""
    with ProcessPoolExecutor(_WORKERS) as pool:
        found = list(pool.map(read, load_pages(data), chunksize=8))
    for name, figures in (
        ("stories", _story_lines),
        ("days", _day_lines),
        ("pieces", _piece_lines),
        ("publishers", _publisher_lines),
    ):
        for half in HALVES:
            own = [each for each in found if (each.page.set, each.page.half) == (name, half)]
            if own:
                print(f"{name}, {half} half: {len(own)} pages")
                print("\n".join(f"  {line}" for line in figures(own)))
    quotes, misplaced = sum(each.quotes for each in found), [q for r in found for q in r.misplaced]
    seconds = sum(each.seconds for each in found)
    print(f"{quotes - len(misplaced)} of {quotes} quotes stand at their offsets")
    print(f"{1000 * seconds / len(found):.0f} ms a page")
    write_rows(out, (_prediction(each) for each in found if each.page.half == "open"))
    return 1 if misplaced else 0


def read(page: Page) -> Read:
    """Read one page with the product and with the libraries."""
    data = page.read()
    begun = time.perf_counter()
    prepared = _prepared(page.file, data)
    seconds = time.perf_counter() - begun
    quotes = [quote for article in prepared for quote in _quotes(article)]
    first = prepared[0].article if prepared else None
    day = first.published.isoformat() if first and first.published else None
    texts, days = {"product": _body(prepared)}, {"product": day}
    titles = {"product": first.title if first else ""}
    outlets = {"product": (first.outlet or "") if first else ""}
    authors = {"product": (first.author or "") if first else ""}
    if page.day is not None:
        days |= _library_days(data)
    if page.set != "days":
        texts["trafilatura"] = _library_text(data)
    if page.title is not None:
        name = "trafilatura"
        titles[name], outlets[name], authors[name] = _library_fields(data)
    return Read(
        page,
        texts,
        days,
        titles,
        outlets,
        authors,
        quotes=len(quotes),
        misplaced=[text for text, stands in quotes if not stands],
        seconds=seconds,
        about={"title": first.title, "outlet": first.outlet, "from": first.published_from}
        if first
        else {},
    )


def _prepared(file: str, data: bytes) -> list[PreparedArticle]:
    """Return the articles of a page, as they are indexed; none if it is refused."""
    with TemporaryDirectory() as folder:
        (Path(folder) / file).write_bytes(data)
        try:
            articles = read_file(Path(folder), file).articles
        except UnreadableArticle:
            return []
    prepared = []
    for article in articles:
        with contextlib.suppress(UnreadableArticle):
            prepared.append(prepare_article(article))
    return prepared


def _body(prepared: Iterable[PreparedArticle]) -> str:
    """Return the story without the headline, which the sets do not count as story."""
    return "\n".join(
        paragraph.text
        for each in prepared
        for paragraph in each.article.paragraphs
        if not (paragraph.heading and paragraph.text == each.article.title)
    )


_UNSEEN = frozenset(
    "script style template title textarea svg iframe object select noscript".split()
)
_STRUCK = frozenset("del s strike".split())


class _Visible(HTMLParser):
    """Collects the text of a piece of a page that a reader sees, without what is ``unseen``."""

    def __init__(self, unseen: frozenset[str]) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = unseen
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag in self._unseen

    def handle_endtag(self, tag: str) -> None:
        self._depth = max(0, self._depth - (tag in self._unseen))

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.parts.append(data)


def _quotes(prepared: PreparedArticle) -> list[tuple[str, bool]]:
    """Return each sentence, and whether the file has its words at its offsets."""
    raw = prepared.article.raw
    return [(s.text, _stands(raw[s.start : s.end], s.text)) for s in prepared.sentences]


def _stands(markup: str, text: str) -> bool:
    """Whether markup shows a text: only some pages have a story in ``<noscript>``, and what is
    struck out is not said, nor what is there for screen readers alone.
    """
    readings = [_UNSEEN, _UNSEEN - {"noscript"}]
    readings += [each | _STRUCK for each in readings]
    return any(
        _words(_shown(seen, unseen)) == _words(text)
        for seen in (markup, without_unseen(markup))
        for unseen in readings
    )


def _shown(markup: str, unseen: frozenset[str]) -> str:
    parser = _Visible(unseen)
    parser.feed(markup)
    parser.close()
    return "".join(parser.parts)


def _words(text: str) -> str:
    return "".join(_TOKEN.findall(text))


def _library_text(data: bytes) -> str:
    from trafilatura import extract

    with contextlib.suppress(Exception):  # raises anything on broken pages
        return extract(data, include_comments=False) or ""
    return ""


def _library_fields(data: bytes) -> tuple[str, str, str]:
    """Return title, outlet and authors."""
    from trafilatura import extract_metadata

    with contextlib.suppress(Exception):  # raises anything on broken pages
        found = extract_metadata(data)
        return found.title or "", found.sitename or "", found.author or ""
    return "", "", ""


def _library_days(data: bytes) -> dict[str, str | None]:
    from htmldate import find_date

    found: dict[str, str | None] = {}
    for name, thorough in (("htmldate, quick", False), ("htmldate, thorough", True)):
        found[name] = None
        with contextlib.suppress(Exception):  # raises anything on broken pages
            found[name] = find_date(data, original_date=True, extensive_search=thorough)
    return found


def overlap(story: str, text: str, length: int) -> tuple[float, float]:
    """Return precision and recall of a text in runs of ``length`` words, each counted."""
    gold, found = _runs(story, length), _runs(text, length)
    same = sum((gold & found).values())
    return same / max(sum(found.values()), 1), same / max(sum(gold.values()), 1)


def _runs(text: str, length: int) -> Counter[tuple[str, ...]]:
    words = _TOKEN.findall(text)
    return Counter(tuple(words[i : i + length]) for i in range(max(1, len(words) - length + 1)))


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _story_lines(found: Sequence[Read]) -> list[str]:
    lines = []
    for name in found[0].texts:
        pairs = [overlap(each.page.story or "", each.texts[name], 1) for each in found]
        runs = [overlap(each.page.story or "", each.texts[name], _SHINGLE) for each in found]
        own = f1(*(statistics.mean(side) for side in zip(*runs, strict=True)))
        lost = sum(recall < _LOST for _, recall in pairs)
        lines.append(
            f"{name:20}token F1 {statistics.mean(f1(*pair) for pair in pairs):.4f}"
            f"  precision {statistics.mean(p for p, _ in pairs):.4f}"
            f"  recall {statistics.mean(r for _, r in pairs):.4f}"
            f"  the set's own F1 {own:.4f}"
            f"  lose over a fifth: {lost} ({lost / len(found):.1%})"
        )
    return lines


def _day_lines(found: Sequence[Read]) -> list[str]:
    lines = []
    for name in found[0].days:
        right = sum(each.days[name] == each.page.day for each in found)
        given = sum(each.days[name] is not None for each in found)
        shares = (n / len(found) for n in (right, given - right, len(found) - given))
        lines.append("{:20}right {:.1%}  wrong {:.1%}  not given {:.1%}".format(name, *shares))
    return lines


def _piece_lines(found: Sequence[Read]) -> list[str]:
    lines = []
    for name in found[0].texts:
        kept = [_has(each.texts[name], p) for each in found for p in each.page.kept]
        furniture = [_has(each.texts[name], p) for each in found for p in each.page.dropped]
        empty = sum(not any(_has(r.texts[name], p) for p in r.page.kept) for r in found)
        lines.append(
            f"{name:20}story kept {statistics.mean(kept):.1%}"
            f"  furniture kept {statistics.mean(furniture):.1%}"
            f"  F1 {f1(sum(kept) / max(sum(kept) + sum(furniture), 1), statistics.mean(kept)):.4f}"
            f"  no piece of the story: {empty}"
        )
    return lines


def _publisher_lines(found: Sequence[Read]) -> list[str]:
    lines = [*_story_lines(found), *_day_lines(found)]
    for name in found[0].titles:
        titles = statistics.mean(alike(each.titles[name], each.page.title) for each in found)
        outlets = statistics.mean(
            is_called(each.outlets[name], each.page.outlet) for each in found if each.page.outlet
        )
        lines.append(f"{name:20}title right {titles:.1%}  outlet right {outlets:.1%}")
        people = [_authors(each, name) for each in found]
        right = sum(len(told & gold) for told, gold in people)
        told, gold = (sum(map(len, names)) for names in zip(*people, strict=True))
        lines.append(
            f"{name:20}authors: {right / told:.1%} of {told} right, {right / gold:.1%} found"
        )
    return lines


def _authors(each: Read, name: str) -> tuple[set[str], set[str]]:
    """Return the authors that were read and those that the set names, without the outlet itself."""
    outlet = _squeezed(each.page.outlet or "").casefold()
    told, gold = (
        {_squeezed(re.sub(r"[\W_]", "", author.casefold())) for author in authors} - {""}
        for authors in (each.authors[name].split("; "), each.page.authors)
    )
    return {one for one in told if one not in outlet}, {one for one in gold if one not in outlet}


def alike(text: str, gold: str | None) -> bool:
    return _words(text.casefold()) == _words((gold or "").casefold())


def is_called(outlet: str, gold: str | None) -> bool:
    """Return whether an outlet is called what it is, apart from "The" and the end of an address."""
    own, other = (re.sub(_AROUND, "", name.casefold()) for name in (outlet, gold or ""))
    return alike(own, other)


def _has(text: str, piece: str) -> bool:
    return _squeezed(piece) in _squeezed(text)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _prediction(each: Read) -> dict[str, Any]:
    return {
        "set": each.page.set,
        "file": each.page.path.name,
        "text": each.texts["product"],
        "day": each.days["product"],
        "gold": each.page.day,
        "days": each.days,
        "gold title": each.page.title,
        "gold outlet": each.page.outlet,
        **each.about,
        "misplaced": list(each.misplaced),
    }
