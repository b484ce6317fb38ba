"""What in a message is no part of what it says: links, emoji, and whom it addresses."""

from __future__ import annotations

import re

_LINK = re.compile(r"<?https?://\S+>?")
_COPY = re.compile(r"\bcc:?(?:\s+@\w+)+", re.IGNORECASE)
_DISCORD = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|(?<!\S):[a-z]\w*:(?!\S)")
"""How Discord writes people, channels and emoji of its own, and how people type emoji."""
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d\U0001f000-\U0001faff]+")
_ADDRESSED = re.compile(r"^\s*(?:@\w+[\s,:]+)+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def without_noise(text: str) -> str:
    """Return a message without links, emoji and whom it addresses; unchanged if nothing is left.

    "@lena when did it start https://…" asks "when did it start". Its lines stay apart. Lone
    surrogates, which a terminal makes of bytes that are not UTF-8, are spaces.
    """
    text = _SURROGATE.sub(" ", text)
    bare = _EMOJI.sub(" ", _DISCORD.sub(" ", _LINK.sub(" ", text)))
    bare = _ADDRESSED.sub(" ", _COPY.sub(" ", bare))
    bare = "\n".join(line for each in bare.splitlines() if (line := " ".join(each.split())))
    return bare if any(map(str.isalnum, bare)) else text


def is_only_links(text: str) -> bool:
    """Return whether nothing of a message is left without its links."""
    return bool(_LINK.search(text)) and not any(map(str.isalnum, _LINK.sub(" ", text)))
