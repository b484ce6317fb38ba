"""What a file is, judged by its content first and by its suffix second."""

from __future__ import annotations

import re
from dataclasses import replace

from index.errors import UnreadableArticle
from index.ingestion.article_files import (
    HTML_SUFFIXES,
    JSON_SUFFIXES,
    MAIL_SUFFIXES,
    MARKDOWN_SUFFIXES,
    SUBTITLE_SUFFIXES,
    TABLE_SUFFIXES,
    XML_SUFFIXES,
    decode,
)
from index.ingestion.loaders.forwarding import forwarded
from index.ingestion.loaders.google_docs import without_comments
from index.ingestion.loaders.joplin import read_note
from index.ingestion.loaders.mojibake import with_wrong_encodings_said
from index.ingestion.loaders.page_articles import articles_of_page
from index.ingestion.loaders.record_pages import records_of_page
from index.ingestion.loaders.script_articles import articles_in_scripts
from index.ingestion.loaders.source import Source, section_of
from index.ingestion.loaders.whole_pages import (
    ELEMENT,
    PAGE,
    below_response,
    charset_of_response,
    front_matter_of_page,
    several_pages,
)
from index.ingestion.origins import LISTED
from index.ingestion.source_text import Spans, without
from index.models import Format, Section

_MARKUP = re.compile(r"<(?:\?xml|!--)", re.IGNORECASE)
_TITLE = re.compile(r"# \S[^\n]{0,300}\n\s{0,9}\n")
"""A first line that is a heading of Markdown, in a file of any name."""
_REFERENCES = {
    "RIS": re.compile(r"TY {2}- [A-Z]{3,8}\s*\n[A-Z][A-Z0-9] {2}-"),
    "BibTeX": re.compile(
        r"@(?:article|book|booklet|conference|in(?:book|collection|proceedings)|misc|online|manual"
        r"|(?:masters|phd)?thesis|proceedings|(?:tech)?report|unpublished)\s{0,9}\{\s{0,9}"
        r"[^\s,{}]{1,200},\s{0,99}[A-Za-z_-]{2,40}\s{0,9}=\s{0,9}[{\"\d]",
        re.IGNORECASE,
    ),
    "EndNote": re.compile(r"%0 [A-Z][a-z][^\n]{0,80}\n%[A-Z0-9@] "),
}
_CHAT_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_CHAT_LINE = (
    rf"\u200e?(?:\[{_CHAT_DAY},? [^\[\]\n]{{4,20}}\] "
    rf"|{_CHAT_DAY},? \d{{1,2}}[:.]\d{{2}}[^\n-]{{0,12}} - )"
)
_CHAT = re.compile(rf"{_CHAT_LINE}(?:[^\n]*\n){{1,20}}?{_CHAT_LINE}[^\n:]{{1,60}}: ")
"""The first messages of a chat of WhatsApp, on an iPhone and elsewhere."""
_MIN_ELEMENTS = 3
_QUOTED = 0.8  # of the lines
_HEAD = 4_000  # characters
_ORDER_MARK = re.compile("^\ufeff+", re.MULTILINE)


def read_source(file: str, data: bytes, charset: str | None = None) -> Source:
    """Return the text of a file and its sections, of which each becomes one or more articles.

    ``charset`` is the encoding that a server stated for it.

    Raises UnreadableArticle, also for what is recognised but cannot hold articles.
    """
    if data.startswith(b"%PDF"):
        from index.ingestion.loaders.documents import read_pdf

        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        from index.ingestion.loaders.documents import is_docx, read_docx

        if is_docx(data):
            return read_docx(data)
        if file.lower().endswith(".docx"):
            raise UnreadableArticle("is no Word document, or a damaged one; save it as .docx again")
    if data[:_HEAD].lstrip().startswith(b"{\\rtf"):
        from index.ingestion.loaders.rtf import read_rtf

        return read_rtf(data)
    if file.lower().endswith(".rtf"):
        raise UnreadableArticle("is no RTF document, although its name says so; save it again")
    if file.lower().endswith(".pdf") and b"\0" in data[:_HEAD]:
        raise UnreadableArticle("is not a PDF, although its name says so; save it as a PDF again")
    if (messages := _messages(data, file.lower())) is not None:
        return messages
    decoded = decode(data, charset or charset_of_response(data))
    found = _subtitles(decoded.text, file.lower()) or _text_source(decoded.text, file.lower())
    notes = (decoded.note,) if decoded.note else ()
    return replace(found, sections=with_wrong_encodings_said(found.sections), notes=notes)


def _messages(data: bytes, name: str) -> Source | None:
    from index.ingestion.loaders.mail import has_headers, is_mailbox, is_message, read_messages

    mail = name.endswith(MAIL_SUFFIXES)
    if is_message(data) or is_mailbox(data) or (mail and has_headers(data)):
        return read_messages(data)
    if mail and data.strip():
        raise UnreadableArticle(
            "does not begin with the headers of an e-mail; save the message again"
        )
    return None


def _subtitles(raw: str, name: str) -> Source | None:
    from index.ingestion.loaders.subtitles import read_subtitles

    source = read_subtitles(raw)
    if source is None and name.endswith(SUBTITLE_SUFFIXES):
        raise UnreadableArticle("has no subtitles; export them again, or save the text as .txt")
    return source


def _text_source(raw: str, name: str) -> Source:
    """Return the sections of text in any of the formats that are text.

    Left out are the headers of a server's response above it, comments of people on it, and byte
    order marks, which files that were put together have within, too.
    """
    body = without_comments(raw, below_response(raw))
    body = without(body, [mark.span() for mark in _ORDER_MARK.finditer(body.text)])
    sections = _sections(body.text, name)
    if len(body.text) < len(raw):
        sections = [
            replace(each, spans=Spans.of(each.spans).within(body.spans)) for each in sections
        ]
    return Source(raw, sections)


def _sections(raw: str, name: str) -> list[Section]:
    top = raw[:_HEAD].lstrip()
    _refuse_by_name(top)
    if top.startswith(("[", "{")) or name.endswith(JSON_SUFFIXES):
        sections = _json(raw, name)
    elif top.startswith("<"):
        sections = _xml(raw, top, name)
    else:
        sections = _table(raw, name)
        if sections is None and name.endswith(XML_SUFFIXES):
            sections = _xml(raw, top, name)
    if sections is not None:
        return sections
    form = _format(raw, top, name)
    if front := front_matter_of_page(raw, name):
        first, *others = several_pages(raw, front.end) or [(front.end, len(raw))]
        below = [section_of(raw, *page, "html") for page in others]
        return [section_of(raw, *first, "html", front.fields), *below]
    if form != "html" and (note := read_note(raw)):
        return [section_of(raw, 0, note.end, form, note.fields)]
    if form == "text" and (message := forwarded(raw)):
        fields = {LISTED: message.day} if message.day else {}
        return [section_of(raw, message.begin, len(raw), form, fields)]
    from index.ingestion.loaders.exports.reader import export_sections

    if exported := export_sections(raw, form):
        return exported
    whole = [section_of(raw, 0, len(raw), form)]
    return (_several(raw) or whole) if form == "html" else whole


def _several(raw: str) -> list[Section]:
    """Return the articles of a file of several pages, or of a page of several; else nothing."""
    pages = [section_of(raw, *page, "html") for page in several_pages(raw)]
    return pages or articles_of_page(raw) or records_of_page(raw) or articles_in_scripts(raw)


def _refuse_by_name(top: str) -> None:
    """Raise UnreadableArticle for what cannot hold articles."""
    if top.startswith("WARC/"):
        raise UnreadableArticle("is a web archive (WARC); save each page as .html or .mhtml")
    if top.startswith("BEGIN:VCALENDAR"):
        raise UnreadableArticle("is a calendar (iCalendar), not an article; remove it")
    if top.startswith(("\\documentclass", "\\begin{document}")):
        raise UnreadableArticle("is the source of a LaTeX document; save it as PDF")
    if _CHAT.match(top):
        raise UnreadableArticle(
            "is an exported chat (WhatsApp), not an article; save the articles in it as .txt"
        )
    if kind := next((kind for kind, first in _REFERENCES.items() if first.match(top)), None):
        raise UnreadableArticle(
            f"is a list of references ({kind}), not articles; save the articles as .html or .txt"
        )


def _json(raw: str, name: str) -> list[Section] | None:
    from index.ingestion.loaders.json_articles import json_sections, why_not_json

    sections = json_sections(raw)
    if sections is None and name.endswith(JSON_SUFFIXES):
        raise UnreadableArticle(why_not_json(raw))
    return sections


def _table(raw: str, name: str) -> list[Section] | None:
    from index.ingestion.loaders.tables import table_sections

    return table_sections(raw, named=name.endswith(TABLE_SUFFIXES))


def _xml(raw: str, top: str, name: str) -> list[Section] | None:
    """Return the items of a feed or an agency's, or the notes of an export; None for a page.

    Raises UnreadableArticle for other XML.
    """
    from index.ingestion.loaders.evernote import note_sections
    from index.ingestion.loaders.feeds import feed_sections, is_feed, other_xml
    from index.ingestion.loaders.news_xml import news_sections

    if PAGE.match(top):
        return None
    if (items := note_sections(raw) or news_sections(raw)) is not None:
        return items
    if is_feed(raw):
        return feed_sections(raw)
    if PAGE.search(top):
        return None
    if name.endswith(XML_SUFFIXES) or top[:5].lower() == "<?xml":
        raise UnreadableArticle(other_xml(raw))
    return None


def _format(raw: str, top: str, name: str) -> Format:
    """Return the format of text: a page in a file of any name is HTML."""
    if name.endswith((*HTML_SUFFIXES, *XML_SUFFIXES)):
        return "html"
    if PAGE.match(top) or (_MARKUP.match(top) and PAGE.search(top)):
        return "html"
    if name.endswith(MARKDOWN_SUFFIXES) or _TITLE.match(top):
        return "markdown"
    lines = [line for line in raw[:_HEAD].splitlines() if line.strip()]
    if sum(line.lstrip().startswith(">") for line in lines) > _QUOTED * len(lines):
        return "markdown"  # e-mail quotes like that, and Markdown reads it
    tags = len(ELEMENT.findall(raw[:_HEAD]))
    return "html" if top.startswith("<") and tags >= _MIN_ELEMENTS else "text"
