"""Real processes that start at once: one has imported everything, and forks for every job.

As a script it reads a job a line (JSON) from standard input, and the process forked for it
writes lines to standard output: ``started PID``, ``progress``, ``result JSON`` or ``error NAME
TEXT``; after a line ``reap`` the script waits for it and writes ``ended STATUS``.
A test uses it through ``Zygote``.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from index.models import Progress
from tests.helpers import ROOT


@dataclass(frozen=True)
class Ended:
    """How a job ended: ``status`` as os.waitpid has it, -9 when it was killed."""

    status: int
    result: dict[str, Any] | None
    error: str | None


class Zygote:
    """Runs jobs one after another, each in a process of its own."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.helpers.zygote"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._unread: str | None = None
        assert self._line() == "ready"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def start(self, **job: Any) -> int:
        """Start a job and return its process id."""
        assert self._process.stdin is not None
        print(json.dumps(job), file=self._process.stdin, flush=True)
        word, _, pid = self._line().partition(" ")
        assert word == "started"
        return int(pid)

    def end(self) -> Ended:
        """Wait for the job."""
        assert self._process.stdin is not None
        print("reap", file=self._process.stdin, flush=True)
        result, error = None, None
        while True:
            word, _, rest = self._line().partition(" ")
            if word == "result":
                result = json.loads(rest)
            elif word == "error":
                error = rest
            elif word == "ended":
                return Ended(int(rest), result, error)

    def follow(self, steps: int) -> None:
        """Wait until the job has told of ``steps`` steps, or has no more to tell."""
        for _ in range(steps):
            line = self._line()
            if not line.startswith("progress"):
                self._unread = line
                return

    def run(self, **job: Any) -> dict[str, Any]:
        """Run a job that must succeed."""
        self.start(**job)
        ended = self.end()
        assert ended.error is None, ended.error
        assert ended.result is not None
        return ended.result

    def _line(self) -> str:
        if self._unread is not None:
            line, self._unread = self._unread, None
            return line
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that forks is gone"
        return line.rstrip("\n")


def _say(*words: object) -> None:
    # one write, so that who is killed leaves no half of a line
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def _job(job: dict[str, Any]) -> None:
    from index.embedding.embedder import local_embedder
    from index.errors import CoverageError
    from tests.helpers.index import HashEmbedder, Index

    if job.get("largest_file"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest_file"], resource.RLIM_INFINITY))
    embedder = HashEmbedder().source() if job.get("hash") else local_embedder()
    index = Index(Path(job["articles"]), Path(job["data"]), embedder, job.get("url"), 4)
    try:
        with index:
            if job["do"] == "run":
                done = index.reindexer.run(rebuild=bool(job.get("rebuild")), report=_tell)
                _say("result", json.dumps({"embedded": done.embedded, "added": done.added}))
            if job["do"] == "look" or job.get("look"):
                _say("result", json.dumps(_seen(index)))
    except CoverageError as error:
        _say("error", type(error).__name__, error)


def _tell(progress: Progress) -> None:
    _say("progress", progress.stage, progress.done)


def _seen(index: Any) -> dict[str, Any]:
    """What a process that answers would see."""
    from tests.helpers.index import dump

    everything = dump(index.ledger)
    live = {name: everything[name] for name in ("articles", "passages", "sentences", "mentions")}
    return {
        "live": hashlib.sha256(json.dumps(live).encode()).hexdigest(),
        "all": hashlib.sha256(json.dumps(everything).encode()).hexdigest(),
        "articles": [row[0] for row in everything["articles"]],
        "keys": sorted(index.keys()),
        "found": sorted(index.found()),
        "journal": index.unsettled(),
        "in_chroma": _vectors_in_chroma(index),
    }


def _vectors_in_chroma(index: Any) -> int | None:
    """None where a kill left half of one of Chroma's files, or came while they were built anew."""
    from index.storage.chroma import CollectionMissing, StoreDamaged

    try:
        return int(index.vectors_in_chroma())
    except (CollectionMissing, StoreDamaged):
        return None


def _main() -> None:
    import chromadb  # noqa: F401
    import onnxruntime  # noqa: F401

    import index.embedding.local_model
    import index.ingestion.parser  # noqa: F401
    import tests.helpers.index  # noqa: F401

    _say("ready")
    while line := sys.stdin.readline():
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                _say("started", os.getpid())
                _job(json.loads(line))
                status = 0
            finally:
                sys.stdout.flush()
                os._exit(status)
        sys.stdin.readline()  # until then the process id stays taken, and can be killed safely
        _, status = os.waitpid(pid, 0)
        _say("ended", -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


if __name__ == "__main__":
    _main()
