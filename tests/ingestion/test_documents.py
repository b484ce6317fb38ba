"""PDF and Word files: their text, exact to the character, or a reason in one line."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from itertools import pairwise

import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader, PdfWriter

from index.errors import UnreadableArticle
from index.ingestion.loaders.documents import without_print_lines, without_running_lines
from index.ingestion.parser import parse_article
from tests.helpers.articles import check_offsets, story

HEAD = ["Bridge closed after divers find crack", "By Ada Quill", "20 October 2025"]
FIRST = [
    "The town of Grindal closed its bridge on Monday after divers had found a crack in",
    "a pier.",
]
SECOND = "Mayor Ada Berg said that drivers would have to take the ferry for the win-"
THIRD = "ter, which costs them an hour a day."


def pdf(*pages: list[str]) -> bytes:
    """A small PDF with these lines on each page; an empty line makes a larger gap."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 60 780 Td {shown} ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % at)
    return out.getvalue()


def docx(*lines: str, table: list[list[str]] | None = None) -> bytes:
    document = Document()
    document.add_heading(lines[0], 0)
    for line in lines[1:]:
        document.add_paragraph(line)
    if table:
        added = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(added.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_a_pdf_of_two_pages() -> None:
    article = parse_article("a.pdf", pdf([*HEAD, *FIRST], [SECOND, THIRD]))
    assert article.title == HEAD[0]
    assert (article.author, article.published) == ("Ada Quill", dt.date(2025, 10, 20))
    told = story(article)
    assert " ".join(FIRST) in told
    assert "ferry for the winter, which costs" in told
    for paragraph in article.paragraphs:
        for letter, (start, end) in zip(paragraph.text, paragraph.spans, strict=True):
            assert letter in article.raw[start:end].replace("\n", " ")


def test_pages_of_a_pdf_and_where_they_begin() -> None:
    article = parse_article("a.pdf", pdf([*HEAD, *FIRST], [SECOND, THIRD], ["The end of it came."]))
    parts = [article.raw[a:b] for a, b in pairwise((*article.pages, len(article.raw)))]
    assert [part.split()[0] for part in parts] == ["Bridge", "Mayor", "The"]
    assert article.pages[0] == 0
    assert parse_article("a.txt", b"Plain text, and no page of it.").pages == ()


def test_a_sentence_runs_over_the_page() -> None:
    first = "The council will vote on the repair on Friday, and nobody in the town expects that"
    second = (
        "it will refuse the money, because the ferry cannot sail when there is ice on the lake."
    )
    article = parse_article("a.pdf", pdf([*HEAD, *FIRST, first, "1"], [second, "2"]))
    assert f"{first} {second}" in story(article)
    for paragraph in article.paragraphs:
        for letter, (start, end) in zip(paragraph.text, paragraph.spans, strict=True):
            assert letter in article.raw[start:end].replace("\n", " ")


@pytest.mark.parametrize(
    ("pages", "kept"),
    [
        (["One.\n1", "Two.\n2", "Three.\n3"], ["One.", "Two.", "Three."]),
        (["One.\n- 7 -", "Two.\n- 8 -"], ["One.", "Two."]),
        (["Paper, 5 May\nOne.", "Paper, 5 May\nTwo."], ["Paper, 5 May\nOne.", "Two."]),
        (
            ["One.\nPaper page 1 of 2", "Two.\nPaper page 2 of 2"],
            ["One.", "Two.\nPaper page 2 of 2"],
        ),
        (["Anna Berg 12 votes\nOne.", "Anna Berg 40 votes\nTwo."], None),
        (["One.\n1914", "Two.\n1918"], None),
        (["One.", "One."], None),
        (["One\nsaid.", "Two\nsaid."], None),
        (["", "One.\n1", "", "Two.\n2"], ["", "One.", "", "Two."]),
        (["1"], None),
        ([], None),
    ],
)
def test_lines_that_run_through_all_pages(pages: list[str], kept: list[str] | None) -> None:
    assert without_running_lines(pages) == (pages if kept is None else kept)


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    head, foot = "5/11/25, 9:14 AM Bridge closed", "https://post.example/bridge {}/2"
    pages = [
        f"{head}\n{foot.format(1)}\nBridge closed\nDrivers take the ferry.",
        f"{foot.format(2)}\nMore at https://post.example/map today.",
    ]
    assert without_print_lines(pages) == [
        "Bridge closed\nDrivers take the ferry.",
        "More at https://post.example/map today.",
    ]
    assert without_print_lines(["One.", f"Two.\n{foot.format(2)}"])[1].endswith("2/2")


def test_what_is_a_pdf_is_read_whatever_its_name() -> None:
    assert parse_article("a.txt", pdf([*HEAD, *FIRST])).title == HEAD[0]


def test_a_pdf_with_a_password() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([*HEAD, *FIRST]))))
    writer.encrypt("secret", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    with pytest.raises(UnreadableArticle, match="password"):
        parse_article("a.pdf", data.getvalue())


def test_a_word_document() -> None:
    lines = [*HEAD, " ".join(FIRST), "“Nobody knew”, she said – and left."]
    data = docx(*lines, table=[["Ship", "Crew"], ["Norvik Star", "14"]])
    article = parse_article("a.docx", data)
    assert article.title == HEAD[0]
    assert (article.author, article.published) == ("Ada Quill", dt.date(2025, 10, 20))
    assert story(article).split("\n")[:2] == lines[3:]
    assert "Norvik Star | 14" in article.raw
    check_offsets(article)


def test_a_table_of_a_document_is_story() -> None:
    lines = [*HEAD, " ".join(FIRST)]
    rows = [["Year", "Boats"], ["1910", "320"], ["Bridge opened", "3 May 1958"], ["Video", "News"]]
    article = parse_article("a.docx", docx(*lines, table=rows))
    assert story(article).split("\n") == [lines[3], *map(" | ".join, rows)]
    assert not any(paragraph.heading for paragraph in article.paragraphs[1:])
    check_offsets(article)


def test_rows_of_a_table_that_are_equally_long_stay_apart() -> None:
    rows = [[f"Harbour number {n:02} of the northern coast", f"{n + 10} boats"] for n in range(9)]
    article = parse_article("a.docx", docx(*HEAD, " ".join(FIRST), table=rows))
    assert story(article).split("\n")[1:] == [" | ".join(row) for row in rows]


def _zip(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n1 0 obj\n<<>>\n", "PDF that cannot be read"),
        (pdf([]), "PDF without text"),
        (_zip(**{"word__document.xml": b"<w/>"}), "Word document that cannot be read"),
        (_zip(**{"word__document.xml": b" " * 100_000_001}), "unpacked"),
        (_zip(**{"a.txt": b"text"}), "no Word document, or a damaged one"),
        (b"PK\x03\x04garbage", "no Word document, or a damaged one"),
        (docx("", ""), "without text"),
    ],
)
def test_documents_that_cannot_be_read_say_why(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        parse_article("a.docx", data)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_word_document_reads_as_with_all_changes_accepted() -> None:
    """Insertions, content controls, smart tags and text boxes are text; deletions are none."""
    inside = (
        '<w:p><w:r><w:t xml:space="preserve">The village below </w:t></w:r><w:ins w:id="1" '
        'w:author="a"><w:r><w:t xml:space="preserve">was evacuated, and </w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>all of its </w:delText></w:r></w:del>'
        "<w:r><w:t>340 people slept in a school.</w:t></w:r></w:p>"
        '<w:sdt><w:sdtContent><w:p><w:r><w:t xml:space="preserve">Repairs cost </w:t></w:r>'
        '<w:smartTag w:element="sum"><w:r><w:t>nine million euros</w:t></w:r></w:smartTag><w:r>'
        '<w:t xml:space="preserve"> in total.</w:t></w:r></w:p></w:sdtContent></w:sdt>'
        "<w:p><w:r><w:t>The mayor spoke on Monday.</w:t></w:r><w:r><w:pict><w:txbxContent><w:p>"
        "<w:r><w:t>It was the third flood of this year.</w:t></w:r></w:p></w:txbxContent></w:pict>"
        "</w:r></w:p>"
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr><w:r>'
        '<w:t xml:space="preserve">Nobody was hurt, </w:t></w:r></w:p>'
        "<w:p><w:r><w:t>she said.</w:t></w:r></w:p>"
    )
    document = Document()
    body = document.element.body
    namespace = f'xmlns:w="{body.nsmap["w"]}"'
    for element in reversed(etree.fromstring(f"<x {namespace}>{inside}</x>")):
        body.insert(0, element)
    stream = io.BytesIO()
    document.save(stream)
    article = parse_article("a.docx", stream.getvalue())
    assert [paragraph.text for paragraph in article.paragraphs] == [
        "The village below was evacuated, and 340 people slept in a school.",
        "Repairs cost nine million euros in total.",
        "The mayor spoke on Monday.",
        "It was the third flood of this year.",
        "Nobody was hurt, she said.",
    ]


@pytest.mark.parametrize(
    ("stated", "title", "outlet"),
    [
        (HEAD[0], HEAD[0], "The Iron Post"),
        (HEAD[0].upper(), HEAD[0].upper(), "The Iron Post"),
        ("Microsoft Word - bridge final 2", HEAD[0], "The Iron Post"),
        ("Bridge", HEAD[0], "The Iron Post"),
        ("The Iron Post", HEAD[0], "The Iron Post"),
        ("??? --- ///", HEAD[0], "The Iron Post"),
    ],
)
def test_the_title_that_a_pdf_states_counts_if_it_is_shown(
    stated: str, title: str, outlet: str
) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(["The Iron Post", *HEAD, *FIRST]))))
    writer.add_metadata({"/Title": stated})
    stream = io.BytesIO()
    writer.write(stream)
    article = parse_article("a.pdf", stream.getvalue())
    assert (article.title, article.outlet) == (title, outlet)


def test_a_mail_needs_no_address_to_be_one() -> None:
    head = b"From: Fjord Post <a@post.example>\nSubject: Bridge closed\n\n"
    mail = head + b"The bridge is closed, the mayor said on Monday.\n"
    assert parse_article("a.eml", mail).title == "Bridge closed"


def test_what_is_only_called_a_pdf_says_so() -> None:
    with pytest.raises(UnreadableArticle, match="is not a PDF"):
        parse_article("a.pdf", b"\x00\x01junk" * 20)
    assert parse_article("a.pdf", b"Bridge closed\n\nThe mayor closed it on Monday.").title


def test_a_word_document_says_by_its_styles_what_is_a_heading() -> None:
    document = Document()
    first, second = " ".join(FIRST), f"{SECOND[:-1]}{THIRD}"
    for text, style in (
        ("The Daily Courier", None),
        ("Bridge closed", "Title"),
        ("21 October 2025", None),
        (first, None),
        ("What was said in the council about the bridge", "Heading 2"),
        (second, None),
    ):
        document.add_paragraph(text, style=style)
    data = io.BytesIO()
    document.save(data)
    article = parse_article("bridge.docx", data.getvalue())
    assert (article.title, article.outlet) == ("Bridge closed", "The Daily Courier")
    headings = [p.text for p in article.paragraphs if p.heading]
    assert "What was said in the council about the bridge" in headings


def test_a_head_and_a_foot_of_several_lines_are_left_out() -> None:
    head, foot = "The Courier\nwww.courier.example", "Harbour Street 5\nPage"
    pages = [f"{head}\nOne.\n{foot} 1 of 2", f"{head}\nTwo.\n{foot} 2 of 2"]
    assert without_running_lines(pages) == [f"{head}\nOne.", f"Two.\n{foot} 2 of 2"]
