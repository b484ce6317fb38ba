"""The output in the README is what a reader gets, and what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from readme_helpers import README, ROOT, Block, blocks, output_of

TEXT = README.read_text("utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.mark.parametrize("block", blocks(TEXT), ids=lambda block: block.command)
def test_output_is_what_a_reader_gets(block: Block, data: Path) -> None:
    assert block.output
    assert output_of(block.command, data) == block.output


def test_there_are_commands_to_compare() -> None:
    assert len(blocks(TEXT)) >= 4


def test_files_that_are_named_exist() -> None:
    named = re.findall(r"`((?:bot|index|seeds)/[\w./]*)`|\]\(([\w.]+)\)", TEXT)
    for name in filter(None, (either for pair in named for either in pair)):
        assert (ROOT / name).exists(), name


def test_make_targets_that_are_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make (\w+)`", TEXT):
        assert re.search(rf"^{target}:", makefile, re.M), target
