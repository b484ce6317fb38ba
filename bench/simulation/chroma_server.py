"""A Chroma server of one's own on 127.0.0.1, started and lost as a test or benchmark likes."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx


class ChromaServer:
    """``chroma run`` of the same installation, on a free port that it keeps over restarts."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        """``port`` is where it listened before: a server elsewhere is another one for a bot."""
        self._folder = folder
        self._port = port or _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._port

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.lose()

    def start(self) -> None:
        """Start, and wait until it answers. Raises AssertionError if it does not."""
        program = Path(sys.executable).with_name("chroma")
        command = [str(program), "run", "--path", str(self._folder)]
        self._process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(self._port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            if self._process.poll() is not None:
                break
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/api/v2/heartbeat", trust_env=False).is_success:
                    return
            time.sleep(0.05)
        self.lose()
        raise AssertionError("the Chroma server does not start")

    @property
    def pid(self) -> int:
        """The process that runs now. Raises AssertionError if none does."""
        assert self._process is not None
        return self._process.pid

    def lose(self) -> None:
        """Kill it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
