"""The files for Docker and systemd name what exists, and leave secrets out."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from bench.simulation.chroma_server import ChromaServer
from bot.cli.parser import parse
from bot.environment import setting_names
from tests.helpers import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


def test_the_image_is_made_of_files_that_it_may_see() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    seen = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert "*" in ignored
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = {source for line in copied for source in line.split()}
    assert sources == seen
    assert all((ROOT / source).exists() for source in sources)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {*packages, project["project"]["readme"], *project["project"]["license-files"]} <= seen


def test_the_bot_runs_as_an_ordinary_user_on_a_read_only_root() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["bot"]
    bot = COMPOSE["services"]["bot"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert {volume["target"] for volume in bot["volumes"]} == {"/articles", "/data"}
    assert all(port.startswith("127.0.0.1:") for port in bot["ports"])


def test_settings_exist() -> None:
    names = setting_names()
    written = (
        set(re.findall(r"\bBOT_[A-Z_]+\b", DOCKERFILE))
        | COMPOSE["services"]["bot"]["environment"].keys()
    )
    assert written - set(re.findall(r"^ARG (\w+)", DOCKERFILE, re.MULTILINE)) <= names.keys()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-bot.lock"])
def test_locks_name_no_host_and_all_packages(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    locked = set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[=<>]", each)[0] for each in project["dependencies"]}
    assert {name.replace(".", "-") for name in wanted} <= {n.replace(".", "-") for n in locked}


def test_both_locks_have_the_same_versions() -> None:
    def versions(lock: str) -> dict[str, str]:
        text = (ROOT / lock).read_text("utf-8")
        return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))

    everything, bot = versions("requirements.lock"), versions("requirements-bot.lock")
    assert bot.items() <= everything.items()
    assert not {"pytest", "ruff", "simcord"} & bot.keys()


def test_the_server_is_of_the_version_that_is_installed() -> None:
    locked = (ROOT / "requirements-bot.lock").read_text("utf-8")
    version = re.search(r"^chromadb==(\S+)", locked, re.MULTILINE)
    assert version is not None
    assert COMPOSE["services"]["chroma"]["image"].endswith(f":{version[1]}")


def test_the_unit_starts_the_command_that_is_installed() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string((ROOT / "docs/examples/coverage-bot.service").read_text("utf-8"))
    service = unit["Service"]
    folder = Path(service["WorkingDirectory"])
    assert Path(service["ExecStart"]) == folder / ".venv/bin/coverage-bot"
    assert service["ReadWritePaths"].split() == [str(folder / "data"), str(folder / "seeds")]


def test_the_image_belongs_to_whoever_runs_the_bot() -> None:
    """A volume takes its owner from the image, so both have to have the same number."""
    bot = COMPOSE["services"]["bot"]
    assert bot["build"]["args"] == {
        "BOT_UID": "${BOT_UID:-1000}",
        "BOT_GID": "${BOT_GID:-1000}",
    }
    assert bot["user"] == "${BOT_UID:-1000}:${BOT_GID:-1000}"
    made = re.search(r"useradd .*--uid \"\$BOT_UID\" --gid \"\$BOT_GID\"", DOCKERFILE)
    assert made is not None
    assert DOCKERFILE.index("useradd") < DOCKERFILE.index("chown -R bot:bot /data")


def test_the_address_of_a_model_on_the_machine_leads_there() -> None:
    page = (ROOT / "docs/deploy.md").read_text("utf-8")
    (given,) = re.findall(r"BOT_LLM_BASE_URL=http://([\w.]+):", page)
    assert COMPOSE["services"]["bot"]["extra_hosts"] == [f"{given}:host-gateway"]


def test_the_health_check_is_a_command_of_the_bot() -> None:
    check = re.search(r"^HEALTHCHECK .* CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert check is not None
    command, *arguments = json.loads(check[1])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert command in project["scripts"]
    assert parse(arguments).command == "doctor"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="the image has bash")
def test_the_health_check_of_chroma_asks_the_server(tmp_path: Path) -> None:
    program, *arguments, script = COMPOSE["services"]["chroma"]["healthcheck"]["test"][1:]

    def healthy(port: int | None) -> bool:
        command = [program, *arguments, script.replace("/8000", f"/{port}")]
        return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0

    with ChromaServer(tmp_path) as server:
        port = urlsplit(server.url).port
        assert healthy(port)
        server.lose()
        assert not healthy(port)
