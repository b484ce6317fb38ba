"""Live blogs whose entries state their time in an attribute, and pages that are none."""

from __future__ import annotations

import datetime as dt

import pytest

from index.ingestion.parser import parse_file
from index.models import Article
from tests.helpers.articles import check_offsets, story
from tests.helpers.growth import grows_too_fast

ONE = (
    "The mayor of Grindal closed the bridge on Monday because of a crack in a pier. "
    "Drivers have to take the ferry until March, she said."
)
TWO = "The ferry company said on Wednesday that it would add 14 crossings a day, and two at night."
THREE = "Engineers found on Friday that two of the nine piers are beyond repair, and said so."
PAGE = (
    "<html><head><title>Bridge crisis | Post</title>{meta}</head><body><article>"
    "<h1>Bridge crisis</h1>{entries}</article></body></html>"
)
DAYS = [dt.date(2025, 10, 24), dt.date(2025, 10, 22), dt.date(2025, 10, 20)]
TITLES = ["Piers beyond repair", "More ferries", "Bridge closed"]
TEXTS = [THREE, TWO, ONE]


PUBLISHED = '<meta property="article:published_time" content="{}T08:00:00Z">'
CHANGED = '<meta property="article:modified_time" content="{}T18:00:00Z">'
GROWN = PUBLISHED.format("2025-10-20") + CHANGED.format("2025-10-24")
LIVE = "Bridge crisis – live"
DECLARED = "<div itemscope itemtype='https://schema.org/LiveBlogPosting'></div>"
IN_SCRIPT = '<script type="application/ld+json">{"@type": ["LiveBlogPosting"]}</script>'


def articles(entries: str, meta: str = GROWN, title: str = "") -> tuple[Article, ...]:
    page = PAGE.format(entries=entries, meta=meta)
    page = page.replace("<title>Bridge crisis", f"<title>{title or 'Bridge crisis'}")
    found = parse_file("live.html", page.encode()).articles
    for article in found:
        assert all(
            letter in (there := article.raw[start:end], " ") or letter in there
            for paragraph in article.paragraphs
            for letter, (start, end) in zip(paragraph.text, paragraph.spans, strict=True)
        )
    return found


def entries(form: str, stamps: list[str]) -> str:
    return "\n".join(
        form.format(stamp=stamp, title=title, text=text)
        for stamp, title, text in zip(stamps, TITLES, TEXTS, strict=True)
    )


FULL = ["24 October 2025, 14.05", "22 October 2025, 09.10", "20 October 2025, 08.00"]
BEFORE = ["14:05 GMT, 24 October 2025", "09:10 GMT, 22 October 2025", "08:00 GMT, 20 October 2025"]
FOREIGN = ["24. Oktober 2025, 14:05 Uhr", "22. Oktober 2025, 09:10 Uhr", "20. Oktober 2025, 8:00"]
SECONDS = ["1761314700", "1761124200000", "1760947200"]
ISO = ["2025-10-24T14:05:00Z", "2025-10-22T09:10:00+02:00", "2025-10-20 08:00"]


PARAGRAPHS = [
    "<div class='entry'><p>{stamp}</p><h3>{title}</h3><p>{text}</p></div>",
    "<div class='entry'><h3>{title}</h3><p class='t'>{stamp}</p><p>{text}</p></div>",
    "<p><b>{stamp}: {title}</b></p><p>{text}</p>",
]
APART = [
    "<div class='entry'><div>{stamp}</div><h3>{title}</h3><p>{text}</p></div>",
    "<h3>{stamp}</h3><h4>{title}</h4><p>{text}</p>",
    "<h3>{stamp} – {title}</h3><p>{text}</p>",
]


@pytest.mark.parametrize("stamps", [SECONDS, ISO])
@pytest.mark.parametrize(
    "form",
    [
        "<div class='entry' data-timestamp='{stamp}'><h3>{title}</h3><p>{text}</p></div>",
        "<li><span data-time='{stamp}'>now</span><h3>{title}</h3><p>{text}</p></li>",
        "<section data-entry-date='{stamp}' data-updated='2025-10-25'><h3>{title}</h3>"
        "<p>{text}</p></section>",
        "<div class='u'><meta itemprop='datePublished' content='{stamp}'><h3>{title}</h3>"
        "<p>{text}</p></div>",
    ],
)
def test_the_time_in_an_attribute(form: str, stamps: list[str]) -> None:
    found = articles(entries(form, stamps))
    assert [(a.title, a.published) for a in found] == list(zip(TITLES, DAYS, strict=True))
    assert [story(article).split("\n")[-1] for article in found] == TEXTS


LAST_NIGHT = ["21 October 2025, 00:45", "20 October 2025, 23:30", "20 October 2025, 22:10"]


FORM = "<h3>{stamp}</h3><p>{text}</p>"


@pytest.mark.parametrize(
    ("text", "meta"),
    [
        # a chronology, which tells of days before that of the article
        (entries(FORM, FULL), PUBLISHED.format("2025-11-02")),
        # the case so far, of which the last day is today
        (entries(FORM, FULL), PUBLISHED.format("2025-10-24")),
        # events to come, and those of a week
        (
            entries(FORM, ["27 October 2025, 20:00", "24 October 2025, 20:00", FULL[2]]),
            PUBLISHED.format("2025-10-20") + CHANGED.format("2025-10-27"),
        ),
        # last night
        (
            entries("<h3>{stamp} {title}</h3><p>{text}</p>", LAST_NIGHT),
            PUBLISHED.format("2025-10-21") + CHANGED.format("2025-10-21"),
        ),
        # corrections
        (
            f"<p>{ONE}</p>"
            + entries("<p>{stamp}: This article was amended. {text}</p>", FULL[:1] * 3),
            GROWN,
        ),
        (
            f"<p>{ONE}</p><p>{THREE}</p><div>21 October 2025, 10:05</div><p>{TWO}</p>"
            "<div>22 October 2025, 10:05</div><p>The headline of this article was amended.</p>",
            GROWN,
        ),
        (f"<p>Published 2 November 2025</p>{entries(FORM, FULL)}", ""),
        # without times of day
        (entries(FORM, ["24 October 2025", "22 October 2025", "20 October 2025"]), ""),
        # of a single day
        (entries(FORM, ["14:05", "09:10", "08:00"]), PUBLISHED.format("2025-10-20")),
        # results and shares, not times
        (entries("<p>{stamp} {text}</p>", ["3:1", "10.42", "24 October 2025: 3.5"]), ""),
        # teasers below an article
        (
            f"<p>20 October 2025, 08:00</p><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"
            "<p>19 October 2025, 10:00</p><p><a href='/s'>Storm</a></p>",
            "",
        ),
        # paragraphs that were changed on different days
        (
            "".join(
                f"<p data-time='{seconds}'>{text}</p>"
                for seconds, text in zip(SECONDS, TEXTS, strict=True)
            ),
            "",
        ),
        # links that say when what they lead to was published
        (
            "".join(
                f"<p><a href='/{n}' data-article-publish-date='{seconds}'></a>{text}</p>"
                for n, (seconds, text) in enumerate(zip(SECONDS, TEXTS, strict=True))
            ),
            "",
        ),
        # sections whose days are years apart
        (
            "".join(
                f"<section data-published='{day}'><h3>Part</h3><p>{text}</p></section>"
                for day, text in zip(["2025-10-20", "2021-09-17", "2025-10-24"], TEXTS, strict=True)
            ),
            "",
        ),
        # a programme, and a chronology
        *(
            (
                "".join(
                    f"<section data-date='{day}'><h3>Part</h3><p>{text}</p></section>"
                    for day, text in zip(days, TEXTS, strict=True)
                ),
                PUBLISHED.format("2025-10-20"),
            )
            for days in (
                ["2025-11-20", "2025-11-21", "2025-11-22"],
                ["2025-10-02", "2025-10-03", "2025-10-04"],
            )
        ),
        # photographs
        (
            f"<p>{ONE}</p><figure data-date='2025-10-12'><figcaption>Cars wait in a long line in "
            "front of the closed bridge on a day in October.</figcaption></figure>"
            f"<p>{TWO}</p><p>{THREE}</p><figure data-date='2024-10-12'><figcaption>The bridge as "
            "it was a year before it was closed, seen from the north.</figcaption></figure>",
            "",
        ),
    ],
)
def test_other_articles_stay_one(text: str, meta: str) -> None:
    (article,) = articles(text, meta)
    assert (article.file, article.notes) == ("live.html", ())
    assert TWO in story(article)
    check_offsets(article)


@pytest.mark.parametrize(
    "unit",
    [
        "<p>10:42 x</p>",
        "<h3>24 October 2025, 14.05</h3>",
        "<b>10:42",
        "<i data-time=1761314700>x ",
        "<div data-time=1761314700>" + "x" * 70,
        "data-a-a-a",
        "10:42 ",
    ],
)
def test_a_large_page_takes_linear_time(unit: str) -> None:
    def read(entries: str) -> None:
        parse_file("live.html", PAGE.format(entries=entries, meta="").encode())

    assert not grows_too_fast(read, unit, 25_000)


TIME = '<time datetime="{stamp}T08:00:00Z">08:00</time>'
STAMPS = ["2025-10-24", "2025-10-22", "2025-10-20"]
