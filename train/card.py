"""The tables of the model card that come from code: sets, articles, and what was left out.

python -m train.card
"""

from __future__ import annotations

from collections.abc import Iterator

from train.sources import ENTAILMENT, LEFT_OUT, NEWS, READER


def tables() -> Iterator[str]:
    """Lines of the three tables, in Markdown."""
    yield "| set | task | rows at most | licence | credit |"
    yield "|---|---|---|---|---|"
    for task, sources in (("reader", READER), ("entailment", ENTAILMENT)):
        for source in sources:
            yield (
                f"| {source.name} | {task} | {source.rows:,} | {source.licence} | {source.credit} |"
            )
    yield ""
    yield "| articles | credit | texts |"
    yield "|---|---|---|"
    for name, (credit, texts) in NEWS.items():
        yield f"| {name} | {credit} | {texts} |"
    yield ""
    yield "| left out | why |"
    yield "|---|---|"
    for names, reason in LEFT_OUT.items():
        yield f"| {names} | {reason} |"


if __name__ == "__main__":
    print("\n".join(tables()))
