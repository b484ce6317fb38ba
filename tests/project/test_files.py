"""Files of the project that no other check covers: the seeds, the locks, the Makefile."""

from __future__ import annotations

import hashlib
import re
import subprocess

import pytest

from tests.helpers import ROOT

SEEDS = {
    "000_ddce0ca418cbb4df.txt": "22599ce2a65b9be5fe96982c803440e19d4a44ccde100bc7536e9c5920e7b1d4",
    "001_4dbd5fa71f876ea1.txt": "7d9e1b13e76eb69ca13eaf1e0cd00bd2bdf80c4b0bac62a3f59b14ff91ca9e1a",
    "002_832dcdeb64442dca.txt": "28b0fb3f20d4a9376225bc2b01b5d4eba17665a8f00540213df8e1f0dd6344e4",
    "003_cff6663e6ddc1570.txt": "6ace084a09ab0a0b107b9af749e4eb0d212b338607420dc39803b2c971d01752",
    "004_0208f0a20370e7a4.txt": "f2c9cacd4ecd6b51d2280fbe009c7c265b0688b91fdb92a1e6842042cb7e6473",
}
LOCKS = ["requirements.lock", "requirements-uv.txt"]


def test_seeds_are_there_byte_for_byte() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "seeds").iterdir()
    }
    assert found == SEEDS


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_is_pinned_with_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    packages = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert packages
    for package in packages:
        assert re.match(r"[a-z0-9][a-z0-9._-]*(\[[a-z,-]+\])?==[0-9]", package), package
        assert re.search(r"--hash=sha256:[0-9a-f]{64}( |$)", package), package


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    assert not re.search(r"(^|\s)/\w", text)


def test_the_lock_has_what_the_project_asks_for() -> None:
    """A dependency added without ``make lock`` would be missing on other machines."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {_normal(re.split(r"[^A-Za-z0-9._-]", requirement)[0]) for requirement in wanted}
    locked = re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.M)
    assert names <= {_normal(name) for name in locked}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(("target", "quick"), [("check", True), ("test", False)])
def test_the_makefile_needs_nothing_but_make_and_python(target: str, quick: bool) -> None:
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest"):
        assert tool in done.stdout
    assert ('-m "not slow"' in done.stdout) == quick
    assert str(ROOT) not in (ROOT / "Makefile").read_text("utf-8")
