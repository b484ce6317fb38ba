"""How messy files are read: what becomes an article, its head, and what is kept of its text.

In each folder of ``bench/data/files``, ``in/`` is an articles folder, ``expected.json`` says what
is right, and ``note.txt`` what is messy. Three hands wrote them who knew neither the code nor each
other: ``first`` was looked at while the code was mended; of the others the number of failures was
printed before anything in them was looked at.

A check that a file holds certain articles fails once for each title, outlet and day that is wrong.
With ``--out``, the failures are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.corpus import write_rows
from index.errors import UnreadableArticle
from index.ingestion.parser import read_file
from index.models import Article

FOLDER = Path(__file__).parent / "data" / "files"
SETS = ("first", "second", "third")


def run(data: Path | None, out: Path | None) -> int:
    """Print how many checks of each set hold."""
    failures: list[dict[str, str]] = []
    for name in SETS:
        checks, failed, held = 0, 0, 0
        for case in sorted(path for path in (data or FOLDER).joinpath(name).iterdir()):
            wanted = json.loads((case / "expected.json").read_text(encoding="utf-8"))
            found = [list(failures_of(case / "in", check)) for check in wanted]
            wrong = [each for failed_of_check in found for each in failed_of_check]
            checks += len(wanted)
            held += sum(not failed_of_check for failed_of_check in found)
            failed += len(wrong)
            failures += [{"set": name, "case": case.name, "failure": each} for each in wrong]
        print(f"{name}: {held} of {checks} checks hold ({held / checks:.1%}), {failed} failures")
    write_rows(out, failures)
    return 0


def failures_of(folder: Path, check: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with how a file is read, one line each."""
    file = check["file"]
    try:
        articles = read_file(folder, file).articles
    except UnreadableArticle as error:
        if "refused" not in check:
            yield f"{file}: refused: {error}"
        return
    text = _spaced(" ".join(p.text for article in articles for p in article.paragraphs))
    if "refused" in check:
        yield f"{file}: not refused"
    if "contains" in check and _spaced(check["contains"]) not in text:
        yield f"{file}: lacks {check['contains']!r}"
    if "lacks" in check and _spaced(check["lacks"]) in text:
        yield f"{file}: has {check['lacks']!r}"
    if "articles" in check:
        if len(articles) == len(check["articles"]):
            for article, wanted in zip(articles, check["articles"], strict=True):
                yield from _wrong_heads(article, wanted)
        else:
            yield f"{file}: {len(articles)} articles, not {len(check['articles'])}"


def _wrong_heads(article: Article, wanted: Mapping[str, str | None]) -> Iterator[str]:
    """Yield what differs of the title, the outlet and the day, as far as they are given."""
    day = article.published.isoformat() if article.published else None
    read = {"title": article.title, "outlet": article.outlet, "date": day}
    for name in read.keys() & wanted.keys():
        if _spaced(read[name] or "") != _spaced(wanted[name] or ""):
            yield f"{article.file}: {name} is {read[name]!r}, not {wanted[name]!r}"


def _spaced(text: str) -> str:
    return " ".join(text.split())
