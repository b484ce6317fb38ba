"""What a child process may be asked to do, well or badly."""

from __future__ import annotations

import ctypes
import logging
import os
import re
import signal
import time
from pathlib import Path


def add(first: int, second: int) -> int:
    return first + second


def identity() -> int:
    return os.getpid()


def fail(message: str) -> None:
    raise ValueError(message)


class Unreadable(Exception):
    """Can be pickled, but not read back."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)


def fail_unreadably() -> None:
    raise Unreadable("one", "two")


def backtrack() -> bool:
    """Hold the interpreter for ever, as a badly written expression does."""
    return re.match(r"(?:a+)*b", "a" * 60) is not None


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def begin_and_sleep(sign: Path, seconds: float) -> str:
    sign.touch()
    time.sleep(seconds)
    return "slept"


def exhaust_memory() -> int:
    return len([bytearray(50_000_000) for _ in range(1_000)])


def crash() -> None:
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    ctypes.string_at(0)


def leave() -> None:
    os._exit(3)


def say(text: str) -> str:
    print(text)
    os.write(1, text.encode())
    return text


def log(text: str) -> None:
    try:
        fail(text)
    except ValueError:
        logging.getLogger("tests.worker").exception("logged %s", text)


def environment(name: str) -> str | None:
    return os.environ.get(name)


def many_objects(count: int) -> list[list[str]]:
    return [[f"{number:030d}"] for number in range(count)]


def exhaust() -> bytes:
    return bytes(100_000_000_000)
