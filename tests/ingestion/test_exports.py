"""Exports of press databases as they are saved: with covers, editions, labels, as text or Word."""

from __future__ import annotations

import pytest

from index.ingestion.parser import parse_article, parse_file
from tests.helpers.articles import check_offsets, story
from tests.ingestion.test_documents import docx

ONE = (
    "Growers closed their oyster beds on Tuesday after a pump had failed and sewage ran into the "
    "bay, the harbour office said."
)
TWO = (
    "The water company will pay the growers of the bay 640,000 crowns for a month without sales, "
    "both sides said on Monday."
)

NEXIS = f"""User Name: = Ann Roe
Date and Time: = Monday, 3 November 2025 9:15:00 AM CET
Job Number: = 214365

Documents (2)
1. Oyster beds closed after a pump fails
Client/Matter: -None-
Search Terms: oysters
2. Water company pays the growers
Client/Matter: -None-
Search Terms: oysters

Oyster beds closed after a pump fails

Bay Argus
October 21, 2025 Tuesday

Copyright 2025 Bay Newspapers All Rights Reserved

Section: NEWS; Pg. 1
Length: 40 words
Byline: Hal Berg
Body

{ONE}

Load-Date: October 22, 2025

End of Document

Water company pays the growers

Bay Argus
October 27, 2025 Monday
Late Edition

Copyright 2025 Bay Newspapers All Rights Reserved

Section: NEWS; Pg. 3
Highlight: Growers get money for a month
Body

{TWO}

Load-Date: October 28, 2025

End of Document
"""

PROQUEST = f"""____________________________________________________________

Report Information from ProQuest
3 November 2025 09:15
____________________________________________________________

Document 1 of 2

Oyster beds closed after a pump fails

Author: Berg, Hal

Publication info: Bay Argus; Grindal [Grindal]. 21 Oct 2025: A.1.

Abstract: None available.

Full text: {ONE}

The beds may open on Saturday.

Subject: Oysters; Sewage

Publication title: Bay Argus; Grindal

Publication date: Oct 21, 2025

Database: Example Newsstream

____________________________________________________________

Document 2 of 2

Water company pays the growers

Publication info: Bay Argus; Grindal [Grindal]. 27 Oct 2025: A.3.

Full text: {TWO}

Subject: Oysters
"""

HEADS = [
    ("Oyster beds closed after a pump fails", "Bay Argus", "2025-10-21"),
    ("Water company pays the growers", "Bay Argus", "2025-10-27"),
]


def read(file: str, data: bytes) -> list[tuple[str, str | None, str]]:
    found = parse_file(file, data).articles
    for article in found:
        check_offsets(article)
    assert [a.paragraphs[0].text for a in found] == [ONE, TWO]
    kept = "\n".join(p.text for a in found for p in a.paragraphs)
    for furniture in ("Client", "Load-Date", "Subject", "Edition", "____", "Copyright"):
        assert furniture not in kept
    return [(a.title, a.outlet, str(a.published)) for a in found]


def test_nexis_with_a_cover() -> None:
    assert read("files.txt", NEXIS.encode()) == HEADS


def test_nexis_as_a_word_file() -> None:
    assert read("files.docx", docx(*(line for line in NEXIS.split("\n") if line))) == HEADS


def test_proquest() -> None:
    assert read("documents.txt", PROQUEST.encode()) == HEADS


def test_an_edition_is_no_headline() -> None:
    lines = "\n\n".join(("Bay Argus", "October 21, 2025 Tuesday\nFirst Edition", HEADS[0][0]))
    text = f"1 of 1 DOCUMENTS\n\n{lines}\n\nSECTION: NEWS\n\nLENGTH: 40 words\n\n{ONE}\n"
    (article,) = parse_file("one.txt", text.encode()).articles
    assert (article.title, article.outlet, str(article.published)) == HEADS[0]


def test_a_piece_without_a_day_among_dated_ones_is_an_article() -> None:
    pieces = [
        f"# Oyster beds closed\n\n21 October 2025\n\n{ONE}",
        f"# What an oyster filters\n\nAn oyster filters 200 litres of water a day. {ONE}",
        f"# Growers are paid\n\n27 October 2025\n\n{TWO}",
    ]
    found = parse_file("bay.md", "\n\n***\n\n".join(pieces).encode()).articles
    assert [(a.title, str(a.published)) for a in found] == [
        ("Oyster beds closed", "2025-10-21"),
        ("What an oyster filters", "None"),
        ("Growers are paid", "2025-10-27"),
    ]


def test_articles_below_one_heading() -> None:
    pieces = [f"## Beds closed\n\n*Bay Argus, 21 October 2025*\n\n{ONE}"]
    pieces.append(f"## Growers are paid\n\n*Bay Argus, 27 October 2025*\n\n{TWO}")
    text = "\n\n".join(["# Clippings on oysters", *pieces])
    found = parse_file("bay.md", text.encode()).articles
    assert [(a.title, str(a.published)) for a in found] == [
        ("Beds closed", "2025-10-21"),
        ("Growers are paid", "2025-10-27"),
    ]


def test_one_dated_section_divides_no_article() -> None:
    text = f"# Beds closed\n\n21 October 2025\n\n{ONE}\n\n## Update\n\n23 October 2025\n\n{TWO}\n"
    assert len(parse_file("bay.md", f"{text}\n## Background\n\n{TWO}\n".encode()).articles) == 1
    assert len(parse_file("bay.md", text.encode()).articles) == 1


@pytest.mark.parametrize("rest", [f"{ONE}", f"Later\n\n{TWO}"])
def test_a_rule_before_prose_divides_no_article(rest: str) -> None:
    text = f"# Oyster beds closed\n\n21 October 2025\n\n{ONE}\n\n***\n\n{rest}\n"
    assert len(parse_file("bay.md", text.encode()).articles) == 1


def test_nexis_saved_as_a_page() -> None:
    lines = "".join(f"<p>{line}</p>\n" for line in NEXIS.split("\n") if line)
    data = f"<html><head><title>Files</title></head><body>{lines}</body></html>".encode()
    assert read("files.html", data) == HEADS


def test_a_page_about_documents_is_one_article() -> None:
    told = f"<p>In 3 of 5 documents the word stood.</p><p>{ONE}</p><p>{TWO}</p>"
    page = f"<html><head><title>Beds closed</title></head><body>{told}</body></html>"
    assert len(parse_file("a.html", page.encode()).articles) == 1


@pytest.mark.parametrize(
    ("count", "labels", "day"),
    [
        (
            "Dokument {} von 2",
            ("AUTOR", "RUBRIK", "LÄNGE", "SPRACHE"),
            "Donnerstag 16. Oktober 2025",
        ),
        (
            "{} von 2 DOKUMENTEN",
            ("AUTOR", "RUBRIK", "LÄNGE", "SPRACHE"),
            "Donnerstag 16. Oktober 2025",
        ),
        ("Document {} de 2", ("AUTEUR", "RUBRIQUE", "LONGUEUR", "LANGUE"), "jeudi 16 octobre 2025"),
    ],
)
def test_nexis_in_other_languages(count: str, labels: tuple[str, ...], day: str) -> None:
    author, section, length, language = labels
    texts = [
        f"{count.format(n)}\n\nDie Bucht\n\n{day}\n\nHafen {n}\n\n{author}: Anna Ek\n\n"
        f"{section}: WIRTSCHAFT\n\n{length}: 40\n\n{said}\n\n{language}: X\n"
        for n, said in ((1, ONE), (2, TWO))
    ]
    found = parse_file("nexis.txt", "\n".join(texts).encode()).articles
    assert [(a.title, a.outlet, a.author, str(a.published)) for a in found] == [
        (f"Hafen {n}", "Die Bucht", "Anna Ek", "2025-10-16") for n in (1, 2)
    ]
    assert [[p.text for p in a.paragraphs] for a in found] == [[ONE], [TWO]]


def test_articles_joined_with_toml() -> None:
    pieces = [
        f'+++\ntitle = "{title}"\ndate = {day}\n+++\n\n{said}\n'
        for title, day, said in (("Beds closed", "2025-10-21", ONE), ("Paid", "2025-10-27", TWO))
    ]
    found = parse_file("bay.md", "\n".join(pieces).encode()).articles
    assert [(a.title, str(a.published)) for a in found] == [
        ("Beds closed", "2025-10-21"),
        ("Paid", "2025-10-27"),
    ]
    assert [[p.text for p in a.paragraphs] for a in found] == [[ONE], [TWO]]


def test_headings_that_state_outlet_and_day() -> None:
    text = (
        f"# Press review\n\n## Beds closed (Bay Argus, 21 October 2025)\n\n{ONE}\n\n"
        f"## Growers are paid [27 October 2025]\n\n{TWO}\n"
    )
    found = parse_file("bay.md", text.encode()).articles
    assert [(a.title, a.outlet, str(a.published)) for a in found] == [
        ("Beds closed", "Bay Argus", "2025-10-21"),
        ("Growers are paid", None, "2025-10-27"),
    ]


@pytest.mark.parametrize("above", ["", "World\n", "Sports Desk\n"])
def test_a_section_above_the_headline_is_not_the_headline(above: str) -> None:
    documents = [
        f"{above}{title}\nBy Hal Berg\n40 words\n{day}\n11:20\n{outlet}\nBAYA\nEnglish\n"
        f"(c) 2025, Bay Newspapers. All rights reserved.\n\n{said}\n\n"
        f"Document BAYA000020251021el{n}00003\n"
        for n, ((title, outlet, day), said) in enumerate(zip(HEADS, (ONE, TWO), strict=True))
    ]
    found = parse_file("factiva.txt", "\n".join(documents).encode()).articles
    assert [a.title for a in found] == [title for title, _, _ in HEADS]


@pytest.mark.parametrize(
    ("document", "count", "days", "language"),
    [
        ("Document", "1,040 words", ("21 October 2025", "27 October 2025"), "English"),
        ("Dokument", "1.040 Wörter", ("21. Oktober 2025", "27. Oktober 2025"), "Deutsch"),
        ("Document", "1 040 mots", ("21 octobre 2025", "27 octobre 2025"), "Français"),
        ("Documento", "40 palabras", ("21 octubre 2025", "27 octubre 2025"), "Español"),
    ],
)
def test_factiva_in_the_language_of_its_reader(
    document: str, count: str, days: tuple[str, str], language: str
) -> None:
    text = "\n".join(
        f"24 Stunden in der Bucht {n}\n{count}\n{day}\n11:20\nBay Argus\nBAYA\n{language}\n"
        f"Copyright 2025. Alle Rechte vorbehalten.\n\n{said}\n\n"
        f"{document} BAYA000020251021el{n}a00003\n"
        for n, (day, said) in enumerate(zip(days, (ONE, TWO), strict=True))
    )
    found = parse_file("factiva.txt", text.encode()).articles
    assert [(a.title, a.outlet, str(a.published)) for a in found] == [
        ("24 Stunden in der Bucht 0", "Bay Argus", "2025-10-21"),
        ("24 Stunden in der Bucht 1", "Bay Argus", "2025-10-27"),
    ]
    assert [[p.text for p in a.paragraphs] for a in found] == [[ONE], [TWO]]


@pytest.mark.parametrize("line", ["End of document", "1 of 5 documents"])
def test_a_page_with_a_line_like_that_of_an_export_is_one_article(line: str) -> None:
    told = f"<p>{ONE}</p><p>{line}</p><p>{TWO}</p><p>{ONE.replace('Tuesday', 'Friday')}</p>"
    page = f"<html><head><title>Beds closed</title></head><body><h1>Beds closed</h1>{told}"
    (article,) = parse_file("a.html", page.encode()).articles
    assert article.title == "Beds closed"
    assert ONE in [p.text for p in article.paragraphs]


def test_a_short_headline_is_no_section() -> None:
    for below in ("Jane Smith, Economics Editor", "Borrowers face higher costs from May"):
        text = (
            f"Rates rise\n{below}\n412 words\n3 March 2025\nThe Herald\nHRLD\nEnglish\n"
            f"(c) 2025, Herald. All rights reserved.\n\n{ONE}\n\nDocument HRLD00002025el100003\n"
        )
        (article,) = parse_file("factiva.txt", text.encode()).articles
        assert article.title == "Rates rise"


EBSCO = """EBSCO Publishing    Citation Format: APA

Record: 1
Title: Bridge closed by the mayor.
Authors: Moor, Lena
Source: Fjord Post (ME). 11/03/2025, p1A. 2p.
Document Type: Article
Subject Terms: *BRIDGES
   *FERRIES & harbours
Full Text Word Count: 122
Accession Number: 2W6100000001
Database: Newspaper Source Plus

Section: News

Bridge closed by the mayor

   The mayor of Grindal closed its bridge on Monday after divers had found a crack in a pier.

Drivers have to take the ferry until March, she said.

~~~~~~~~

By Lena Moor

Copyright of Fjord Post (ME) is the property of Fjord Press and may not be copied or emailed.

Record: 2
Title: More ferries in the fjord.
Source: Bay Sentinel (ME). 10/05/2025, p3B. 1p.
Accession Number: 2W6100000002
Database: Newspaper Source Plus

More ferries in the fjord

The ferry company said on Friday that it would add 14 crossings a day.

Copyright of Bay Sentinel (ME) is the property of Bay Newspapers and may not be copied.
"""


def test_records_of_ebsco() -> None:
    first, second = parse_file("ebsco.txt", EBSCO.encode()).articles
    assert (first.title, first.outlet, first.author, str(first.published)) == (
        "Bridge closed by the mayor",
        "Fjord Post (ME)",
        "Lena Moor",
        "2025-11-03",
    )
    assert [p.text[:12] for p in first.paragraphs if not p.heading] == [
        "The mayor of",
        "Drivers have",
    ]
    assert (second.outlet, str(second.published)) == ("Bay Sentinel (ME)", "2025-10-05")
    assert story(second).startswith("The ferry company said")
    assert "Copyright" not in story(first) + story(second)


def test_a_single_record_of_ebsco_needs_no_number() -> None:
    record = EBSCO.partition("Record: 1\n")[2].partition("Record: 2")[0].replace(": ", ": \t")
    (article,) = parse_file("ebsco.txt", record.encode()).articles
    assert (article.title, article.outlet, str(article.published)) == (
        "Bridge closed by the mayor",
        "Fjord Post (ME)",
        "2025-11-03",
    )
    assert "Copyright" not in story(article)
    assert "Accession" not in story(article)


def test_a_text_with_records_that_is_no_export_is_one_article() -> None:
    text = f"Bridge closed\n20 October 2025\n\nRecord: 1\n\n{EBSCO.splitlines()[17].strip()}\n"
    (article,) = parse_file("a.txt", text.encode()).articles
    assert article.title == "Bridge closed"


AP = """BC-US--Grindal Bridge,2nd Ld-Writethru, US
Eds: UPDATES: With comments by the mayor. Links photos.

Bridge closed by the mayor after divers find a crack

By LENA MOOR
Associated Press

GRINDAL, Maine (AP) _ The mayor of Grindal closed its bridge on Monday after a crack was found.

Drivers have to take the ferry until March, the mayor said.

AP-WF-10-21-25 1934GMT
"""
AFP = """FRA0123 4 GI 0245 NOR /AFP-QX12
Norway-bridge-transport

Norway: bridge closed by mayor

GRINDAL, Oct 21, 2025 (AFP) - The mayor of Grindal closed its bridge on Monday, officials said.

Drivers have to take the ferry until March, the mayor said.

str-jb/abc

© Agence France-Presse
"""

PA = """PA COURTS Heron
1 - 21/10/2025 - 16:20
BRIDGE CLOSED BY MAYOR AFTER CRACK IS FOUND
By Lena Moor, PA

The mayor of Grindal closed its bridge on Monday, officials said.

Drivers have to take the ferry until March, the mayor said.
mf (ends)
"""
DPA = """bdt0231 4 pl 187  dpa 0544

Verkehr/Brücken/
(Zusammenfassung 1230 - neu: Zitat Ministerin)
Brücke bei Altenau nach Rissen gesperrt =

Altenau (dpa) - Die Brücke bei Altenau ist für Lastwagen gesperrt, teilte der Betreiber mit.

Die Umleitung über Kaltenbach ist 43 Kilometer lang, wie der Betreiber am Mittwoch sagte.

# Notizblock

## Internet
- [Autobahngesellschaft](http://dpaq.example/abc)

## Orte
- [Brücke](Altenauer Str. 1, 38707 Altenau)

* * * *
Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt

## dpa-Kontakte
- Autor: Jens Thiel, +49 30 1234 5678, <thiel.jens@dpa.example>
- Redaktion: Anke Roll

dpa jet yyni n1 rol
151230 Okt 25
"""


@pytest.mark.parametrize(
    ("text", "title", "outlet"),
    [
        (AP, "Bridge closed by the mayor after divers find a crack", "Associated Press"),
        (AFP, "Norway: bridge closed by mayor", "AFP"),
        (PA, "BRIDGE CLOSED BY MAYOR AFTER CRACK IS FOUND", "PA"),
        (PA.replace(", PA", ""), "BRIDGE CLOSED BY MAYOR AFTER CRACK IS FOUND", "PA"),
    ],
)
def test_copy_of_agencies_is_read_without_its_codes(text: str, title: str, outlet: str) -> None:
    (article,) = parse_file("wire.txt", text.encode()).articles
    assert (article.title, article.outlet) == (title, outlet)
    assert str(article.published) == "2025-10-21"
    first, last = story(article).split("\n")
    assert first.startswith("The mayor of Grindal closed its bridge")
    assert last == "Drivers have to take the ferry until March, the mayor said."


def test_several_transmissions_in_a_file_are_several_articles() -> None:
    found = parse_file("wire.txt", "\n".join((AP, AFP, PA, PA)).encode()).articles
    assert [article.outlet for article in found] == ["Associated Press", "AFP", "PA", "PA"]


@pytest.mark.parametrize("foot", ["\n", " "])
def test_copy_of_dpa_states_its_title_and_day(foot: str) -> None:
    (article,) = parse_file("a.txt", DPA.replace("rol\n15", f"rol{foot}15").encode()).articles
    assert (article.title, article.outlet) == ("Brücke bei Altenau nach Rissen gesperrt", "dpa")
    assert str(article.published) == "2025-10-15"
    first, last = story(article).split("\n")
    assert (first[:13], last[:13]) == ("Altenau (dpa)", "Die Umleitung")


@pytest.mark.parametrize("file", ["a.txt", "a.md"])
@pytest.mark.parametrize("begin", ["# Notizblock", "Die folgenden Informationen sind"])
def test_what_is_not_for_publication_is_not_quoted(file: str, begin: str) -> None:
    copied = DPA[DPA.index("Altenau (dpa)") :]
    copied = copied[: copied.index("# Notizblock")] + copied[copied.index(begin) :]
    article = parse_article(file, f"Brücke bei Altenau gesperrt\n\n{copied}".encode())
    assert len(story(article).split("\n")) == 2
    dropped = {article.raw[f.start : f.end]: f.kind for f in article.furniture}
    assert dropped["Redaktion: Anke Roll"] == "note to editors"


def test_pages_of_documents_that_nexis_counts_are_no_titles() -> None:
    text = (
        "Page 1 of 2\n\nBridge closed by the mayor\n\nThe Fjord Post\n\nOctober 21, 2025\n\n"
        f"Section: NEWS; Pg. 4\nLength: 148 words\n\nBody\n\n\n{ONE}\n\nEnd of Document\n\n"
        "Page 2 of 2\n\nThe long night of the ferries\n\nThe Harbour Review\n\nOctober 2025\n\n"
        f"Section: FEATURES\nLength: 96 words\n\nBody\n\n\n{TWO}\n\nEnd of Document\n"
    )
    found = parse_file("nexis.txt", text.encode()).articles
    assert [(each.title, each.outlet) for each in found] == [
        ("Bridge closed by the mayor", "The Fjord Post"),
        ("The long night of the ferries", "The Harbour Review"),
    ]
    assert [story(each) for each in found] == [ONE, TWO]


def test_a_transcript_in_nexis_keeps_its_headline_and_its_speakers() -> None:
    speech = "LEE: No, I will not."
    text = (
        "1 of 1 DOCUMENTS\n\nHarbour TV\n\nOctober 21, 2025 Tuesday\n\n"
        "SHOW: TONIGHT 8:00 PM EST\n\nHEADLINE: Mayor Under Pressure\n\nBYLINE: Jane Roe\n\n"
        f"{ONE}\n\nCOOPER: Mayor, will you resign?\n\n{speech}\n\n"
        "LOAD-DATE: October 22, 2025\n\nLANGUAGE: ENGLISH\n"
    )
    (article,) = parse_file("transcript.txt", text.encode()).articles
    assert (article.title, article.author) == ("Mayor Under Pressure", "Jane Roe")
    assert story(article).endswith(speech)


@pytest.mark.parametrize(
    "title", ["Copyright Office rejects claims for AI pictures", "Copyright row delays a museum"]
)
def test_a_headline_about_copyright_is_no_copyright_line(title: str) -> None:
    text = NEXIS.replace("Oyster beds closed after a pump fails", title)
    assert parse_file("nexis.txt", text.encode()).articles[0].title == title


def test_a_record_of_factiva_without_a_copyright_line_names_its_outlet() -> None:
    text = (
        "Mayor Closes Old Bridge Over Crack\nBy Jane Roe\n310 words\n21 October 2025\n02:34 GMT\n"
        f"The Daily Courier\nDCOUR\nEnglish\n{ONE}\n{TWO}\n"
        "Document DCOUR00020251021ealk0001p\n"
    )
    article = parse_article("record.txt", text.encode())
    assert (article.outlet, article.author) == ("The Daily Courier", "Jane Roe")
    assert story(article).startswith(ONE)
