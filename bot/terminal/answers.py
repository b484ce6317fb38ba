"""An answer as lines for the terminal (pure)."""

from __future__ import annotations

from rich.text import Text

from bot.terminal.layout import published_line, wrapped
from bot.terminal.text import on_one_line
from index.models import Answer, Citation, Draft


def answer_lines(answer: Answer, width: int) -> list[Text]:
    """The text with its markers, then a blank line and the sources with their quotes.

    An answer that abstains looks different: behind a question mark, without sources. A follow-up
    has the question above it as it was understood.
    """
    lines: list[Text] = []
    if answer.understood is not None:
        asked = Text(f"({on_one_line(answer.understood)})", style="dim")
        lines += wrapped(asked, width)
    if not answer.answered:
        mark = Text("?", style="bold yellow")
        return lines + wrapped(" ".join(answer.text.split("\n")), width, mark, 2)
    lines += _paragraphs(answer.text, width)
    for citation in answer.citations:
        lines += [Text(), *citation_lines(citation, width)]
    return lines


def draft_lines(draft: Draft, width: int) -> list[Text]:
    """What is finished of an answer, and a sign that more is to come."""
    lines = _paragraphs(draft.text, width)
    lines[-1].append(" …", style="dim")
    return lines


def _paragraphs(text: str, width: int) -> list[Text]:
    lines: list[Text] = []
    for paragraph in text.split("\n"):
        if paragraph.strip():
            body = Text(on_one_line(paragraph))
            body.highlight_regex(r"\[\d+\]", "cyan")
            lines += wrapped(body, width)
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
        *(Text.assemble(bar, line) for line in wrapped(citation.shown, width - bar.cell_len)),
    ]
