"""Functions and fakes that tests of several modules share.

Fixtures are in ``tests/conftest.py``.
"""

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SEEDS = ROOT / "seeds"
