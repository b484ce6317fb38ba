"""Runs functions in a child process, with limits on computing time, waiting time and memory.

For work on files that other people wrote: whatever it does, this process goes on. A thread would
not do, because an expression or a parser can hold the interpreter, or end the process.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import logging
import logging.handlers
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, ParamSpec, Self, TypeVar

from index.errors import CoverageError

try:
    import resource
except ImportError:  # Windows: only the waiting time is limited
    resource = None  # type: ignore[assignment]

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

MEMORY = 2_000_000_000  # bytes, on top of what the child needs to start
_IDLE_SECONDS = 60.0  # after which an unused child ends, until it is needed again
_START_SECONDS = 120.0
_LOOK_SECONDS = 0.2  # between two looks whether a call that waits was cancelled
_CANCELLED = "was cancelled"
_LENGTH_BYTES = 8
_LARGE = 1_000_000  # bytes of a reply
_reading_large = threading.Lock()
_READY = b"ready"
# A thread of numerical libraries reserves address space, which counts as memory.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_SECRET = ("DISCORD_TOKEN", "BOT_LLM_API_KEY")  # of no use to the child
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from index.worker import serve; serve()"
)


class WorkerStopped(Exception):
    """The child exceeded a limit or crashed; the message is a clause such as "took too long"."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``cpu_seconds`` of computing, which other processes do not use up, and ``wall_seconds``."""

    cpu_seconds: float
    wall_seconds: float


@dataclass(slots=True)
class _Child:
    """A running child, and why it was killed, if this process did that."""

    process: subprocess.Popen[bytes]
    killed: str | None = None
    owner: int = field(default_factory=os.getpid)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def kill(self, why: str) -> None:
        with self.lock:
            if self.process.poll() is None:
                self.killed = self.killed or why
                self.process.kill()

    def close(self) -> int:
        """Wait for its end, and return its exit status."""
        self.process.kill()
        status = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return status


@dataclass(slots=True)
class _Call:
    """A call that runs, whose it is, and whether it is to end."""

    caller: Caller | None
    cancelled: bool = False


class Worker:
    """One child process, which is started when needed and again after it had to be killed.

    Thread-safe: calls run one after the other. Functions, arguments and results must be
    picklable; what a function logs is logged here.
    """

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._child: _Child | None = None
        self._calling = threading.Lock()
        self._call: _Call | None = None
        self._cancelling = threading.Lock()  # or what is cancelled could be the call after it

    def call(
        self,
        limits: Limits,
        function: Callable[Parameters, Result],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        """Return what the function returns, or raise what it raises.

        Raises WorkerStopped if it exceeds a limit or ends the child, and CoverageError if no
        child can be started.
        """
        return self.call_for(None, limits, function, *args, **kwargs)

    def caller(self) -> Caller:
        """Return somebody who calls functions here, and can cancel these calls and no others."""
        return Caller(self)

    def call_for(
        self,
        caller: Caller | None,
        limits: Limits,
        function: Callable[Parameters, Result],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        """Like ``call``, for somebody who may cancel it."""
        request = pickle.dumps((limits.cpu_seconds, function, args, kwargs))
        with self._turn(caller):
            done, value, records = _unpickled(self._reply(request, limits))
            broken = isinstance(value, MemoryError) and not done
            if broken:  # its memory is in pieces
                self._end_child()
        for record in records:
            logging.getLogger(record.name).handle(record)
        if broken:
            raise WorkerStopped(f"needed more than {self._memory / 1e9:.0f} GB of memory")
        if not done:
            raise value
        result: Result = value
        return result

    @contextlib.contextmanager
    def _turn(self, caller: Caller | None) -> Iterator[None]:
        """Wait until no other call runs. Raises WorkerStopped once the caller has cancelled."""
        while not self._calling.acquire(timeout=-1 if caller is None else _LOOK_SECONDS):
            if caller is not None and caller.cancelled:
                raise WorkerStopped(_CANCELLED)
        try:
            call = self._call = _Call(caller)
            if caller is not None and caller.cancelled:
                raise WorkerStopped(_CANCELLED)
            try:
                yield
            finally:
                with self._cancelling:
                    self._call = None
                if call.cancelled:  # its end may have been too late for this call
                    self._end_child()
        finally:
            self._calling.release()

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None

    def _reply(self, request: bytes, limits: Limits) -> bytes:
        for attempt in range(2):
            child = self._running()
            reply = self._exchange(child, request, limits)
            if reply is not None:
                return reply
            killed = child.killed
            self._child = None
            status = child.close()
            # idle until just now, or killed from outside: that says nothing about the work
            if attempt or killed or status not in _FROM_OUTSIDE:
                break
        raise WorkerStopped(killed or _why_ended(status, limits))

    def close(self) -> None:
        """End the child, also in the middle of a call, which then raises WorkerStopped.

        A call after that starts another one.
        """
        atexit.unregister(self.close)
        with self._cancelling:
            child = self._mark_cancelled()
        if child is not None and child.owner == os.getpid():
            child.kill(_CANCELLED)
            if self._calling.acquire(timeout=5):
                try:
                    child.close()
                    if self._child is child:
                        self._child = None
                finally:
                    self._calling.release()

    def cancel(self, caller: Caller) -> None:
        """End the call that runs if it is the caller's."""
        with self._cancelling:
            if self._call is not None and self._call.caller is caller:
                child = self._mark_cancelled()
                if child is not None and child.owner == os.getpid():
                    child.kill(_CANCELLED)

    def _mark_cancelled(self) -> _Child | None:
        """Note that the call that runs is to end, before its child is looked for."""
        if self._call is not None:
            self._call.cancelled = True
        return self._child

    def _running(self) -> _Child:
        if self._child is not None and self._child.owner != os.getpid():
            self._child = None  # this process was forked: the child is its parent's
        if self._child is not None and self._child.process.poll() is not None:
            self._child.close()
            self._child = None
        if self._child is None:
            return self._start()
        return self._child

    def _start(self) -> _Child:
        environment = {
            # settings are read in small letters as well
            name: value
            for name, value in os.environ.items()
            if name.upper() not in _SECRET
        }
        try:
            process = subprocess.Popen(  # noqa: S603 - the command is ours
                [sys.executable, "-c", _START, json.dumps(sys.path), str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment | _ENVIRONMENT,
            )
        except OSError as error:
            raise CoverageError(
                f"cannot start a process for reading files ({error.strerror}): free some memory"
            ) from error
        atexit.unregister(self.close)  # once is enough
        atexit.register(self.close)
        # known from now on: whoever cancels does not wait until it is ready
        child = self._child = _Child(process)
        if self._call is not None and self._call.cancelled:
            child.kill(_CANCELLED)
        with _killed_after(child, _START_SECONDS):
            ready = _read(process.stdout)
        if ready != _READY:
            status = child.close()
            self._child = None
            if child.killed == _CANCELLED:
                raise WorkerStopped(_CANCELLED)
            raise CoverageError(
                f"cannot start a process for reading files (it ended with status {status}): free"
                " some memory, or install again"
            )
        return child

    def _exchange(self, child: _Child, request: bytes, limits: Limits) -> bytes | None:
        """Return the reply, or None if the child ended."""
        with _killed_after(child, limits.wall_seconds):
            try:
                _write(child.process.stdin, request)
                return _read(child.process.stdout)
            except (OSError, ValueError):
                return None


class Caller:
    """Calls functions of a worker that others use, too; as a context, it cancels at the end.

    Cancelling ends its own calls, running or waiting; those of others go on.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.cancelled = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.cancel()

    def call(
        self,
        limits: Limits,
        function: Callable[Parameters, Result],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        """Like ``Worker.call``; raises WorkerStopped after ``cancel``, too."""
        return self._worker.call_for(self, limits, function, *args, **kwargs)

    def cancel(self) -> None:
        """End the call that runs, if it is one of these, and make no further ones."""
        self.cancelled = True
        self._worker.cancel(self)


_FROM_OUTSIDE = (0, -signal.SIGTERM, -9)


def _why_ended(status: int, limits: Limits) -> str:
    if status == -getattr(signal, "SIGXCPU", 0):
        return f"took more than {limits.cpu_seconds:.0f} s of computing time"
    if status < 0:
        return f"ended the process that read it (signal {-status})"
    return f"ended the process that read it (status {status})"


@contextlib.contextmanager
def _killed_after(child: _Child, seconds: float) -> Any:
    timer = threading.Timer(seconds, child.kill, (f"took more than {seconds:.0f} s",))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _unpickled(reply: bytes) -> Any:
    """Read a reply; a large one is kept from the collector, which would hold up everything.

    Each full collection walks through all that a file of many articles consists of. None of it is
    in a cycle: it goes when it is no longer referred to, also if it is frozen. What else lives then
    is frozen with it, so that garbage is collected first.
    """
    if len(reply) < _LARGE:
        return pickle.loads(reply)  # noqa: S301 - written by our own child
    with _reading_large:
        collecting = gc.isenabled()
        gc.collect()
        gc.disable()
        try:
            read = pickle.loads(reply)  # noqa: S301 - written by our own child
            gc.freeze()
        finally:
            if collecting:
                gc.enable()
    return read


def _write(stream: IO[bytes] | None, data: bytes) -> None:
    if stream is None:
        raise ValueError("no stream")
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def _read(stream: IO[bytes] | None) -> bytes | None:
    """Return one message, or None at the end of the stream."""
    if stream is None:
        return None
    head = stream.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return data if len(data) == size else None


def serve() -> None:
    """Answer requests on standard input until it ends or stays idle. The child's main function."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this one
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get between the replies
    records: list[logging.LogRecord] = []
    logging.getLogger().addHandler(_Collecting(records))
    _limit_memory(int(sys.argv[2]))
    _write(replies, _READY)
    while _has_request() and (request := _read(sys.stdin.buffer)) is not None:
        records.clear()
        reply = _reply_to(request, records)
        try:
            _write(replies, reply)
        except OSError:  # nobody is left to read it
            return


def _reply_to(request: bytes, records: list[logging.LogRecord]) -> bytes:
    seconds, function, args, kwargs = pickle.loads(request)  # noqa: S301 - from our own parent
    _limit_computing(seconds)
    try:
        return pickle.dumps((True, function(*args, **kwargs), records))
    except MemoryError:
        return pickle.dumps((False, MemoryError(), []))
    except Exception as error:
        try:
            reply = pickle.dumps((False, error, records))
            pickle.loads(reply)  # noqa: S301 - some exceptions can be written but not read
        except Exception:
            reply = pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}"), records))
        return reply


class _Collecting(logging.handlers.QueueHandler):
    """Collects records in a form that can be sent, with the text of their tracebacks."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(None)  # type: ignore[arg-type]  # enqueue is all that uses it
        self._records = records

    def enqueue(self, record: logging.LogRecord) -> None:
        self._records.append(record)


def _has_request() -> bool:
    if os.name == "nt":  # select only knows sockets there
        return True
    return bool(select.select([0], [], [], _IDLE_SECONDS)[0])


def _limit_memory(size: int) -> None:
    if resource is None:
        return
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123 - a file of the kernel
            used = int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        used = size
    with contextlib.suppress(OSError, ValueError):  # not on every system
        resource.setrlimit(resource.RLIMIT_AS, (used + size, resource.RLIM_INFINITY))


def _limit_computing(seconds: float) -> None:
    """Let the kernel end this process after so many further seconds of CPU time."""
    if resource is None:
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(spent.ru_utime + spent.ru_stime + seconds) + 1
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
