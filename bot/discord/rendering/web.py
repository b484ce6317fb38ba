"""Articles from the web: what became of an address, and feeds that went silent."""

from __future__ import annotations

from collections.abc import Sequence

from bot.discord.rendering.limits import MESSAGE, cut, first_lines
from bot.discord.rendering.markdown import as_code, date_stamp, escaped_line
from index.models import KeptPage, Reindexed, count

_FILE, _TITLE, _OUTLET, _REASON, _FEED = 260, 200, 100, 300, 400
_VERBS = {"added": "Added", "new version": "New version", "unchanged": "Already there, unchanged:"}


def kept_page(page: KeptPage, report: Reindexed | None) -> str:
    """Say what became of an address; ``report`` is of the re-index, if there was one."""
    title = escaped_line(cut(page.title, _TITLE))
    if page.articles > 1:
        title += f" and {count(page.articles - 1, 'more article')}"
    parts = [escaped_line(cut(page.outlet, _OUTLET))] if page.outlet else []
    if page.published:
        parts.append(f"published {date_stamp(page.published)}")
    lines = [
        f"**{_VERBS[page.outcome]}** {as_code(cut(page.file, _FILE))}",
        title,
        " · ".join(parts) or "It does not name its outlet or publication date.",
    ]
    if page.previous:
        lines.append(
            f"The earlier version is kept in {as_code(cut(page.previous, _FILE))} and can be cited."
        )
    if report is not None:
        failed = (f.error for f in report.failed if f.file == page.file)
        why = next(failed, None)
        lines.append(
            f"It could not be indexed: {escaped_line(cut(why, _REASON))}"
            if why
            else "You can ask about it now."
        )
    return "\n".join(lines)


def feeds_page(troubles: Sequence[str], recovered: Sequence[str]) -> str:
    """Announce in one message that feeds bring no articles any more, or do so again."""
    lines: list[str] = []
    if troubles:
        lines.append("⚠️ **The coverage is going stale**: no new articles are coming from")
        lines += [f"• {escaped_line(cut(each, _FEED))}" for each in troubles]
        lines.append("-# The person who runs the bot can see details with `coverage-bot doctor`")
    if recovered:
        lines.append("✅ **New articles are arriving again** from")
        lines += [f"• {escaped_line(cut(each, _FEED))}" for each in recovered]
    return "\n".join(first_lines(lines, MESSAGE, "… and {} more"))
