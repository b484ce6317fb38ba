"""Files in which a page does not stand alone: several pages, or something above the page.

What may stand above it is front matter, or the headers of the server's response.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.errors import UnreadableArticle
from index.ingestion.article_files import HTML_SUFFIXES, MARKDOWN_SUFFIXES
from index.ingestion.loaders.front_matter import FrontMatter, read_front_matter
from index.ingestion.loaders.markup import TOKEN, HiddenElements, visible_text

_OPENING = re.compile(
    r"[^<]{0,300}(?=<)(?P<page>(?:(?:<!--(?:[^-]++|-(?!->))*+-->|<\?xml[^<>]{0,200}>)\s*+)*+"
    r"<(?:!doctype|html)\b)",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"</html\s{0,9}>", re.IGNORECASE)
_FEWEST = 2
_MIN_CHARACTERS = 60  # of a paragraph of a page
_TITLED = re.compile(
    r"<title\b[^<>]{0,200}>\s{0,99}[^<\s]|<meta\b[^<>]{0,100}?[\"':]title[\"'\s]|\"headline\"",
    re.IGNORECASE,
)
_BELOW_HEAD = re.compile(r"<(?:/head|body|svg)\b", re.IGNORECASE)


def several_pages(raw: str, begin: int = 0) -> list[tuple[int, int]]:
    """Return where each of several whole pages begins and ends; [] if there is one page at most.

    ``begin`` is where the first of them begins.

    A page ends with ``</html>``, below which the next one begins, perhaps below a line that names
    its file. Pages inside of pages, scripts and comments do not count, and what has no title or no
    paragraph, such as a menu or a notice, is part of the page above it or, at the top, below it.
    """
    if len(_CLOSED.findall(raw)) < _FEWEST:
        return []
    openings = (_OPENING.match(raw, end) for end in _ends(raw))
    starts = [begin, *(opening.start("page") for opening in openings if opening)]
    found: list[tuple[int, int]] = []
    for start, end in pairwise((*starts, len(raw))):
        if _is_article(raw[start:end]):
            found.append((start if found else begin, end))
        elif found:
            found[-1] = (found[-1][0], end)
    return found if len(found) > 1 else []


def _is_article(page: str) -> bool:
    """Return whether a page has a title in its head and a paragraph."""
    head = _BELOW_HEAD.search(page)
    if _TITLED.search(page, 0, head.start() if head else len(page)) is None:
        return False
    lines = visible_text(page).text.split("\n")
    return any(len(line.strip()) >= _MIN_CHARACTERS for line in lines)


def _ends(raw: str) -> list[int]:
    """Return where the pages of a file end that are in no other page."""
    ends: list[int] = []
    at, opened, hidden = 0, 0, HiddenElements(raw)
    while match := TOKEN.search(raw, at):
        at = match.end()
        if (end := hidden.end(match)) is not None:
            at = end
        elif (match["tag"] or "").lower() == "html":
            opened += -1 if match.group()[1] == "/" else 1
            if opened <= 0:
                ends.append(at)
                opened = 0
    return ends


_STATUS = re.compile(r"HTTP/\d(?:\.\d)?[ \t]{1,9}(?P<status>\d{3})\b[^\r\n]{0,200}(?:\r?\n)")
_LINE = re.compile(r"[!-9;-~]{1,60}:[^\r\n]{0,4000}\r?\n(?:[ \t][^\r\n]{0,4000}\r?\n){0,9}")
_END = re.compile(r"[ \t]{0,9}(?:\r?\n|\Z)")
_KIND = re.compile(
    r"^content-type:[ \t]{0,9}[\w.+/-]{1,80}"
    r"(?:;[^\r\n]{0,200}?charset=[\"']?(?P<charset>[\w.:-]{1,40}))?",
    re.IGNORECASE | re.MULTILINE,
)
_REDIRECTS = 20
_OF_RESPONSES = re.compile(
    r"^(?:server|content-length|cache-control|etag|last-modified|expires|vary|set-cookie"
    r"|x-[\w-]{1,40}|accept-ranges|strict-transport-security|transfer-encoding):",
    re.IGNORECASE | re.MULTILINE,
)
_FOUND = range(200, 300)


def below_response(raw: str) -> int:
    """Return where the page of a saved response of a server begins; 0 if there are no headers.

    Raises UnreadableArticle for a response that is an error.
    """
    begin = at = 1 if raw.startswith("\ufeff") else 0
    status = None
    for _ in range(_REDIRECTS):
        first = _STATUS.match(raw, at)
        below = _below_headers(raw, first.end() if first else at)
        if below is None or not (first or _are_of_response(raw[at:below])):
            break
        at, status = below, int(first["status"]) if first else None
    if at == begin:
        return 0
    if status is not None and status not in _FOUND:
        raise UnreadableArticle(
            f"is the response {status} of a server, not the article; save the page again"
        )
    return at


def charset_of_response(data: bytes) -> str | None:
    """Return the encoding that the headers of a saved response state; None if there are none."""
    head = data[:16_000].decode("latin-1")
    try:
        end = below_response(head)
    except UnreadableArticle:
        return None
    found = list(_KIND.finditer(head, 0, end)) if end else []
    return found[-1]["charset"] if found else None


def _below_headers(raw: str, at: int) -> int | None:
    begin = at
    while line := _LINE.match(raw, at):
        at = line.end()
    end = _END.match(raw, at)
    return end.end() if at > begin and end else None


_OF_MESSAGES = re.compile(r"^(?:subject|from|newsgroups)\s{0,3}:", re.IGNORECASE | re.MULTILINE)


def _are_of_response(head: str) -> bool:
    if _OF_MESSAGES.search(head):
        return False
    return _KIND.search(head) is not None and _OF_RESPONSES.search(head) is not None


ELEMENT = re.compile(
    r"</?(?:p|div|br|span|a|h[1-6]|article|section|table|ul|ol|li|img)\b[^<>]{0,1000}>", re.I
)
PAGE = re.compile(r"<(?:!doctype\s{1,9}html|html|head|body|article|main)\b", re.IGNORECASE)
_IN_MARKDOWN = ("<article", "<main")  # some Markdown has them
_BREAK = re.compile(r"<br\s{0,3}/?>|</p\s{0,3}>", re.IGNORECASE)
_MIN_ELEMENTS = 3
_MIN_BREAKS = 2
_BARE = 0.2  # of the lines of a page
_HEAD = 8_000  # characters


def front_matter_of_page(raw: str, name: str) -> FrontMatter | None:
    """Return the front matter that stands above a page; None if there is none, or no page below.

    ``name`` is the file's, in lower case: Markdown may have parts of pages in it. Front matter that
    cannot be read is None, too, unless the file is named as a page.
    """
    html = name.endswith(HTML_SUFFIXES)
    try:
        front = read_front_matter(raw)
    except UnreadableArticle:
        if html:
            raise
        return None
    top = raw[front.end : front.end + _HEAD].lstrip()
    if not front.fields or not top:
        return None
    if name.endswith(MARKDOWN_SUFFIXES):
        whole = PAGE.match(top) and not top.lower().startswith(_IN_MARKDOWN)
        return front if whole else None
    return front if html or PAGE.match(top) or _is_markup(top) else None


def _is_markup(top: str) -> bool:
    """Return whether almost all lines of a text have elements of pages."""
    lines = [line for line in top.split("\n") if line.strip()]
    bare = sum(ELEMENT.search(line) is None for line in lines)
    begun = top[0] == "<" or len(_BREAK.findall(top)) >= _MIN_BREAKS
    elements = len(ELEMENT.findall(top))
    return begun and elements >= _MIN_ELEMENTS and bare <= _BARE * len(lines)
