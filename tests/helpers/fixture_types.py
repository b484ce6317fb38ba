"""Types of the fixtures in ``conftest.py`` that are functions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bot.environment import Environment
    from tests.conftest import Result
    from tests.helpers.simulation import Newsroom, SimulatedBot

RunCli: TypeAlias = "Callable[..., Result]"
StartBot: TypeAlias = "Callable[..., AbstractAsyncContextManager[SimulatedBot]]"
StartNewsroom: TypeAlias = "Callable[..., AbstractAsyncContextManager[Newsroom]]"
ReadSettings: TypeAlias = "Callable[[str | bytes], Environment]"
SettingsError = Callable[[str | bytes], str]
