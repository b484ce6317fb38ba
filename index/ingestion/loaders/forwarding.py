"""Forwarded messages: where their text begins, and on which day they were sent.

Programs put a line of hyphens above the headers, or nothing but the headers, in any language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email.utils import parseaddr

from index.ingestion.loaders.quoting import MAIL_ADDRESS
from index.ingestion.metadata.datelines import full_dates
from index.ingestion.metadata.foreign_dates import foreign_dates

_FORWARD = re.compile(
    r"^[ \t>]*-{2,}[^\n-]{3,60}-{2,}[ \t]*\r?\n(?:[ \t>]*\r?\n)?"
    r"(?P<head>(?:[ \t>]*\*?[^\s:][^:\n]{0,30}:\*?[ \t][^\n]{0,300}\r?\n){2,8})",
    re.MULTILINE,
)
_LABELS = {
    "from": "from de von från fra van da od від от kimden gönderen".split(),
    "sent": (
        "sent date envoyé gesendet datum skickat sendt dato verzonden inviato enviado fecha data"
        " дата надіслано отправлено tarih"
    ).split(),
    "to": "to à a an till til aan pour para do кому kime cc copie kopie kopia kopi".split(),
    "subject": (
        "subject objet sujet betreff ämne emne onderwerp oggetto asunto assunto temat тема konu"
    ).split(),
}
_KIND = {label: kind for kind, labels in _LABELS.items() for label in labels}
_LABELLED = re.compile(r"[ \t>]*+\*?(?P<label>[^\W\d_]{1,12})[ \u00a0\u202f]?:\*?(?:\s|\Z)")
_NEEDED = {"from", "sent", "subject"}
_MAX_HEAD = 4_000  # characters, with what stands above
_MAX_ABOVE = 300  # characters; more is a reply, not a remark


_VALUE = re.compile(
    r"^[ \t>]*\*?(?P<label>[^\W\d_]{1,12})[ \u00a0\u202f]?:\*?[ \t]+(?P<value>[^\r\n]{1,300})",
    re.MULTILINE,
)
_PREFIX = re.compile(r"^(?:(?:fwd?|re|aw|wg)\s?:\s+){1,9}", re.IGNORECASE)
_ANY_PREFIX = re.compile(
    r"^(?:(?:fwd?|re|aw|wg|tr|sv|vs|rv|enc|doorst)\s?:\s+){1,9}", re.IGNORECASE
)
_REPLY = re.compile(r"(?:re|aw|sv|antw)\s?:\s", re.IGNORECASE)
_FORWARDED = re.compile(r"(?:fwd?|wg|tr|vs|rv|enc|doorst)\s?:\s", re.IGNORECASE)
_DEEPEST = 5  # messages that were forwarded in one another


@dataclass(frozen=True, slots=True)
class Forwarded:
    """``begin`` is where the message's own text begins; ``day`` is when it was sent, as ISO.

    ``sender`` is a name without its address, ``subject`` without "Fwd:"; "" if they are not named.
    ``quoted`` is how many ">" stand before its lines, like those of its head.
    """

    begin: int
    day: str | None
    sender: str = ""
    subject: str = ""
    quoted: int = 0


def without_prefix(subject: str, *, forwarded: bool = False) -> str:
    """Return the subject of a message without "Fwd:", "Re:" and the like.

    In one that was ``forwarded``, the words of other languages for these count as well.
    """
    return (_ANY_PREFIX if forwarded else _PREFIX).sub("", subject.strip())


def is_reply(subject: str) -> bool:
    """Return whether a message answers another: what it quotes is not what it brings."""
    return _REPLY.match(subject.strip()) is not None


def is_forward(subject: str) -> bool:
    """Return whether a subject says that a message brings another."""
    return _FORWARDED.match(subject.strip()) is not None


def forwarded(text: str, *, mail: bool = False) -> Forwarded | None:
    """Find a forwarded message: "---------- Forwarded message ---------" and its headers.

    None if there is none, or if the text above it is more than a remark. In a ``mail``, there may
    be a remark above bare headers, too; in a file, it would be the headline. A message that was
    forwarded before is the one inside of it.
    """
    found = _outermost(text, mail=mail)
    for _ in range(_DEEPEST):
        if found is None or not found[1]:
            break
        inner = _outermost(text[found[0].begin :], mail=True)
        if inner is None:
            break
        found = replace(inner[0], begin=found[0].begin + inner[0].begin), inner[1]
    return found[0] if found else None


def _outermost(text: str, *, mail: bool) -> tuple[Forwarded, bool] | None:
    """Return the first forwarded message of a text, and whether it was forwarded before."""
    heads = [_plain_head(text, mail=mail)]
    if ruled := _FORWARD.search(text):
        heads.append((ruled.start(), ruled.start("head"), ruled.end()))
    start, at, begin = min(filter(None, heads), default=(0, 0, 0))
    head, above, below = text[at:begin], text[:start].strip(), text[begin:].strip()
    if not begin or len(above) > min(_MAX_ABOVE, len(below)):
        return None
    days = [(each.start, each.days[0]) for each in full_dates(head) if len(each.days) == 1]
    days += [(at, day) for at, _, day in foreign_dates(head)]
    values = {_KIND.get(each["label"].lower()): each["value"] for each in _VALUE.finditer(head)}
    sender = parseaddr(values.get("from", "").replace("*", ""))[0]
    day = min(days)[1].isoformat() if days else None
    stated = values.get("subject", "").strip("* ")
    subject = without_prefix(stated, forwarded=True)
    message = Forwarded(
        begin, day, sender, subject, len(head[: -len(head.lstrip("> \t"))].replace(" ", ""))
    )
    return message, _FORWARDED.match(stated) is not None


def _plain_head(text: str, *, mail: bool) -> tuple[int, int, int] | None:
    """Return where lines like "From: ...", "Sent: ..." and "Subject: ..." begin, twice, and end.

    They stand at the top; in a mail, if they name an address, also below a remark.
    """
    at = start = 0
    above = False
    kinds: set[str] = set()
    for line in text[:_MAX_HEAD].splitlines(keepends=True):
        labelled = _LABELLED.match(line)
        kind = _KIND.get(labelled["label"].lower()) if labelled else None
        if kind == "from" and not kinds:
            start = at
        if kind is not None and (kinds or kind == "from"):
            kinds.add(kind)
        elif kinds:
            break
        else:
            above = above or bool(line.strip())
        at += len(line)
    address = MAIL_ADDRESS.search(text, start, at) is not None
    sure = not above or (address and mail)
    return (start, start, at) if sure and kinds >= _NEEDED else None
