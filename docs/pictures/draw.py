"""Draws a recording with discord-components in headless Chromium, and keeps the pictures small."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from docs.pictures.record import Recording

HERE = Path(__file__).parent
TYPES = {".html": "text/html", ".js": "text/javascript", ".json": "application/json"}
OUTSIDE = (255, 0, 255)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=8000",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """Which scene, how wide in CSS pixels, and light or dark; ``scale`` is pixels of each."""

    name: str
    scene: str
    width: int = 760
    theme: str = "dark"
    scale: float = 1.5


def draw(recording: Recording, picture: Picture, folder: Path) -> Path:
    """Draw one picture; returns its file. Raises CalledProcessError, FileNotFoundError."""
    target = folder / f"{picture.name}.png"
    with _served(recording) as address, TemporaryDirectory() as scratch:
        shot = Path(scratch) / "shot.png"
        query = f"scene={picture.scene}&theme={picture.theme}&width={picture.width}"
        subprocess.run(  # noqa: S603
            [
                shutil.which("chromium") or "chromium",
                *FLAGS,
                f"--user-data-dir={scratch}/profile",
                f"--window-size={max(picture.width + 20, 600)},2600",
                f"--force-device-scale-factor={picture.scale}",
                f"--screenshot={shot}",
                f"{address}/page.html?{query}",
            ],
            check=True,
            capture_output=True,
        )
        with Image.open(shot) as image:
            _small(_cropped(image.convert("RGB"))).save(target, optimize=True)
    return target


def _cropped(image: Image.Image) -> Image.Image:
    """Without the colour around what was drawn."""
    around = Image.new("RGB", image.size, OUTSIDE)
    return image.crop(ImageChops.difference(image, around).getbbox())


def _small(image: Image.Image) -> Image.Image:
    """With as many colours as a screenshot of text needs."""
    return image.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


class _Handler(BaseHTTPRequestHandler):
    """The page, its libraries, the recording and its files."""

    def __init__(self, recording: Recording, *rest: object) -> None:
        self.recording = recording
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        data = self._found(path)
        self.send_response(200 if data is not None else 404)
        self.send_header("Content-Type", TYPES.get(Path(path).suffix, "application/octet-stream"))
        self.end_headers()
        self.wfile.write(data or b"")

    def _found(self, path: str) -> bytes | None:
        if path == "/scenes.json":
            return self.recording.json().encode()
        if path in self.recording.files:
            return self.recording.files[path]
        file = (HERE / path.lstrip("/")).resolve()
        return file.read_bytes() if file.is_relative_to(HERE) and file.is_file() else None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""


@contextmanager
def _served(recording: Recording) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, recording))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
