"""How a file was read: which stretches are story, and why the others were dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index.errors import UnreadableArticle
from index.guardrails.head import REASON
from index.ingestion.change_detection import stat_of
from index.ingestion.limits import reading_limits, reading_worker
from index.ingestion.parser import read_file
from index.ingestion.source_text import Spans, Traced, verbatim
from index.ingestion.withholding import withhold
from index.models import Article, ExtractionReport, Section, Stretch, WithheldSpan
from index.storage.ledger.state import FileStat
from index.worker import WorkerStopped

_ELSEWHERE = "not part of the story"
_AROUND = "between the articles"
_SHOWN: Mapping[str, str] = {
    "address": "address above the text",
    "advertisement": "advertising",
    "appeal": "request to subscribe or donate",
    "biography": "about the author",
    "comment": "below the comment form",
    "contact": "how to share, follow or write",
    "cookies": "about cookies",
    "credit": "who owns a picture",
    "figure": "picture",
    "label": "label of a picture or video",
    "newsletter": "about the newsletter",
    "outlet": "name of the outlet",
    "related": "beside the story",
    "release label": "note on the release",
    "repeat": "stands there twice",
    "reporting note": "who helped to report",
    "role": "the author's job",
    "share count": "number of shares or the like",
    "teaser": "beginning of another story",
    "terms": "terms of use",
    "wire tag": "place and agency",
}
"""What people see in place of a kind of boilerplate whose name says too little, or too much."""


def extraction_report_in_worker(
    folder: Path, file: str, known: Sequence[WithheldSpan] = ()
) -> tuple[ExtractionReport, ...]:
    """Like ``extraction_report``, in a child process; what takes too long is refused, too."""
    stat = stat_of(folder / file) or FileStat()
    try:
        return reading_worker().call(
            reading_limits(stat.size), extraction_report, folder, file, known
        )
    except WorkerStopped as error:
        raise UnreadableArticle(f"cannot be read: it {error}; simplify it or split it") from error


def extraction_report(
    folder: Path, file: str, known: Sequence[WithheldSpan] = ()
) -> tuple[ExtractionReport, ...]:
    """Return how each article of a file is read now. Raises UnreadableArticle.

    ``known`` is what was withheld when the file was indexed: what only the vectors told is withheld
    here, too, if it is still there.
    """
    articles = read_file(folder, file).articles
    found = [_stretches(withhold(article, _planted(article, known))) for article in articles]
    for index, article in enumerate(articles):
        if article.section is not None and article.part == 0:
            same = [i for i, other in enumerate(articles) if other.section is article.section]
            covered = sorted((s for i in same for s in found[i]), key=lambda s: s.start)
            found[index] += _rest(article.section, covered)
    for index, stretches in _between(articles):
        found[index] += stretches
    return tuple(
        ExtractionReport(a.file, a.title, a.notes, tuple(sorted(stretches, key=lambda s: s.start)))
        for a, stretches in zip(articles, found, strict=True)
    )


def _between(articles: Sequence[Article]) -> Iterator[tuple[int, list[Stretch]]]:
    """Yield what a text file has before, between and behind its articles: labels of an export.

    Each with the index of the article that it precedes, or of the last one.
    """
    at = 0
    for index, article in enumerate(articles):
        section, raw = article.section, article.raw
        if section is None or raw.lstrip("\ufeff \t\r\n")[:1] in ("{", "[", "<"):
            return
        if article.part or not section.text:
            continue
        start, end = section.spans[0][0], section.spans[-1][1]
        yield index, list(_around(raw, at, start))
        at = max(at, end)
        if index == len(articles) - 1:
            yield index, list(_around(raw, at, len(raw)))


def _around(raw: str, start: int, end: int) -> Iterator[Stretch]:
    for line in raw[start:end].split("\n"):
        if any(map(str.isalnum, line)):
            yield Stretch(start, start + len(line), " ".join(line.split()), _AROUND)
        start += len(line) + 1


def _planted(article: Article, known: Sequence[WithheldSpan]) -> list[tuple[int, int]]:
    return [
        (each.start, each.end)
        for each in known
        if each.file == article.file
        and each.reason == REASON
        and article.raw[each.start : each.end] == each.quote
    ]


def _stretches(article: Article) -> list[Stretch]:
    """Return what was recognised of an article: story, boilerplate and planted instructions."""
    kept = [Stretch(*p.locate(0, len(p.text)), p.text) for p in article.paragraphs]
    dropped = [
        Stretch(
            each.start,
            each.end,
            _shown(article, each.start, each.end),
            _SHOWN.get(each.kind, each.kind),
        )
        for each in article.furniture
    ]
    withheld = [
        Stretch(
            each.start, each.end, _shown(article, each.start, each.end), f"withheld: {each.reason}"
        )
        for each in article.withheld
    ]
    return [*kept, *dropped, *withheld]


def _shown(article: Article, start: int, end: int) -> str:
    """Return a stretch of the file as a reader sees it, on one line."""
    text = article.raw[start:end]
    if article.section is not None and article.section.format == "html":
        from index.ingestion.loaders.markup import visible_text

        text = visible_text(text).text
    return " ".join(text.split())


def _rest(section: Section, found: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield the visible lines of a section that are in none of the stretches, which are sorted."""
    covered = iter([*found, None])
    stretch = next(covered)
    for line in _lines(section):
        start, end = line.spans[0][0], line.spans[-1][1]
        while stretch is not None and stretch.end <= start:
            stretch = next(covered)
        if stretch is None or stretch.start >= end:
            yield Stretch(start, end, " ".join(line.text.split()), _ELSEWHERE)


def _lines(section: Section) -> Iterator[Traced]:
    text = verbatim(section.text, 0, len(section.text))
    if section.format == "html":
        from index.ingestion.loaders.markup import visible_text

        text = visible_text(section.text)
    at = 0
    for line in text.text.split("\n"):
        if any(letter.isalnum() for letter in line):
            piece = text.cut(at, at + len(line))
            yield Traced(piece.text, Spans.of(piece.spans).within(section.spans))
        at += len(line) + 1
