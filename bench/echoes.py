"""Are two sentences one statement? What is cited beside a shown sentence has to say the same.

DATA is a file of rows {"shown", "extra", "says_same"}, or the folder of the measuring sets, for
the pairs of ``bench.fresh``. Predictions say whether the extra sentence would be cited.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.corpus import rows, write_rows
from bench.fresh import HALVES, FreshCoverages, echoes
from index.answering.echoes import ComparedSentence, EchoDetector
from index.cross_encoder.model import CrossEncoder
from index.embedding.local_model import LocalEmbedding, PassageText
from index.temporal.tagger import find_dates


def run(data: Path, out: Path | None) -> int:
    """Judge every pair and print how many true echoes are cited, and how many false ones."""
    detector, model = EchoDetector(CrossEncoder()), LocalEmbedding()
    if data.is_dir():
        sets = FreshCoverages(data)
        parts = [(half, echoes(sets, half)) for half in HALVES]
    else:
        parts = [(data.stem, rows(data))]
    passed: list[bool] = []
    print(f"{'':12}{'true ones kept':>15}{'false ones cited':>18}{'false among cited':>19}")
    for name, pairs in parts:
        said = detector.echoes([compared(model, pair) for pair in pairs])
        print(f"{name:12}" + _figures(pairs, said))
        passed += said
    write_rows(out, ({"passed": each} for each in passed))
    return 0


def compared(
    model: LocalEmbedding, pair: dict[str, Any]
) -> tuple[ComparedSentence, ComparedSentence]:
    """Return the shown and the extra sentence of a row, as the product compares them."""
    texts = [pair["shown"], pair["extra"]]
    vectors = [each.vector for each in model.embed_passages([PassageText(t) for t in texts])]
    one, other = (
        ComparedSentence(text, vector, tuple(find_dates(text, None)))
        for text, vector in zip(texts, vectors, strict=True)
    )
    return one, other


def _figures(pairs: Sequence[dict[str, Any]], said: Sequence[bool]) -> str:
    true = [cited for pair, cited in zip(pairs, said, strict=True) if pair["says_same"]]
    false = [cited for pair, cited in zip(pairs, said, strict=True) if not pair["says_same"]]
    return (
        f"{_share(sum(true), len(true)):>15}{_share(sum(false), len(false)):>18}"
        f"{_share(sum(false), sum(said)):>19}"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"
