"""The coverage: articles, their index, and the answers and timelines made from them.

``index.coverage.Coverage`` is the one object that applications use; ARCHITECTURE.md is the map.
"""

from __future__ import annotations

import os

# onnxruntime from 1.29 on reports its use to its maker, and writes an id below HOME, as soon as it
# is imported; after the import it is too late to decline.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
