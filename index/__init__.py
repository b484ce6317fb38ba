"""The coverage: articles, their index, and answers and timelines made from them."""

import os

# onnxruntime from 1.29 on reports its use to its maker, and writes an id below HOME, as soon as it
# is imported; after the import it is too late to decline.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
