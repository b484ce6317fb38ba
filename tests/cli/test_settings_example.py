""".env.example and docs/settings.md list every setting."""

from __future__ import annotations

import re

from dotenv import dotenv_values

from bot.environment import setting_names
from bot.settings import Settings
from tests.helpers import ROOT

EXAMPLE = ROOT / ".env.example"


def test_the_names_are_the_same() -> None:
    assert set(dotenv_values(EXAMPLE)) == set(setting_names())


def test_every_setting_is_explained() -> None:
    blocks = EXAMPLE.read_text(encoding="utf-8").split("\n\n")[1:]
    assert len(blocks) == len(setting_names())
    for block in blocks:
        *comments, assignment = block.strip().splitlines()
        sentence = " ".join(comment.removeprefix("# ") for comment in comments)
        assert all(comment.startswith("# ") for comment in comments)
        assert re.match(r"[A-Z_]+=", assignment)
        assert sentence.endswith(".")
        assert len(sentence) > 30


def test_the_values_are_the_defaults() -> None:
    """Copied unchanged, the example changes nothing."""
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)
    for name, info in setting_names().items():
        default = "" if info.default is None else str(info.default)
        assert (dotenv_values(EXAMPLE)[name] or "") in {default, default.lower()}


def test_no_name_is_read_by_chroma() -> None:
    """Chroma reads .env too, without a prefix."""
    for name in setting_names():
        assert not name.startswith("CHROMA_")
        assert name not in {"ENVIRONMENT", "IS_PERSISTENT", "ALLOW_RESET", "PERSIST_DIRECTORY"}


def test_the_documentation_lists_every_setting_with_its_default() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\|", text, re.M)
    defaults = {
        name: "" if info.default is None else str(info.default).lower()
        for name, info in setting_names().items()
    }
    assert {name: default.lower() for name, default in rows} == defaults
