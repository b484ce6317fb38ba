"""Real processes of the program that start at once: forks of one that has imported everything.

``warm_python()`` stands for ``sys.executable`` at the head of a command line. The process started
so hands its arguments, environment, folder, limits, rights and streams over to the one that forks,
passes signals on to the fork, and ends as it ends. What an interpreter does when it starts (the
encoding of the streams, ``-W``) happens once for all of them, and a fork reads no terminal's
Ctrl-C; ``tests/cli/test_process.py`` starts the real thing.

As a script: ``warm.py ADDRESS -m MODULE ...`` or ``-c CODE ...`` hands over to the forks' parent
at the Unix socket ADDRESS; ``warm.py ADDRESS`` is that parent, until its standard input ends.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
from functools import cache

_FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_CAPABILITIES_V3 = 0x20080522
_CAPBSET_READ, _CAPBSET_DROP = 23, 24  # of prctl
_RIGHTS = 64


@cache
def warm_python() -> tuple[str, ...]:
    """The head of a command line, to be followed by ``-m MODULE`` or ``-c CODE``."""
    import atexit
    import subprocess
    import tempfile
    from pathlib import Path

    folder = tempfile.TemporaryDirectory(prefix="warm-")
    address = str(Path(folder.name) / "s")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.helpers.warm", address],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"

    def end() -> None:
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    return (sys.executable, "-I", "-S", __file__, address)


def _hand_over(address: str, arguments: list[str]) -> int:
    """Have a fork run these arguments with all that is this process's; return its status."""
    order = {
        "arguments": arguments,
        "environment": dict(os.environ),
        "folder": os.getcwd(),  # noqa: PTH109 - pathlib takes long to import
        "largest_file": resource.getrlimit(resource.RLIMIT_FSIZE),
        "rights": _rights(),
    }
    message = json.dumps(order).encode()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        socket.send_fds(connection, [len(message).to_bytes(8, "big")], _streams())
        connection.sendall(message)
        replies = connection.makefile("r")
        pid = int(replies.readline())
        for number in _FORWARDED:
            signal.signal(number, lambda number, _: os.kill(pid, number))
        status = int(replies.readline())
    if status < 0:  # end as it ended
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    return status


def _streams() -> list[int]:
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
    return [0, 1, 2]


def _rights() -> int:
    """The rights of root that this process has, as the kernel's bits."""
    with open("/proc/self/status") as file:  # noqa: PTH123 - pathlib takes long to import
        return int(next(line for line in file if line.startswith("CapEff")).split()[1], 16)


def _serve(address: str) -> None:
    import gc
    import selectors

    _import_everything()
    # What the library does when it is imported is done; none of it is garbage.
    gc.freeze()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()
    os.write(1, b"ready\n")
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        selector.register(0, selectors.EVENT_READ)
        while all(key.fd != 0 for key, _ in selector.select()):
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                _supervise(connection)
            connection.close()
            _reap()


def _reap() -> None:
    """Forget the supervisors that have ended."""
    import contextlib

    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _supervise(connection: socket.socket) -> None:
    """Run one program in a fork and report its status; kill it if nobody waits for it any more."""
    import contextlib
    import threading

    head, streams, _, _ = socket.recv_fds(connection, 8, 3)
    size = int.from_bytes(head, "big")
    order = json.loads(connection.recv(size, socket.MSG_WAITALL))
    pid = os.fork()
    if pid == 0:
        connection.close()
        _become(order, streams)
    connection.sendall(f"{pid}\n".encode())

    def watch() -> None:
        if not connection.recv(1):
            os.kill(pid, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
    for stream in streams:
        os.close(stream)
    for number in range(3):
        os.close(number)
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(OSError):
        connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _become(order: dict[str, object], streams: list[int]) -> None:
    """Turn this fork into the program that was ordered, and end with its status."""
    import atexit
    import threading

    status = 1
    try:
        _take_over(order, streams)
        status = _run([str(each) for each in order["arguments"]])  # type: ignore[attr-defined]
    finally:
        # what an interpreter does at its end
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                status = status or 120
        os._exit(status)


def _take_over(order: dict, streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    resource.setrlimit(resource.RLIMIT_FSIZE, tuple(order["largest_file"]))
    if order["rights"] != _rights():
        _give_up_rights(order["rights"])


def _give_up_rights(kept: int) -> None:
    """Keep only these rights of root, in this process and in those that it executes."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    for right in range(_RIGHTS):
        if not kept >> right & 1 and libc.prctl(_CAPBSET_READ, right, 0, 0, 0) == 1:
            libc.prctl(_CAPBSET_DROP, right, 0, 0, 0)
    low, high = kept & 0xFFFFFFFF, kept >> 32
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_V3, 0)
    data = (ctypes.c_uint32 * 6)(low, low, low, high, high, high)
    if libc.capset(header, data) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def _run(arguments: list[str]) -> int:
    """Run ``-m MODULE ...`` or ``-c CODE ...``; return the exit status."""
    import runpy
    import traceback

    form, what, *rest = arguments
    sys.argv = [what if form == "-m" else "-c", *rest]
    sys.path[0] = os.getcwd()  # noqa: PTH109
    sys.path[1:1] = [each for each in os.environ.get("PYTHONPATH", "").split(":") if each]
    try:
        if form == "-m":
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        else:
            exec(what, {"__name__": "__main__"})
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _import_everything() -> None:
    import chromadb  # noqa: F401
    import discord  # noqa: F401
    import llama_index.core
    import llama_index.llms.openai_like  # noqa: F401
    import onnxruntime  # noqa: F401

    import index.coverage
    import index.generation.generator
    import index.ingestion.parser  # noqa: F401


if __name__ == "__main__":
    if sys.argv[2:]:
        sys.exit(_hand_over(sys.argv[1], sys.argv[2:]))
    _serve(sys.argv[1])
