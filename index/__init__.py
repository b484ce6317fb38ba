"""News coverage: articles, their index, and the answers and timelines made from them.

Applications use one object, ``index.coverage.Coverage``. ARCHITECTURE.md explains the packages.
"""

from __future__ import annotations

import os

# onnxruntime 1.29 and later sends telemetry, and writes an id below HOME, as soon as it is
# imported; after the import it is too late to opt out.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
