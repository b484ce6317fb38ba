"""An answer as lines for the terminal (pure)."""

from __future__ import annotations

from rich.text import Text

from bot.terminal.layout import published_line, wrapped
from bot.terminal.text import on_one_line
from index.models import Answer, Citation


def answer_lines(answer: Answer, width: int) -> list[Text]:
    """The text with its markers, then a blank line and the sources with their quotes.

    An answer that abstains looks different: behind a question mark, without sources.
    """
    paragraphs = [part for part in answer.text.split("\n") if part.strip()]
    if not answer.answered:
        mark = Text("?", style="bold yellow")
        return wrapped(" ".join(paragraphs), width, mark, 2)
    lines: list[Text] = []
    for paragraph in paragraphs:
        body = Text(on_one_line(paragraph))
        body.highlight_regex(r"\[\d+\]", "cyan")
        lines += wrapped(body, width)
    for citation in answer.citations:
        lines += [Text(), *citation_lines(citation, width)]
    return lines


def citation_lines(citation: Citation, width: int) -> list[Text]:
    """Number and title, where it was published and the file, then the quote behind a bar."""
    number = Text(f"[{citation.number}]", style="cyan")
    indent = max(4, number.cell_len + 1)
    where = f"{published_line(citation.outlet, citation.published)}, {citation.file}"
    bar = Text(" " * indent + "│ ", style="dim")
    return [
        *wrapped(Text(on_one_line(citation.title), style="bold"), width, number, indent),
        *wrapped(Text(on_one_line(where), style="dim"), width, indent=indent),
        *(Text.assemble(bar, line) for line in wrapped(citation.quote, width - bar.cell_len)),
    ]
