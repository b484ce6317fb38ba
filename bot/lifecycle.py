"""The bot on Discord from its start to its end: opened, connected, stopped, closed."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress

import aiohttp
import discord

from bot.client import CoverageClient
from bot.ports import CoverageLike
from bot.services import Services
from bot.settings import Settings
from index.errors import CoverageError
from index.storage.archive.archive import Archive

_log = logging.getLogger(__name__)
GRACE = 8.0
"""Seconds that answers under way have to be sent when the bot is stopped."""

_WARMING = 20.0
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 60.0
_DEVELOPERS = "https://discord.com/developers/applications"
_BAD_TOKEN, _BAD_INTENTS = 4004, 4014


class CannotConnect(CoverageError):
    """Discord does not let the bot in, or cannot be reached."""


OpenCoverage = Callable[[Archive], Awaitable[CoverageLike]]
"""Opens the coverage; the archive is for what people spend."""


async def serve(settings: Settings, open_coverage: OpenCoverage) -> None:
    """Answer on Discord until SIGINT or SIGTERM. Raises CoverageError.

    The first signal lets what is being sent be finished; a second one does not wait for it.
    """
    if settings.discord_token is None:
        raise CannotConnect("DISCORD_TOKEN is not set")
    async with AsyncExitStack() as stack:
        archive = await Archive.open(settings.data)
        stack.push_async_callback(archive.close)
        coverage = await open_coverage(archive)
        stack.push_async_callback(coverage.close)
        # discord.py would warn that it cannot speak, which this bot does not want to
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        client = CoverageClient(Services(coverage, archive, settings))
        stop, hurry = asyncio.Event(), asyncio.Event()
        with _signals(stop, hurry):
            await _run(client, settings.discord_token.get_secret_value(), stop, hurry)
    _log.info("stopped")


async def _run(
    client: CoverageClient, token: str, stop: asyncio.Event, hurry: asyncio.Event
) -> None:
    connection = asyncio.create_task(_connected(client, token), name="connection")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait({connection, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not connection.done():
            await _finish(client, hurry)
    finally:
        stopping.cancel()
        await client.close()
        if not connection.done():
            connection.cancel()
        await asyncio.wait({connection})
    if not connection.cancelled():
        connection.result()


async def _connected(client: CoverageClient, token: str) -> None:
    """Stay connected, also over losses of the connection, until the client is closed.

    What answers is loaded between the login and the connection: loading it would hold up others.
    """
    try:
        async with client:
            await _login(client, token)
            await _warm(client.services.coverage)
            # what is loaded by now stays: whenever all of it is searched for garbage, nothing else
            # runs for 0.1 to 0.2 s
            gc.freeze()
            await client.connect()
    except discord.LoginFailure:
        raise CannotConnect(_bad_token()) from None
    except discord.PrivilegedIntentsRequired:
        raise CannotConnect(_bad_intents()) from None
    except discord.ConnectionClosed as error:
        raise CannotConnect(_closed(error)) from None
    except discord.HTTPException as error:
        raise CannotConnect(f"Discord does not let the bot in: {error}") from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        what = str(error) or type(error).__name__
        raise CannotConnect(
            f"Discord cannot be reached: {what}; check the network and start again"
        ) from None


async def _login(client: CoverageClient, token: str) -> None:
    """Log in, however long Discord has trouble of its own; a network that is not there is ours."""
    pause = _FIRST_PAUSE
    while True:
        try:
            await client.login(token)
        except discord.DiscordServerError as error:
            _log.warning("Discord has trouble (%d); trying again in %.0f s", error.status, pause)
            await client.http.close()  # a login opens a session and a connector of its own
            client.http.clear()
            client.http.connector = discord.utils.MISSING
        else:
            return
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _warm(coverage: CoverageLike) -> None:
    try:
        await asyncio.wait_for(coverage.warm(), _WARMING)
    except CoverageError as error:
        _log.warning("questions cannot be answered for now: %s", error)
    except TimeoutError:
        _log.warning("the first answers may take a while: the index takes long to load")


def _closed(error: discord.ConnectionClosed) -> str:
    if error.code == _BAD_TOKEN:
        return _bad_token()
    if error.code == _BAD_INTENTS:
        return _bad_intents()
    return f"Discord ended the connection for good (code {error.code}); start again"


def _bad_token() -> str:
    return (
        "DISCORD_TOKEN is not a token that Discord knows: copy it again, or make a new one, at "
        f"{_DEVELOPERS} under Bot"
    )


def _bad_intents() -> str:
    return (
        "BOT_READ_MESSAGES=true takes the Message Content Intent: switch it on at "
        f"{_DEVELOPERS} under Bot, or set BOT_READ_MESSAGES=false"
    )


async def _finish(client: CoverageClient, hurry: asyncio.Event) -> None:
    """Let answers under way be sent, for a while."""
    _log.info("stopping; %d answers are under way", client.desk.under_way)
    closing = asyncio.create_task(client.desk.close(GRACE))
    hurrying = asyncio.create_task(hurry.wait())
    await asyncio.wait({closing, hurrying}, return_when=asyncio.FIRST_COMPLETED)
    if not (closing.done() and closing.result()):
        _log.warning("stopping before everything was sent")
    for task in (closing, hurrying):
        task.cancel()


@contextmanager
def _signals(stop: asyncio.Event, hurry: asyncio.Event) -> Iterator[None]:
    """SIGINT and SIGTERM set ``stop``, and from the second on ``hurry``."""
    loop = asyncio.get_running_loop()

    def asked_to_stop() -> None:
        (hurry if stop.is_set() else stop).set()

    taken = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in taken}
    for number in taken:
        try:
            loop.add_signal_handler(number, asked_to_stop)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(asked_to_stop))
    try:
        yield
    finally:
        for number in taken:
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)
            signal.signal(number, before[number])
