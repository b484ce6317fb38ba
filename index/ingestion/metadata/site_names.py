"""Which of the names on a page is that of the site at its address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "æ": "ae", "ø": "oe"})
_ENDING = re.compile(r"\.[a-z]{2,4}$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_SHORT = 3  # letters
_SECOND_LEVEL = frozenset("ac co com edu gob gouv gov net ne or org".split())
"""Parts of addresses that stand before a country: "co.uk"."""
_FEWEST = 4  # letters of a name that is part of an address
_MAX_WORDS = 8
_MAX_CHARACTERS = 60


def fitting_name(names: Sequence[str], address: str, known: str) -> str | None:
    """Return the name that is the site's, as far as its address tells; None if none fits.

    ``names`` are what the page calls the site, the likeliest first, and ``known`` is what was
    found before. A name fits if it has the letters of the address or its initials do ("Deutsche
    Welle" at dw.com). ``known`` stays if it fits, unless another fits better. Of several ways to
    write the same name, the one with the most words is returned.
    """
    label = label_of(address)
    given = [name for name in (known, *names) if 0 < len(name) <= _MAX_CHARACTERS]
    given = [name for name in given if len(name.split()) <= _MAX_WORDS]
    if not label or not given:
        return None
    best = max(given, key=lambda name: _fit(name, label))
    if not _fit(best, label):
        return None
    same = [name for name in given if _forms(name) & _forms(best) and not _ENDING.search(name)]
    return max([best, *same], key=lambda name: len(name.split()))


def is_handle(outlet: str, account: str) -> bool:
    """Return whether an outlet is only the name of an account: "Nytimes" for "@nytimes"."""
    return bool(outlet) and outlet.casefold() == account.removeprefix("@").casefold()


def host_in(address: str) -> str:
    """Return the host of an address without "www.", "" for what is no address."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def label_of(address: str) -> str:
    """Return the letters of the name in an address: "paradigm" for www.paradigm.co.uk.

    "" for what is no address.
    """
    parts = host_in(address).split(".")
    if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND_LEVEL:
        parts.pop()
    return re.sub(r"\W", "", parts[-2]) if len(parts) > 1 else ""


def _fit(name: str, label: str) -> int:
    """Return 2 if a name is that of an address, 1 if one is part of the other, else 0."""
    forms = _forms(name)
    for within in _IN_BRACKETS.findall(name):
        forms |= _forms(within)
    label = label.removeprefix("the")
    if label in forms or label == _initials(name):
        return 2
    parts = any(label in form or (len(form) >= _FEWEST and form in label) for form in forms)
    return int(len(label) >= _SHORT and parts)


def _forms(name: str) -> set[str]:
    """Return the letters of a name in the ways in which an address may have them."""
    bare = _ENDING.sub("", name).casefold().removeprefix("the ")
    folded = unicodedata.normalize("NFKD", bare)
    plain = "".join(c for c in folded if not unicodedata.combining(c)).replace("ı", "i")
    forms = {re.sub(r"[\W_]", "", form) for form in (bare.translate(_UMLAUTS), plain)}
    return {form.removeprefix("the") if len(form) > _SHORT else form for form in forms} - {""}


def _initials(name: str) -> str:
    words = re.findall(r"[^\W_]+", name)
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""
