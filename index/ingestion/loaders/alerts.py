"""Google Alerts: a mail lists articles, each with its title, its outlet, an extract and a link."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from index.ingestion.loaders.source import Extracted

_HEADING = re.compile(r"^=== [^\n\[\]]{1,80}\[[^\n]{1,300}\] ===\s*$", re.MULTILINE)
_LINK = re.compile(r"<https://www\.google\.[a-z.]{2,9}/url\?(?P<query>[^>\s]{1,2000})>")
_GAP = re.compile(r"\n[ \t]*\n")
_FEWEST_LINES = 4  # title, outlet, one line of the extract, link


def alerted_articles(text: str, day: str) -> list[Extracted]:
    """Return the articles that an alert of this ISO day lists; [] for any other mail."""
    heading = _HEADING.search(text)
    if heading is None:
        return []
    return [
        Extracted(" ".join(extract), "text", _fields(title, outlet, link["query"], day))
        for part in _GAP.split(text[heading.end() :].replace("\r\n", "\n"))
        if len(lines := [line.strip() for line in part.strip().split("\n")]) >= _FEWEST_LINES
        and (link := _LINK.fullmatch(lines[-1]))
        for title, outlet, *extract in [lines[:-1]]
    ]


def _fields(title: str, outlet: str, query: str, day: str) -> dict[str, str]:
    url = next(iter(parse_qs(query).get("url", [])), "")
    fields = {"title": title, "outlet": outlet, "url": url, "date": day}
    return {name: value for name, value in fields.items() if value}
