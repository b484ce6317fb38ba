"""Runs the bot on Discord: opens its parts, connects, and shuts down gracefully."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import discord

from bot.discord.client import CoverageClient
from bot.discord.metrics import Metrics
from bot.discord.services import Services
from bot.protocols import CoverageLike
from bot.settings import Settings
from index.errors import CoverageError, StorageFull
from index.storage.archive.archive import Archive
from index.storage.lock import FolderLock

_log = logging.getLogger(__name__)
SHUTDOWN_TIMEOUT = 8.0
"""Seconds to finish answers in progress when the bot is stopped."""

_WARM_UP_TIMEOUT = 20.0
_FIRST_DELAY, _MAX_DELAY = 2.0, 60.0
_DEVELOPER_PORTAL = "https://discord.com/developers/applications"
_INVALID_TOKEN, _DISALLOWED_INTENTS = 4004, 4014


class CannotConnect(CoverageError):
    """Discord rejects the bot or cannot be reached."""


OpenCoverage = Callable[[Archive, FolderLock], Awaitable[CoverageLike]]
"""Opens the coverage in the locked folder; the archive stores how many tokens people use."""


async def serve(
    settings: Settings,
    lock_folder: Callable[[], FolderLock],
    open_coverage: OpenCoverage,
    metrics: Metrics | None = None,
) -> None:
    """Run until SIGINT or SIGTERM. Raises CoverageError.

    After the first signal, answers in progress are finished; a second signal stops at once.
    ``lock_folder`` locks the data folder, for as long as anything in it is open: a restore that
    ended meanwhile would put another file in the place of the archive.
    """
    if settings.discord_token is None:
        raise CannotConnect("DISCORD_TOKEN is not set")
    metrics = metrics or Metrics()
    async with AsyncExitStack() as stack:
        stack.enter_context(metrics.serve(settings.metrics_host, settings.metrics_port))
        lock = await asyncio.to_thread(lock_folder)
        stack.callback(lock.release)
        archive = await _open_archive(settings, stack)
        stack.push_async_callback(archive.close)
        coverage = await open_coverage(archive, lock)
        stack.push_async_callback(coverage.close)
        # otherwise discord.py warns that voice support is missing
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        client = CoverageClient(Services(coverage, archive, settings, metrics=metrics))
        stop, stop_now = asyncio.Event(), asyncio.Event()
        with _signals(stop, stop_now):
            await _run(client, settings.discord_token.get_secret_value(), stop, stop_now)
    _log.info("stopped")


async def _open_archive(settings: Settings, stack: AsyncExitStack) -> Archive:
    """Open the archive; if it cannot be written in read-only mode, one that ends with the bot."""
    if not settings.read_only:
        return await Archive.open(settings.data, backups=settings.backup_folder, check=True)
    if not os.access(settings.data, os.W_OK):  # opening it would try to change the permissions
        return await _open_temporary_archive(stack, f"{settings.data} cannot be written")
    try:
        archive = await Archive.open(settings.data, backups=settings.backup_folder, check=True)
    except StorageFull as error:
        return await _open_temporary_archive(stack, str(error))
    try:
        await archive.set_state("read-only mode", "can be written")
    except StorageFull as error:
        await archive.close()
        return await _open_temporary_archive(stack, str(error))
    return archive


async def _open_temporary_archive(stack: AsyncExitStack, why: str) -> Archive:
    _log.warning(
        "BOT_READ_ONLY is true: questions and feedback are kept only until the bot stops (%s)", why
    )
    try:
        folder = stack.enter_context(TemporaryDirectory(prefix="coverage-bot-"))
    except OSError as error:
        raise StorageFull(
            f"there is no folder that can be written ({error.strerror}): set TMPDIR to one"
        ) from error
    return await Archive.open(Path(folder), temporary=True)


async def _run(
    client: CoverageClient, token: str, stop: asyncio.Event, stop_now: asyncio.Event
) -> None:
    connection = asyncio.create_task(_connect(client, token), name="connection")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not connection.done():
            await _finish_answers(client, stop_now)
    finally:
        stopping.cancel()
        await client.close()
        if not connection.done():
            connection.cancel()
        await asyncio.wait({connection})
    if not connection.cancelled():
        connection.result()


async def _connect(client: CoverageClient, token: str) -> None:
    """Stay connected until the client is closed; discord.py reconnects when necessary.

    The index is loaded between login and connecting, because loading it delays the first answer.
    """
    try:
        async with client:
            await _login(client, token)
            await _warm_up(client.services.coverage)
            # everything loaded so far stays: collecting it again would block for 0.1 to 0.2 s
            gc.freeze()
            await client.connect()
    except discord.LoginFailure:
        raise CannotConnect(_invalid_token()) from None
    except discord.PrivilegedIntentsRequired:
        raise CannotConnect(_disallowed_intents()) from None
    except discord.ConnectionClosed as error:
        raise CannotConnect(_explain_close(error)) from None
    except discord.HTTPException as error:
        raise CannotConnect(f"Discord rejected the bot: {error}") from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        reason = str(error) or type(error).__name__
        raise CannotConnect(
            f"cannot connect to Discord: {reason}; check your network and try again"
        ) from None


async def _login(client: CoverageClient, token: str) -> None:
    """Log in, and retry for as long as Discord's own servers have problems."""
    delay = _FIRST_DELAY
    while True:
        try:
            await client.login(token)
        except discord.DiscordServerError as error:
            _log.warning("Discord has problems (%d); retrying in %.0f s", error.status, delay)
            await client.http.close()  # logging in again opens a new session and connector
            client.http.clear()
            client.http.connector = discord.utils.MISSING
        else:
            return
        await asyncio.sleep(delay)
        delay = min(2 * delay, _MAX_DELAY)


async def _warm_up(coverage: CoverageLike) -> None:
    try:
        await asyncio.wait_for(coverage.warm(), _WARM_UP_TIMEOUT)
    except CoverageError as error:
        _log.warning("questions cannot be answered yet: %s", error)
    except TimeoutError:
        _log.warning("the index is slow to load; the first answers may take a while")


def _explain_close(error: discord.ConnectionClosed) -> str:
    if error.code == _INVALID_TOKEN:
        return _invalid_token()
    if error.code == _DISALLOWED_INTENTS:
        return _disallowed_intents()
    return f"Discord closed the connection (code {error.code}); start the bot again"


def _invalid_token() -> str:
    return (
        "Discord does not accept DISCORD_TOKEN: copy the token again, or reset it, at "
        f"{_DEVELOPER_PORTAL} under Bot"
    )


def _disallowed_intents() -> str:
    return (
        "BOT_READ_MESSAGES=true needs the Message Content Intent: switch it on at "
        f"{_DEVELOPER_PORTAL} under Bot, or set BOT_READ_MESSAGES=false"
    )


async def _finish_answers(client: CoverageClient, stop_now: asyncio.Event) -> None:
    """Wait a few seconds for answers in progress."""
    _log.info("stopping; %d answers in progress", client.rate_limiter.answering)
    closing = asyncio.create_task(client.rate_limiter.close(SHUTDOWN_TIMEOUT))
    hurry = asyncio.create_task(stop_now.wait())
    await asyncio.wait({closing, hurry}, return_when=asyncio.FIRST_COMPLETED)
    if not (closing.done() and closing.result()):
        _log.warning("stopped before everything was sent")
    for task in (closing, hurry):
        task.cancel()


@contextmanager
def _signals(stop: asyncio.Event, stop_now: asyncio.Event) -> Iterator[None]:
    """Let the first SIGINT or SIGTERM set ``stop``, and the next ones ``stop_now``."""
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        (stop_now if stop.is_set() else stop).set()

    handled = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in handled}
    for number in handled:
        try:
            loop.add_signal_handler(number, on_signal)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(on_signal))
    try:
        yield
    finally:
        for number in handled:
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)
            signal.signal(number, before[number])
