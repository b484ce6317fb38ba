"""A re-index that is killed at any moment, again and again, with the real model and Chroma."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.index import story, write
from tests.helpers.zygote import Zygote

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KILLS", "2"))
BETWEEN = (False, True)  # the new version is not live, and its vectors are noted
STEPS = 6  # as many as a run tells of, more or less
VERSIONS: tuple[dict[str, str], ...] = (
    {"alpha": story("alpha", 9), "beta": story("beta", 9), "gamma": story("gamma", 9)},
    {"alpha": story("alpha", 8), "beta": story("beta", 9), "delta": story("delta", 9)},
    {"alpha": story("alpha", 8), "moved": story("beta", 9), "gamma": story("other", 9)},
    {"alpha": story("new", 9), "gamma": story("other", 9), "delta": story("delta", 9)},
)


def _become(articles: Path, version: int) -> None:
    shutil.rmtree(articles, ignore_errors=True)
    write(articles, **VERSIONS[version % len(VERSIONS)])


def _references(zygote: Zygote, folder: Path) -> list[dict[str, Any]]:
    """What undisturbed runs make of each version."""
    found = []
    for version in range(len(VERSIONS)):
        articles, data = folder / "undisturbed", folder / f"undisturbed-data-{version}"
        _become(articles, version)
        found.append(zygote.run(do="run", articles=str(articles), data=str(data), look=True))
    return found


def test_killed_at_random_moments(tmp_path: Path) -> None:
    random.seed(20251024 + KILLS)
    articles, data = tmp_path / "articles", tmp_path / "data"
    job = {"articles": str(articles), "data": str(data)}
    killed, version = 0, 0
    moments = set()
    with Zygote() as zygote:
        references = _references(zygote, tmp_path)
        _become(articles, 0)
        zygote.run(do="run", **job)
        while killed < KILLS or (BETWEEN not in moments and killed < 4 * KILLS):
            version += 1
            wanted = references[version % len(VERSIONS)]
            before = zygote.run(do="look", **job)
            _become(articles, version)
            for _ in range(3):
                pid = zygote.start(do="run", **job)
                zygote.follow(random.randrange(STEPS))
                time.sleep(random.uniform(0, 0.1))
                os.kill(pid, signal.SIGKILL)
                killed += zygote.end().status == -signal.SIGKILL
                after = zygote.run(do="look", **job)
                assert after["live"] in {before["live"], wanted["live"]}
                assert after["found"] == after["keys"]
                moments.add((after["live"] == wanted["live"], bool(after["journal"])))
            zygote.run(do="run", **job)
            converged = zygote.run(do="look", **job)
            assert converged["all"] == wanted["all"]
            assert converged["found"] == converged["keys"] == wanted["keys"]
            assert converged["in_chroma"] == len(converged["keys"])
    assert BETWEEN in moments, "no kill came between the journal and the commit"
