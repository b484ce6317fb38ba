"""Versions of a page that changed at its address: which are older, and until when they stood.

What an older version said is citable, with the day on which a newer one was found. A sentence that
a newer version still has is that version's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from index.copies.shingles import words
from index.ingestion.origins import version_of
from index.storage.ledger.records import StoredSentence


@dataclass(frozen=True)
class PageVersions:
    """The older versions of pages, by file.

    ``newer`` has the files of the versions after each, in the order in which they came, and
    ``until`` the day on which the next one was found.
    """

    newer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    until: Mapping[str, dt.date] = field(default_factory=dict)

    @staticmethod
    def among(pages: Iterable[Iterable[str]]) -> PageVersions:
        """Return the versions among the files of each address that has several."""
        newer: dict[str, tuple[str, ...]] = {}
        until: dict[str, dt.date] = {}
        for files in pages:
            in_order = sorted(files, key=version_of)
            for _, group in groupby(in_order, lambda file: version_of(file)[0]):
                versions = list(group)
                for place, file in enumerate(versions[:-1], 1):
                    found = version_of(versions[place])[1]
                    if found:  # not another file of the same name, as a .txt beside a .html
                        newer[file] = tuple(versions[place:])
                        until[file] = dt.date.fromisoformat(found)
        return PageVersions(newer, until)

    def marked(self, sentences: Sequence[StoredSentence]) -> Sequence[StoredSentence]:
        """Return the sentences of an article, those of an older version with ``until``."""
        day = self.until.get(sentences[0].file) if sentences else None
        return sentences if day is None else [replace(each, until=day) for each in sentences]


def taken_back(older: Sequence[StoredSentence], newer: Iterable[StoredSentence]) -> set[int]:
    """Return the ordinals of sentences of an older version that no newer one has word for word."""
    kept = {words(each.text) for each in newer}
    return {each.ordinal for each in older if words(each.text) not in kept}


def of_one_page(file: str, other: str) -> bool:
    """Return whether two files are versions of one page, or the same file."""
    return version_of(file)[0] == version_of(other)[0]
