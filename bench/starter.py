"""LlamaIndex's own starter, to measure against: ``VectorStoreIndex`` on Chroma, retrieval only."""

from __future__ import annotations

from pathlib import Path

import chromadb
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.vector_stores.chroma import ChromaVectorStore

from index.english.sentences import sentence_spans


def _sentences(text: str) -> list[str]:
    """Ours in place of the library's, whose data nltk refuses to read where files are linked."""
    starts = [start for start, _ in sentence_spans(text)] or [0]
    ends = [*starts[1:], len(text)]
    return [text[start:end] for start, end in zip([0, *starts[1:]], ends, strict=True)]


class Starter:
    """An index of a folder's text files with the library's defaults and our embedder."""

    def __init__(self, articles: Path, data: Path, embedder: BaseEmbedding) -> None:
        collection = chromadb.PersistentClient(str(data)).create_collection(
            "starter", embedding_function=None, metadata={"hnsw:space": "cosine"}
        )
        store = ChromaVectorStore(chroma_collection=collection)
        documents = [Document(text=path.read_text("utf-8")) for path in sorted(articles.iterdir())]
        index = VectorStoreIndex.from_documents(
            documents,
            storage_context=StorageContext.from_defaults(vector_store=store),
            embed_model=embedder,
            transformations=[SentenceSplitter(chunking_tokenizer_fn=_sentences)],
        )
        self._retriever = index.as_retriever()

    def retrieve(self, question: str) -> list[str]:
        """The texts of the passages that the library finds."""
        return [node.get_content() for node in self._retriever.retrieve(question)]
