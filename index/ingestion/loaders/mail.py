"""E-mail (.eml), mailboxes (.mbox) and web archives (.mhtml): the text of each message.

Their transfer encodings (quoted-printable, base64) are decoded like a character encoding, so
offsets count characters of the decoded text of all messages, one after another.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime

from index.errors import UnreadableArticle
from index.ingestion.boilerplate.blocks import is_prose
from index.ingestion.encoding import codec_for, decode_text
from index.ingestion.loaders.alerts import alerted_articles
from index.ingestion.loaders.forwarding import (
    Forwarded,
    forwarded,
    is_forward,
    is_reply,
    without_prefix,
)
from index.ingestion.loaders.markup import visible_text
from index.ingestion.loaders.quoting import own_words, without_quotations
from index.ingestion.loaders.source import Extracted, Source, in_sequence
from index.ingestion.loaders.text import text_blocks
from index.ingestion.metadata.bylines import is_name
from index.ingestion.metadata.datelines import full_dates
from index.ingestion.metadata.outlet import is_section, may_be_medium
from index.ingestion.origins import LISTED
from index.ingestion.source_text import Traced, verbatim, without

_HEADER = re.compile(rb"(?P<name>[!-9;-~]{1,60}):[ \t]")
_KNOWN = frozenset(
    b"from to cc subject date reply-to sender message-id mime-version received return-path "
    b"content-type content-transfer-encoding delivered-to list-unsubscribe list-id "
    b"snapshot-content-location x-mailer dkim-signature".split()
)
_SURE = frozenset(
    b"mime-version message-id received return-path content-type content-transfer-encoding "
    b"snapshot-content-location dkim-signature".split()
)
_QUOTED = re.compile(r"^[ \t]*>[ \t]?")
_EMPTY = re.compile(r"(?<=\n)[ \t\r]*\n")
_OPENED = re.compile(r"(?:<[A-Za-z][^<>]{0,300}>\s{0,9}){1,6}\Z")
_LONGEST_TAGS = 2_000  # characters
_MIN_HEADERS, _FEWEST_HEADERS = 3, 2
_SEPARATOR = re.compile(rb"(?:\A|(?<=\n)\r?\n)From [^\r\n]{1,200}\r?\n(?=[!-9;-~]{1,60}:)")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
"""A line of a mailbox that begins with "From " has ">" before it, as it would be a separator."""
_MAX_HEADER_LINES = 200
_WRITES_FROM = re.compile(r"(?P<who>\S[^<>]{1,60}?) (?:from|at) (?P<outlet>[A-Z\d].{1,80})")
_PLAIN_ENOUGH = 200  # characters of plain text that are preferred to the HTML of the same message


def is_message(data: bytes) -> bool:
    """Return whether a file begins with the headers of an e-mail."""
    names = _header_names(data)
    known = [name for name in names if name in _KNOWN]
    return len(known) >= _MIN_HEADERS and (
        not _SURE.isdisjoint(known) or {b"from", b"subject", b"to"} <= {*known}
    )


def has_headers(data: bytes) -> bool:
    """Return whether a file that is named as an e-mail begins with any headers of one."""
    return sum(name in _KNOWN for name in _header_names(data)) >= _FEWEST_HEADERS


def is_mailbox(data: bytes) -> bool:
    """Return whether a file is a mailbox of messages (mbox)."""
    first = _SEPARATOR.match(data)
    return first is not None and bool(_header_names(data[first.end() :]))


def _header_names(data: bytes) -> list[bytes]:
    names: list[bytes] = []
    for line in data[:64_000].removeprefix(b"\xef\xbb\xbf").splitlines()[:_MAX_HEADER_LINES]:
        if line.startswith((b" ", b"\t")) and names:
            continue
        match = _HEADER.match(line + b" ")
        if match is None:
            break
        names.append(match["name"].lower())
    return names


def read_messages(data: bytes) -> Source:
    """Read a message, or all messages of a mailbox. Raises UnreadableArticle."""
    if is_mailbox(data):
        found = list(_SEPARATOR.finditer(data))
        begins = [match.end() for match in found]
        ends = [*(match.start() for match in found[1:]), len(data)]
        messages = [data[begin:end] for begin, end in zip(begins, ends, strict=True)]
        messages = [_ESCAPED.sub(rb"\1", each) for each in messages]
    else:
        messages = [data]
    try:
        return in_sequence(article for each in messages for article in _read(each))
    except RecursionError as error:
        raise UnreadableArticle(
            "is an e-mail in which others are nested too deeply; save the innermost one by itself"
        ) from error


def _read(data: bytes) -> list[Extracted]:
    """Return the article of a message; an alert lists several."""
    message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf"), policy=policy.default)
    if not isinstance(message, EmailMessage):
        return [Extracted("", "text")]
    page = _is_saved_page(message)
    plain, html = _part(message, "plain"), _part(message, "html")
    reply = _is_reply(message)
    enough = 1 if reply else _PLAIN_ENOUGH  # an answer may be short
    use_html = bool(html.strip()) and (page or len(plain.strip()) < enough)
    text = html if use_html else plain
    fields = _fields(message, page=page)
    visible = _without_empty_lines(visible_text(text)) if use_html else verbatim(text, 0, len(text))
    if not page and (listed := alerted_articles(plain, fields.get("date", ""))):
        return listed
    found = None if page else forwarded(visible.text, mail=not reply)
    if found is not None:
        reply = False
        below = visible.text[found.begin :]
        fields = _fields_of_forwarded(found, _unquoted(below, found.quoted))
        begin = visible.spans[found.begin][0] if found.begin < len(visible.text) else len(text)
        text = text[_tags_before(text, begin) :] if use_html else text[begin:]
        text = text if use_html else _unquoted(text, found.quoted)
    if not page and use_html:
        text = without_quotations(text) if reply else text
    elif not page:
        text = own_words(text, reply=reply)
    attached = [part.get_filename() or part.get_content_type() for part in _attachments(message)]
    more = f" and {len(attached) - 1} more" if len(attached) > 1 else ""
    notes = (f"attachments are not read: {attached[0]}{more}",) if attached and not page else ()
    return [Extracted(text, "html" if use_html else "text", fields, notes)]


def _is_reply(message: EmailMessage) -> bool | None:
    """Return whether a message answers another; None if its headers do not tell."""
    subject = _header(message, "Subject")
    if is_forward(subject):
        return False
    answers = any(_header(message, name) for name in ("In-Reply-To", "References"))
    return True if answers or is_reply(subject) else None


def _tags_before(page: str, at: int) -> int:
    """Return where the elements begin that begin right before a place: its paragraph."""
    opened = _OPENED.search(page, max(0, at - _LONGEST_TAGS), at)
    return opened.start() if opened else at


def _without_empty_lines(text: Traced) -> Traced:
    """Return the text of a page without empty lines, which its markup has where none are shown."""
    return without(text, [match.span() for match in _EMPTY.finditer(text.text)])


def _fields_of_forwarded(found: Forwarded, below: str) -> dict[str, str]:
    """Return what the head of a forwarded message says of the article in it.

    Its day counts if the article names none, its subject and sender where the text begins without
    a headline.
    """
    fields = {LISTED: found.day} if found.day else {}
    first = next(iter(text_blocks(below, 0, len(below))), None)
    if first is not None and is_prose(first.text):
        fields |= {"title": found.subject} if found.subject else {}
        fields |= {"outlet": found.sender} if may_be_medium(found.sender) else {}
    return fields


def _unquoted(text: str, times: int) -> str:
    """Return a text with so many ">" less before each line; if all lines have it, with one less."""
    lines = text.splitlines(keepends=True)
    if not times and all(line.lstrip().startswith(">") for line in lines if line.strip()):
        times = 1
    for _ in range(times):
        lines = [_QUOTED.sub("", line) for line in lines]
    return "".join(lines)


def _is_saved_page(message: EmailMessage) -> bool:
    """Return whether a browser wrote this. A mail may have pictures in its text, but was sent."""
    related = message.get_content_type() == "multipart/related"
    sent = any(_header(message, name) for name in ("Received", "Message-ID", "To"))
    return bool(_header(message, "Snapshot-Content-Location")) or (related and not sent)


def _attachments(message: EmailMessage) -> list[EmailMessage]:
    if message.get_content_type() == "multipart/related":
        return []  # they are shown within the text
    try:
        return [p for p in message.iter_attachments() if isinstance(p, EmailMessage)]
    except (AttributeError, TypeError, ValueError):  # a multipart message without parts
        return []


def _part(message: Message, subtype: str) -> str:
    """Return the decoded text of the first part of type text/``subtype``, or "".

    What follows that part is its text as well if there is a picture between: Apple Mail sends such
    a message in several parts.
    """
    if not message.is_multipart():
        return _text_of(message, subtype)
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    texts: list[str] = []
    for part in parts:
        if not texts:
            texts += filter(None, [_part(part, subtype)])
        elif message.get_content_type() != "multipart/mixed":
            break
        elif not part.is_multipart() and not part.get_filename():
            texts += filter(None, [_text_of(part, subtype)])
    return "\n\n".join(texts)


def _text_of(part: Message, subtype: str) -> str:
    """Return the decoded text of a part of type text/``subtype`` that is not attached, or ""."""
    attached = part.get_content_disposition() == "attachment"
    if part.get_content_type() == f"text/{subtype}" and not attached:
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            return _decoded(payload, part.get_content_charset())
    return ""


def _decoded(payload: bytes, charset: str | None) -> str:
    codec = codec_for(charset) if charset else None
    try:
        return payload.decode(codec or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return decode_text(payload).text


def _fields(message: EmailMessage, *, page: bool) -> dict[str, str]:
    """Return what the headers state. The date of a saved page is when it was saved."""
    found: dict[str, str] = {}
    subject = _header(message, "Subject")
    if subject:
        found["title"] = without_prefix(subject)
    name = parseaddr(_header(message, "From"))[0]
    if name and not page:
        found |= _sender_fields(name)
    url = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    if url.startswith("http"):
        found["url"] = url
    try:
        if not page:
            found["date"] = parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError):
        stated = [date.days[0] for date in full_dates(_header(message, "Date"))[:1]]
        found |= {"date": stated[0].isoformat()} if stated else {}
    return found


def _sender_fields(name: str) -> dict[str, str]:
    """Return the outlet that a sender names, and the author of "Jane Roe from The Post"."""
    found = _WRITES_FROM.fullmatch(name)
    if found is None or not (is_name(found["who"]) or may_be_medium(found["who"])):
        return {"outlet": name}
    unnamed = may_be_medium(found["who"]) or is_section(found["who"])
    author = {} if unnamed else {"author": found["who"]}
    return {"outlet": found["outlet"], **author}


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, TypeError, IndexError, AttributeError):  # the header is malformed
        return ""
