"""Abstentions: why there is no answer, and what comes closest.

What people see of one has at most ``MAX_OF_ABSTENTION`` characters, like its text elsewhere:
titles, outlets and files are shortened to the room that the words leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.discord.rendering.limits import cut, cut_start, length, split
from bot.discord.rendering.markdown import escaped_line, has_address
from bot.discord.rendering.sources import Addresses, linked_title, place_line
from index.models import (
    CAN_ASK,
    CLOSEST,
    CLOSEST_ARTICLE,
    DOES_NOT_SAY,
    MAX_OF_ABSTENTION,
    MAX_OF_FILE,
    MAX_OF_OUTLET,
    MAX_OF_TITLE,
    Abstention,
    ArticleSummary,
    Citation,
    written_day,
)

ADD_ARTICLES = "Somebody who manages this bot can add some with `/admin upload`."
"""What to do about an empty index."""
NOT_ANSWERED = f"❔ {DOES_NOT_SAY.removesuffix('.')}"
_OPEN = 17  # characters of "open the article", beside a title with an address in it
_SHORTEST = 8
"""What is cut to less says nothing, and is left out."""


def abstention_blocks(abstention: Abstention, addresses: Addresses, most: int) -> Iterator[str]:
    """Yield the heading, the reason and what was found, as blocks of at most ``most`` units."""
    closest, nearest = abstention.closest, abstention.nearest
    room = _room(abstention)
    yield f"### {NOT_ANSWERED}"
    yield from split(escaped_line(abstention.because), most)
    if abstention.reason == "no articles":
        yield f"-# {ADD_ARTICLES}"
    if closest is not None and abstention.shows("closest"):
        yield f"{CLOSEST}\n> {escaped_line(cut(closest.shown, MAX_OF_ABSTENTION))}"
        title, place = _source(closest, closest.title, addresses, room)
        yield from filter(None, (title, place))
    elif nearest is not None and abstention.shows("nearest"):
        title, place = _source(nearest, abstention.nearest_title, addresses, room)
        yield f"{CLOSEST_ARTICLE} {title}\n{place}".rstrip()
    if abstention.shows("nearby"):
        yield f"{CAN_ASK} {escaped_line(' '.join(abstention.nearby))}"


def _room(abstention: Abstention) -> int:
    """Return how many characters are left for the article: its title, outlet, day and file."""
    said = [NOT_ANSWERED, abstention.because]
    if abstention.closest is not None and abstention.shows("closest"):
        said += [CLOSEST, abstention.closest.shown]
    elif abstention.shows("nearest"):
        said.append(CLOSEST_ARTICLE)
    if abstention.shows("nearby"):
        said += [CAN_ASK, *abstention.nearby]
    return MAX_OF_ABSTENTION - sum(len(text) + 1 for text in said)


def _source(
    article: ArticleSummary | Citation, title: str, addresses: Addresses, room: int
) -> tuple[str, str]:
    """Return the title and the place of an article, each "" if there is no room for it."""
    outlet = cut(article.outlet, MAX_OF_OUTLET) if article.outlet else None
    day = written_day(article.published) if article.published else ""
    page = f"page {article.page}" if isinstance(article, Citation) and article.page else ""
    room -= sum(len(part) + 3 for part in (outlet, day) if part) + 1
    page = page if len(page) + 3 <= room else ""
    room -= len(page) + 3 if page else 0
    url, file = addresses.get(article.file), cut_start(article.file, MAX_OF_FILE)
    # title and file get half of the room each, and what the other leaves
    wanted = min(length(title), MAX_OF_TITLE) + (_OPEN if url else 0)
    for_title = min(wanted, max(room // 2, room - length(file)))
    quotes = (article,) if isinstance(article, Citation) else ()
    shown = _title(title, url, quotes, for_title)
    file = cut_start(file, room - for_title) if room - for_title >= _SHORTEST else ""
    if not (outlet or day or page or file):
        return shown, ""
    return shown, place_line(replace(article, outlet=outlet, file=file), page)


def _title(title: str, url: str | None, quotes: tuple[Citation, ...], most: int) -> str:
    """Return the linked title; what a link of its own says takes room from it."""
    words = " ".join(title.split())
    if url is not None and (not words or has_address(words)):
        most -= _OPEN
        if most < 0:
            return ""
        words = words if most >= _SHORTEST else ""
    elif most < _SHORTEST:
        return ""
    return linked_title(cut(words, min(most, MAX_OF_TITLE)), url, quotes)
