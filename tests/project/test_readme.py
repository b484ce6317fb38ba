"""The pages: the output shown is what a reader gets, and everything named exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.console_blocks import PAGES, ROOT, Block, blocks, output_of
from tests.helpers.warm import warm_python

BLOCKS = [block for page in PAGES for block in blocks(page)]
TEXTS = (
    *PAGES,
    *sorted(page for page in ROOT.glob("*.md") if page not in PAGES),
    *sorted((ROOT / "train").glob("*.md")),
)
README_LINES = 150

_FENCED = re.compile(r"^ *```.*?^ *```$", re.M | re.S)
_LINK = re.compile(r"\]\((?!https?://)([^)\s]*)\)")
_NAMED = re.compile(
    r"`((?:bot|index|bench|tests|docs|seeds|train)/[\w./-]*|[A-Za-z.-]+\.(?:md|toml|lock))`"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_output_is_what_a_reader_gets(block: Block, data: Path) -> None:
    assert block.output
    assert output_of(block.command, data, warm_python()) == block.output, "run 'make readme'"


def test_readme_is_short_and_shows_an_answer_and_an_abstention() -> None:
    readme = ROOT / "README.md"
    assert len(readme.read_text("utf-8").splitlines()) <= README_LINES
    shown = [block.output for block in blocks(readme)]
    assert any("[1]" in output for output in shown)
    assert any(output.startswith("?") for output in shown)


def test_every_page_is_linked_from_the_readme() -> None:
    linked = set(_LINK.findall((ROOT / "README.md").read_text("utf-8")))
    assert {f"docs/{page.name}" for page in PAGES if page.parent != ROOT} <= linked


@pytest.mark.parametrize("page", TEXTS, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(_prose(page)):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target), link


@pytest.mark.parametrize("page", TEXTS, ids=lambda page: page.name)
def test_files_that_are_named_exist(page: Path) -> None:
    for name in _NAMED.findall(_prose(page)):
        pattern = name.replace("AREA_TOPIC", "*").replace("AREA", "*")
        assert any(ROOT.glob(pattern.rstrip("/"))), name


@pytest.mark.parametrize("page", TEXTS, ids=lambda page: page.name)
def test_make_targets_that_are_named_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)|`make (\w+)`", page.read_text("utf-8"), re.M):
        assert re.search(rf"^{''.join(target)}:", makefile, re.M), target


def test_make_help_lists_what_people_call() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    listed = set(re.findall(r'@echo "make (\w+) ', makefile))
    assert listed == {"run", "install", "check", "test", "readme", "lock"}


def _prose(page: Path) -> str:
    """The page without its blocks of code."""
    return _FENCED.sub("", page.read_text("utf-8"))


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", _prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
