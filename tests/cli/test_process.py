"""The program as a process: locales, pipes, signals, terminals, settings from the environment."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.helpers import ROOT

pytestmark = pytest.mark.slow

SEEDS = ROOT / "seeds"
QUESTION = "Who is Dmitry Peskov?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the tests of this module share, so that the seeds are indexed once."""
    return tmp_path_factory.mktemp("data")


def environment(data: Path, **more: str) -> dict[str, str]:
    """A bare environment in the C locale."""
    given = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    ours = {"BOT_DATA": str(data), "BOT_ARTICLES": str(SEEDS)}
    return {**given, **ours, "PYTHONUTF8": "0", **more}


def program(
    *arguments: str, data: Path, cwd: Path | None = None, stdin: str | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd or data,
        env=environment(data, **more),
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_version_imports_nothing_slow() -> None:
    code = (
        "import sys, bot.__main__ as main\n"
        "status = main.main(['--version'])\n"
        "slow = {'chromadb', 'llama_index', 'onnxruntime', 'discord', 'pydantic', 'numpy'}\n"
        "sys.exit(str(slow & set(sys.modules)) if slow & set(sys.modules) else status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{version('coverage-bot')}\n", "")


def test_the_console_script(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("coverage-bot")
    done = subprocess.run(
        [script, "ask", ""], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "coverage-bot: the question is empty: write it in quotation marks\n"


def test_an_invalid_setting_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = program("articles", data=tmp_path, BOT_READ_ONLY="perhaps")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "coverage-bot: BOT_READ_ONLY=perhaps cannot be used: write true or false\n"
    )


def test_dotenv_that_is_not_text_is_one_line_and_status_2(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfeD\x00I\x00")
    done = program("articles", data=tmp_path / "data", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "coverage-bot: .env is not UTF-8 text: save it as UTF-8\n"


def test_no_input_gives_the_summary_in_plain_ascii_locale(data: Path) -> None:
    done = program(data=data)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("5 articles in ")
    assert "\x1b" not in done.stdout


def test_json_answers_are_utf8_and_exact_in_any_locale(data: Path, tmp_path: Path) -> None:
    questions = f"{QUESTION}\n\nWas heißt «тест»?\n"
    done = program("ask", "-", "--json", data=data, stdin=questions, HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first["answered"] is True
    for citation in first["citations"]:
        text = (SEEDS / citation["file"]).read_bytes().decode("utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert second["question"] == "Was heißt «тест»?"
    assert second["answered"] is False
    assert not list(tmp_path.rglob("*")), "a library wrote into the home folder"


@pytest.mark.parametrize("form", [["--json"], []])
@pytest.mark.parametrize("reader", ["gone", "full"])
def test_output_that_cannot_be_written(data: Path, reader: str, form: list[str]) -> None:
    """A closed pipe is silent; a full disk is reported."""
    if reader == "gone":
        reading, writing = os.pipe()
        os.close(reading)
    else:
        writing = os.open("/dev/full", os.O_WRONLY)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "articles", *form],
        cwd=data,
        env=environment(data),
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    if reader == "gone":
        assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, "")
    else:
        assert done.returncode == 1
        assert re.fullmatch(r"coverage-bot: .*No space left.*\n", done.stderr)


def test_a_chat_in_a_terminal_can_be_interrupted(data: Path) -> None:
    person, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=data,
        env=environment(data, TERM="xterm-256color", NO_COLOR="1"),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        preexec_fn=_interruptible,  # noqa: PLW1509  # no thread holds a lock
    )
    os.close(terminal)
    try:
        screen = TerminalReader(person)
        greeting = screen.read_until("> ")
        assert "Ask a question, for example:" in greeting
        assert not re.search("\x1b\\[[0-9;]*3[0-9]", greeting), "a colour in spite of NO_COLOR"
        os.write(person, f"{QUESTION}\n".encode())
        screen.read_until("\n[1] ")
        screen.read_until("> ")
        assert _interrupt(process) == 130
        assert "Traceback" not in screen.read_until(None)
    finally:
        process.kill()
        process.wait()
        os.close(person)


def _interruptible() -> None:
    """Undo what a shell does to the tests when it runs them in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _interrupt(process: subprocess.Popen[bytes]) -> int:
    """Send SIGINT until it ends: readline misses a signal in the moment before it waits."""
    for _ in range(20):
        process.send_signal(signal.SIGINT)
        try:
            return process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            continue
    return process.wait(timeout=1)


class TerminalReader:
    """The output of a pseudo-terminal."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._ahead = b""

    def read_until(self, end: str | None) -> str:
        """Return the next text up to ``end``, or all remaining text if None."""
        shown = self._ahead
        while end is None or end.encode() not in shown:
            try:
                piece = os.read(self._descriptor, 65536)
            except OSError:  # Linux: the other side is closed
                piece = b""
            if not piece:
                assert end is None, shown.decode("utf-8", "replace")
                break
            shown += piece
        cut = shown.index(end.encode()) + len(end.encode()) if end else len(shown)
        self._ahead = shown[cut:]
        return shown[:cut].decode("utf-8", "replace").replace("\r\n", "\n")
