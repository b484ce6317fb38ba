"""A file that came into the articles folder or left it, in words."""

from __future__ import annotations

from bot.pages.escape import as_code, escaped_line
from bot.pages.limits import cut
from bot.pages.reindexing import report_page
from bot.pages.sources import day_stamp
from index.ingestion.articles_folder import Added
from index.models import ArticleSummary, Reindexed

_NAME, _TITLE, _REASON = 260, 200, 300


def added_page(added: Added, done: Reindexed) -> str:
    """What was uploaded, and whether it can be asked about now."""
    article = added.article
    parts = [escaped_line(cut(article.outlet, _TITLE))] if article.outlet else []
    if article.published:
        parts.append(f"published {day_stamp(article.published)}")
    verb = "Replaced" if added.replaced else "Added"
    lines = [
        f"**{verb}** {as_code(cut(added.file, _NAME))}",
        escaped_line(cut(article.title, _TITLE)),
        " · ".join(parts) or "No outlet and no day of publication were found in it.",
        _outcome(added.file, done),
    ]
    return "\n".join(lines)


def not_indexed_page(file: str, words: str) -> str:
    """The folder has changed, and the index could not be brought up to date: ``words`` say why."""
    return (
        f"The articles folder was changed ({as_code(cut(file, _NAME))}), but indexing failed. "
        f"{words}\nThe next `/admin reindex` finishes it."
    )


def removal_question(file: str, article: ArticleSummary | None) -> str:
    """Asked before a file is removed."""
    title = f": {escaped_line(cut(article.title, _TITLE))}" if article else ""
    return (
        f"Remove {as_code(cut(file, _NAME))}{title}?\n"
        "-# Nobody can ask about it any more. The file itself is kept beside the others, in the "
        "hidden folder `.removed`."
    )


def removed_page(file: str, done: Reindexed) -> str:
    """What was removed."""
    return f"**Removed** {as_code(cut(file, _NAME))}\n{_figures(done)}"


def kept_page(file: str) -> str:
    """Somebody thought better of it."""
    return f"{as_code(cut(file, _NAME))} stays."


def _outcome(file: str, done: Reindexed) -> str:
    for failure in done.failed:
        if failure.file == file:
            return f"It could not be indexed: {escaped_line(cut(failure.error, _REASON))}"
    return f"It can be asked about now. {_figures(done)}"


def _figures(done: Reindexed) -> str:
    return report_page(done).splitlines()[1]
