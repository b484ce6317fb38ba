"""Re-indexes for people on Discord: one at a time, and the news told at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.services import ServedClient
from index.errors import ReindexRunning
from index.models import Progress, Reindexed

_AGAIN = 1.0  # seconds
WAITING = "waiting for another re-index"


async def reindex(
    client: ServedClient,
    by: str,
    show: Callable[[Progress], None],
    *,
    dry_run: bool = False,
    rebuild: bool = False,
) -> Reindexed:
    """Bring the index up to date. Raises ReindexRunning, and what else the coverage raises."""
    done = await client.services.coverage.reindex(
        dry_run=dry_run, rebuild=rebuild, progress=show, by=by
    )
    if not dry_run:
        await client.news.look()
    return done


async def index_change(
    client: ServedClient, by: str, show: Callable[[Progress], None]
) -> Reindexed:
    """Index a file that was added or removed, as soon as no other re-index runs."""
    while True:
        try:
            return await reindex(client, by, show)
        except ReindexRunning as running:  # it may have looked at the folder before the change
            far = running.progress or Progress(0, 0, "")
            show(Progress(far.done, far.total, WAITING))
            await asyncio.sleep(_AGAIN)
