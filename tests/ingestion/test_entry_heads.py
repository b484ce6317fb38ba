"""Live blogs whose entries state their time in a heading, a line or an attribute."""

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


@pytest.mark.parametrize("stamps", [FULL, BEFORE, FOREIGN])
@pytest.mark.parametrize(
    ("form", "title", "above"),
    [
        *((form, "", "") for form in APART),
        *((form, LIVE, "") for form in PARAGRAPHS),
        *((form, "", DECLARED) for form in PARAGRAPHS),
        *((form, "", IN_SCRIPT) for form in PARAGRAPHS),
    ],
)
def test_the_time_in_a_heading_or_a_line(
    form: str, title: str, above: str, stamps: list[str]
) -> None:
    found = articles(above + entries(form, stamps), title=title)
    assert [(a.file, a.title, a.published) for a in found] == [
        (f"live.html#{n}", title, day)
        for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True), 1)
    ]
    assert [story(article) for article in found] == TEXTS


@pytest.mark.parametrize("form", PARAGRAPHS)
def test_times_in_paragraphs_of_a_page_that_is_no_live_blog(form: str) -> None:
    (article,) = articles(entries(form, FULL))
    assert all(text in story(article) for text in TEXTS)
    assert "times of several days, 2025-10-20 to 2025-10-24" in article.notes[0]
    assert "save the entries of each day in a separate file" in article.notes[0]


@pytest.mark.parametrize(
    "title",
    [
        "Bridge crisis: live blog",
        "Bridge crisis - live updates",
        "Bridge crisis – as it happened",
        "Live: bridge closed",
        "Bridge crisis – live | The Post",
        "Bridge crisis - live - The Post",
        "Liveblog zur Brücke",
    ],
)
def test_what_a_live_blog_calls_itself(title: str) -> None:
    assert len(articles(entries(PARAGRAPHS[0], FULL), title=title)) == len(FULL)


@pytest.mark.parametrize(
    "title",
    [
        "Live music: two concerts",
        "Where to live in Bergen",
        "Stock ticker of the week",
        "Bridge – live-stream",
        "The bridge that we live by",
        "Olive: a history",
    ],
)
def test_other_titles(title: str) -> None:
    assert len(articles(entries(PARAGRAPHS[0], FULL), title=title)) == 1


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


def test_the_day_stands_above_the_times_of_its_entries() -> None:
    found = articles(
        f"<h2>Wednesday, 22 October 2025</h2><h3>14:05 GMT Piers beyond repair</h3><p>{THREE}</p>"
        f"<h3>10:42 GMT More ferries</h3><p>{TWO}</p>"
        f"<h2>Monday, 20 October 2025</h2><h3>8.10am Bridge closed</h3><p>{ONE}</p>",
        PUBLISHED.format("2025-10-20") + CHANGED.format("2025-10-22"),
    )
    assert [(a.title, a.published) for a in found] == [
        ("Piers beyond repair", DAYS[1]),
        ("More ferries", DAYS[1]),
        ("Bridge closed", DAYS[2]),
    ]


def test_a_time_does_not_take_the_day_of_another_time() -> None:
    stamps = ["24 October 2025, 00:20", "23:30", "22 October 2025, 22:10"]
    (article,) = articles(entries("<h3>{stamp} {title}</h3><p>{text}</p>", stamps), title=LIVE)
    assert "no dates are given with them" in article.notes[0]


@pytest.mark.parametrize(
    "stamps",
    [
        ["24 Oct, 14:05", "22 Oct, 09:10", "20 Oct, 08:00"],
        ["14:05, 24 Oct", "09:10, 22 Oct", "08:00, 20 Oct"],
        ["October 24, 2:05 PM EDT", "October 22, 9:10 AM EDT", "October 20, 8:00 AM EDT"],
    ],
)
def test_days_without_a_year_follow_that_of_the_page(stamps: list[str]) -> None:
    form = "<h3>{stamp}</h3><p>{text}</p>"
    found = articles(entries(form, stamps))
    assert [a.published for a in found] == DAYS
    assert len(articles(entries(form, stamps), "")) == 1
    assert len(articles(entries(form, stamps), PUBLISHED.format("2025-06-20"))) == 1


@pytest.mark.parametrize(
    ("stamps", "said"),
    [
        (["00:20", "23:30", "22:10"], True),
        (["11 p.m.", "11:40 p.m.", "12:15 a.m."], True),
        (["14:05", "09:10", "08:00"], False),
        (["14:05", "15:10", "08:00"], False),
    ],
)
def test_times_that_run_past_midnight_without_days_are_said(stamps: list[str], said: bool) -> None:
    (article,) = articles(
        entries("<h3>{stamp} {title}</h3><p>{text}</p>", stamps),
        PUBLISHED.format("2025-10-20"),
        LIVE,
    )
    assert any("run past midnight" in note for note in article.notes) is said


def test_a_programme_that_runs_past_midnight_is_no_live_blog() -> None:
    (article,) = articles(
        entries("<h3>{stamp} {title}</h3><p>{text}</p>", ["20:00", "23:30", "0:45"])
    )
    assert article.notes == ()


def test_the_entries_of_a_page_that_is_cut_off_say_so() -> None:
    form = "<div><h3>{title}</h3><div>{stamp}</div><p>{text}</p></div>"
    found = articles(entries(form, FULL) + f"<script>x<p>{ONE} {TWO}</p>")
    assert len(found) == len(FULL)
    assert all("script or a comment that is not closed" in a.notes[0] for a in found)


def test_a_name_behind_the_time_is_no_title() -> None:
    form = "<div><p>{stamp} | Jane Roe</p><h3>{title}</h3><p>{text}</p></div>"
    assert [a.title for a in articles(entries(form, FULL), title=LIVE)] == TITLES


@pytest.mark.parametrize(
    "form",
    [
        "<div><h3>{title}</h3><p>{text}</p><p>Posted {stamp}</p></div>",
        "<h3>{title}</h3><p>{text}</p><p>Posted {stamp}</p>",
        "<p>{text}</p><p>{stamp}</p>",
    ],
)
@pytest.mark.parametrize(
    "more", ["", "<p>That is all for today, thank you for reading. Goodbye.</p>"]
)
def test_times_below_their_entries_are_not_those_of_the_next_ones(form: str, more: str) -> None:
    found = articles(entries(form, FULL) + more, title=LIVE)
    assert THREE in story(found[0])
    assert TWO in story(found[0]) or str(found[1].published) == "2025-10-22"


def test_what_stands_above_the_entries_is_an_article_of_its_own() -> None:
    intro = "<p>The bridge has been closed since Monday, and the town of Grindal is cut off.</p>"
    form = "<div><h3>{title}</h3><div>{stamp}</div><p>{text}</p></div>"
    found = articles(intro + entries(form, FULL))
    assert [a.title for a in found] == ["Bridge crisis", *TITLES]
    assert story(found[0]).startswith("The bridge has been closed")


LAST_NIGHT = ["21 October 2025, 00:45", "20 October 2025, 23:30", "20 October 2025, 22:10"]


def oldest_first(form: str) -> str:
    told = list(zip(FULL, TITLES, TEXTS, strict=True))[::-1]
    return "".join(form.format(stamp=s, title=t, text=x) for s, t, x in told)


FORM = "<h3>{stamp}</h3><p>{text}</p>"


@pytest.mark.parametrize(
    ("meta", "title", "number"),
    [
        ("", "", 1),
        ("", LIVE, 1),
        (PUBLISHED.format("2025-10-29"), "", 1),
        (PUBLISHED.format("2025-10-20"), LIVE, 3),
        (PUBLISHED.format("2025-10-20"), "", 1),  # nothing says that it went on
        (PUBLISHED.format("2025-10-20") + CHANGED.format("2025-11-24"), "", 1),
        (PUBLISHED.format("2025-10-20") + CHANGED.format("2025-11-24"), LIVE, 3),
        (GROWN, "", 3),
        (GROWN, LIVE, 3),
    ],
)
def test_the_oldest_entry_is_of_the_day_of_the_page_and_the_newest_of_its_change(
    meta: str, title: str, number: int
) -> None:
    found = articles(oldest_first(FORM), meta, title)
    assert len(found) == number
    said = "has the times of several days, 2025-10-20 to 2025-10-24" in " ".join(found[0].notes)
    assert said is (title == LIVE and number == 1)


@pytest.mark.parametrize(
    ("text", "meta"),
    [
        # a chronology, which tells of days before that of the article
        (entries(FORM, FULL), PUBLISHED.format("2025-11-02")),
        # the case so far, of which the last day is today
        (entries(FORM, FULL), PUBLISHED.format("2025-10-24")),
        # events to come, and those of a week
        (oldest_first(FORM), PUBLISHED.format("2025-10-20")),
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


@pytest.mark.parametrize(
    "form",
    [
        "<h2>" + TIME + " {title}</h2><p>{text}</p>",
        "<p class='when'>" + TIME + "</p><h3>{title}</h3><p>{text}</p>",
        "<h3>{title}</h3><p>{text}</p><p class='when'>" + TIME + "</p>",
        "<p><abbr title='{stamp}T08:00'>3 hours ago</abbr></p><h3>{title}</h3><p>{text}</p>",
        "<div><abbr title='{stamp}T08:00'>3 hours ago</abbr><h3>{title}</h3><p>{text}</p></div>",
    ],
)
def test_entries_may_stand_in_no_element_of_their_own(form: str) -> None:
    found = articles(entries(form, STAMPS), title=LIVE)
    assert [article.published for article in found] == DAYS
    assert [article.title for article in found] == TITLES
    for article, text in zip(found, TEXTS, strict=True):
        assert text in story(article)


def test_times_of_an_article_are_no_entries() -> None:
    chronology = entries("<h2>" + TIME + " {title}</h2><p>{text}</p>", STAMPS)
    assert len(articles(chronology, PUBLISHED.format("2025-11-20"))) == 1
    stated = "<p>Published " + TIME.format(stamp="2025-10-20") + "</p>"
    stated += "<p>Updated " + TIME.format(stamp="2025-10-22") + "</p>"
    assert len(articles(f"{stated}<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>")) == 1


def test_a_title_with_live_and_a_colon_is_that_of_a_live_blog() -> None:
    form = "<div><h3>{title}</h3><span>{stamp}</span><p>{text}</p></div>"
    found = articles(
        entries(form, FULL), PUBLISHED.format("2025-10-20"), "Bridge live: repairs begin"
    )
    assert [article.published for article in found] == DAYS


@pytest.mark.parametrize(
    "body",
    [
        "{one}<p>Updated {second}</p><p>Jane Doe is a reporter of the Fjord Post in Grindal.</p>",
        "{one}<h2>Correction {second}</h2><p>The bridge has nine piers, and not eight of them.</p>",
        "{one}<h2>Comments</h2><p>{second}</p><p>I have said for years that the bridge is old.</p>",
    ],
)
@pytest.mark.parametrize("title", ["", "Where the mayors live: a map"])
def test_the_time_of_a_change_begins_no_entry(body: str, title: str) -> None:
    story_ = f"<p>{TIME.format(stamp='2025-10-20')}</p><p>{ONE}</p><p>{TWO}</p>"
    page = body.format(one=story_, second=TIME.format(stamp="2025-10-21"))
    (article,) = articles(page, title=title)
    assert article.title == "Bridge crisis"
