"""A stretch of a file that reads as one paragraph, heading, list item or menu line."""

from __future__ import annotations

from dataclasses import dataclass

from index.ingestion.source_text import Spans, Traced

_SENTENCE_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "؟", "۔", "।")
_CLOSING = "\"'”’»)]）」』*_ "


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the file that reads as one paragraph, heading, list item or menu line.

    ``gap``: an empty line precedes it. ``heading`` and ``item``: the file's markup says so.
    ``row``: it is a row of a table in a document, where menus are not to be expected.
    ``kind`` is the kind of boilerplate; None for article text.
    """

    traced: Traced
    gap: bool = True
    heading: bool = False
    item: bool = False
    row: bool = False
    kind: str | None = None

    @property
    def text(self) -> str:
        """The text without markup."""
        return self.traced.text

    @property
    def spans(self) -> Spans:
        """The (start, end) in the file of each character of the text."""
        return self.traced.spans

    @property
    def start(self) -> int:
        """Offset in the file of the first character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset in the file after the last character."""
        return self.spans[-1][1]


def ends_sentence(text: str) -> bool:
    """Return whether a line ends like a sentence."""
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
