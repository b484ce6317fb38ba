"""The simulated Discord as a whole: its server, its people, and what the bot did."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bench.simulation.discord.calls import Calls
from bench.simulation.discord.faults import Fault, Hold, Refusal
from bench.simulation.discord.gateway import Gateway, Session
from bench.simulation.discord.interactions import Interaction, Interactions
from bench.simulation.discord.messages import LOADING, Messages
from bench.simulation.discord.people import People
from bench.simulation.discord.rest import Rest
from bench.simulation.discord.world import PATIENCE, Channel, Found, Payload, Person, World

# in the form of a token, which nothing may print
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.Loopbk.only-of-use-on-the-loopback-interface"


class Discord:
    """Use as ``async with Discord() as discord``; it listens at ``address``."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.world = World(Person("100000000000000000", "Coverage", bot=True))
        self.gateway = Gateway(self.world, token)
        self.messages = Messages(self.world, self.gateway)
        self.interactions = Interactions(self.messages)
        self.people = People(self.world, self.messages, self.interactions)
        self.calls = Calls(self.world, token)
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return self.world.address

    async def __aenter__(self) -> Self:
        application = Rest(self.world, self.messages, self.interactions).application(self.calls)
        application.router.add_get("/", self.gateway.serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.world.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for hold in self.calls.holds:
            hold.released.set()
        self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    def refuse(self, route: tuple[str, str], refusal: Refusal, times: int = 1) -> None:
        """Let the next calls of a route fail."""
        self.calls.faults.append(Fault(route, refusal, times=times))

    def lose(self, route: tuple[str, str], *, served: bool, cut: bool = True) -> None:
        """Lose the response to the next call of a route; without ``cut``, respond with 502.

        ``served`` says whether it was carried out.
        """
        refusal = Refusal(502, 0, "Bad Gateway")
        self.calls.faults.append(Fault(route, refusal, served=served, cut=cut))

    def limit(self, route: tuple[str, str], seconds: float, everywhere: bool = False) -> None:
        """Rate-limit the next call of a route."""
        self.calls.faults.append(Fault(route, retry_after=seconds, everywhere=everywhere))

    def hold(self, route: tuple[str, str]) -> Hold:
        """Hold the next call of a route until it is released."""
        self.calls.holds.append(Hold(route))
        return self.calls.holds[-1]

    async def until(
        self,
        look: Callable[[], Found | None],
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Found:
        """Wait until ``look`` returns something true, and return it. Raises TimeoutError."""
        return await self.world.until(look, timeout)

    async def connected(self) -> Session:
        """Wait until the bot is connected."""
        return await self.until(lambda: self.gateway.connected)

    async def replies(self, to: Payload, at_least: int = 1) -> list[Payload]:
        """Wait for the bot's replies to a message, and return them."""

        def look() -> list[Payload] | None:
            found = [
                one
                for one in self.world.messages.values()
                if (one.get("message_reference") or {}).get("message_id")
                in {to["id"], int(to["id"])}
            ]
            return found if len(found) >= at_least else None

        return await self.until(look)

    async def answer(self, one: Interaction) -> Payload:
        """Wait for the response to an interaction, after any deferral."""

        def look() -> Payload | None:
            message = self.world.messages.get(one.original or "")
            done = message is not None and not message["flags"] & LOADING
            return message if done else None

        return await self.until(look)

    def in_channel(self, where: Channel) -> list[Payload]:
        """Return the bot's messages in a channel."""
        bot = self.world.application.id
        return [m for m in self.world.in_channel(where) if m["author"]["id"] == bot]

    def text(self, message: Payload) -> str:
        """Return all visible text of a message."""
        return "\n".join(_texts([message["content"], message["embeds"], message["components"]]))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        keys = ("title", "description", "name", "value", "text", "footer", "fields", "author")
        return _texts([value[key] for key in (*keys, "content", "components") if key in value])
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []
