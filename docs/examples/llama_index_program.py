"""A LlamaIndex program that uses the coverage as one of its tools.

``python -m docs.examples.llama_index_program ARTICLES QUESTION`` indexes a folder of articles,
asks the question through a tool, and shows what the retriever and the reranker found by
themselves. It needs no language model; an agent would be given the same tool.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from llama_index.core.tools import QueryEngineTool

from index.config import CoverageConfig
from index.coverage import Coverage


async def main(articles: Path, question: str) -> None:
    """Index ``articles`` into a folder that is removed afterwards, and ask."""
    with TemporaryDirectory() as data:
        config = CoverageConfig(articles=articles, data=Path(data))
        async with await Coverage.open(config) as coverage:
            await coverage.refresh()
            engine = await coverage.query_engine()

            tool = QueryEngineTool.from_defaults(
                engine, name="coverage", description="Answers from news articles, with quotes."
            )
            output = await tool.acall(question)
            print(output.content)
            for source in output.raw_output.source_nodes:
                place = source.node.metadata
                print(f"  {place['file']}, characters {place['start']} to {place['end']}")

            passages = await engine.retriever.aretrieve(question)
            sentences = await engine.reranker.apostprocess_nodes(passages, query_str=question)
            print(f"{len(passages)} passages, {len(sentences)} sentences; the best one:")
            print(f"  {sentences[0].get_content()}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
