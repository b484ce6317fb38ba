"""Three processes follow a Chroma server and answer while a fourth one indexes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bench.simulation.chroma_server import ChromaServer
from bench.simulation.environment import without_settings
from tests.helpers.loopback import write_article
from tests.helpers.warm import warm_python

pytestmark = pytest.mark.slow

FOLLOWERS = 3
KNOWN, *NEW = ("walrus", "otter", "heron", "badger")


def _start(*arguments: str, folder: Path, stream: int, **settings: object) -> subprocess.Popen:
    return subprocess.Popen(
        [*warm_python(), "-m", "bot", *arguments],
        cwd=folder,
        env=without_settings(**settings),
        stdin=stream,
        stdout=stream,
        stderr=stream,
        text=True,
    )


@contextmanager
def _following(url: str, folder: Path, number: int) -> Iterator[subprocess.Popen]:
    """A process without articles that answers the lines it is given."""
    ours = {"data": folder / f"follower-{number}", "articles": folder / "nothing"}
    process = _start(
        "ask", "-", "--json",
        folder=folder, stream=subprocess.PIPE, chroma_url=url, read_only="true", **ours,
    )  # fmt: skip
    with process:
        try:
            yield process
            said, complaints = process.communicate(timeout=60)
            assert (said, "Traceback" in complaints) == ("", False), complaints
            assert process.returncode == 0
        finally:
            process.kill()


def _ask(follower: subprocess.Popen, animal: str) -> dict[str, Any]:
    assert follower.stdin is not None
    assert follower.stdout is not None
    follower.stdin.write(f"Which {animal} came into the harbour of Oslo?\n")
    follower.stdin.flush()
    answer: dict[str, Any] = json.loads(follower.stdout.readline())
    return answer


def _cites(follower: subprocess.Popen, animal: str) -> bool:
    return any(each["file"] == f"{animal}.txt" for each in _ask(follower, animal)["citations"])


def test_three_answer_while_a_fourth_indexes(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    with ChromaServer(tmp_path / "chroma") as server, ExitStack() as stack:

        def index() -> subprocess.Popen:
            ours = {"chroma_url": server.url, "data": tmp_path / "ours", "articles": articles}
            return _start("index", folder=tmp_path, stream=subprocess.DEVNULL, **ours)

        write_article(articles, KNOWN)
        assert index().wait() == 0
        following = [
            stack.enter_context(_following(server.url, tmp_path, number))
            for number in range(FOLLOWERS)
        ]
        assert all(_cites(follower, KNOWN) for follower in following)
        for animal in NEW:
            write_article(articles, animal)
            indexing = index()
            while indexing.poll() is None:
                assert all(_cites(follower, KNOWN) for follower in following)
            assert indexing.returncode == 0
            assert all(_cites(follower, animal) for follower in following)
