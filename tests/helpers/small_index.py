"""A small index of six articles, built with the real model, for tests that ask and retrieve."""

from __future__ import annotations

from pathlib import Path

from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.embedder import EmbedderSource

ARTICLES = {
    "call.txt": (
        "Putin and Trump speak by telephone", "2025-10-16", "The Courier",
        "Vladimir Putin and Donald Trump spoke by telephone for two hours on Thursday. "
        "They agreed to meet in Budapest.\n\n"
        "Kremlin spokesman Dmitry Peskov said the call was frank. "
        "He added that the envoys would meet first.",
    ),
    "sanctions.txt": (
        "Sanctions on oil companies", "2025-10-22", "The Courier",
        "The United States imposed sanctions on Rosneft and Lukoil, two Russian oil companies, "
        "on Wednesday.\n\n"
        "“This is a step towards peace,” said Treasury Secretary Scott Bessent.",
    ),
    "cancelled.txt": (
        "Budapest summit is cancelled", "2025-10-23", "The Herald",
        "Donald Trump cancelled the Budapest summit with Vladimir Putin on Wednesday. "
        "He said that he did not want to waste his time.\n\n"
        "The price of oil rose by five per cent.",
    ),
    "bridge.txt": (
        "Ferry line opens", "2025-10-09", "The Herald",
        "A ferry line between the two islands opened on Monday. "
        "The mayor, Anna Lind, said that 340 passengers came on the first day.\n\n"
        "The new bridge cost 12 million euros, the mayor said.",
    ),
    "weather-old.txt": (
        "Flood in Harlow", "2025-10-02", "The Courier",
        "The river in Harlow stands at three metres after heavy rain.",
    ),
    "weather-new.txt": (
        "Flood in Harlow falls", "2025-10-20", "The Courier",
        "The river in Harlow stands at one metre after dry days.",
    ),
}  # fmt: skip


def write(path: Path, text: str, *, title: str, day: str, outlet: str) -> None:
    path.parent.mkdir(exist_ok=True)
    front = f"---\ntitle: {title}\ndate: {day}\noutlet: {outlet}\n---\n\n"
    path.write_text(f"{front}{text}\n", encoding="utf-8")


async def build(folder: Path, model: EmbedderSource) -> CoverageConfig:
    """Write the articles into the folder and index them."""
    for file, (title, day, outlet, text) in ARTICLES.items():
        write(folder / "articles" / file, text, title=title, day=day, outlet=outlet)
    made = CoverageConfig(folder / "articles", folder / "data")
    async with await Coverage.open(made, model) as coverage:
        await coverage.reindex()
    return made
