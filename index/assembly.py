"""How the parts that answer messages are put together.

Importing it imports all of them, which takes seconds: never do it on the event loop.
"""

from __future__ import annotations

from index.answering.pipeline import CoverageQueryEngine
from index.asking import MessageAnswerer, Written
from index.briefing.service import BriefingService
from index.claims.check_requests import CheckRequestDetector
from index.claims.checker import ClaimChecker
from index.config import CoverageConfig, LanguageModel
from index.cross_encoder.model import CrossEncoder, shared_cross_encoder
from index.embedding.embedder import EmbedderSource
from index.embedding.local_model import LocalEmbedding
from index.embedding.multilingual import multilingual_model
from index.errors import EmbedderFailed
from index.generation.budget import Budget, Usage
from index.replies.recognition import MessageRecognizer
from index.replies.service import ReplyService
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore
from index.timeline.service import TimelineService


def make_answerer(
    config: CoverageConfig,
    ledger: Ledger,
    store: VectorStore,
    source: EmbedderSource,
    usage: Usage,
) -> MessageAnswerer:
    """Load the models, and return what answers messages. Raises EmbedderFailed."""
    embedder = source.load()
    if not isinstance(embedder, LocalEmbedding):
        raise EmbedderFailed(
            f"{type(embedder).__name__} can index but not answer questions, which needs the "
            "local model"
        )
    cross_encoder = shared_cross_encoder()
    matcher = multilingual_model() if config.languages else None
    engine = CoverageQueryEngine(ledger, store, embedder, cross_encoder, matcher)
    recognizer = MessageRecognizer(engine, ledger, embedder)
    replies = ReplyService(
        engine,
        BriefingService(ledger, store, source),
        TimelineService(ledger, store, source),
        recognizer,
        with_model=config.language_model is not None,
    )
    written = None
    if config.language_model is not None:
        written = _written(config.language_model, usage, engine, embedder, cross_encoder)
    return MessageAnswerer(
        engine,
        recognizer,
        replies,
        ClaimChecker(engine, embedder, cross_encoder),
        CheckRequestDetector(embedder),
        written,
    )


def _written(
    model: LanguageModel,
    usage: Usage,
    engine: CoverageQueryEngine,
    embedder: LocalEmbedding,
    cross_encoder: CrossEncoder,
) -> Written:
    """Return what a language model does. Only then is its client imported, which is large."""
    from index.claims.model_verdicts import ModelClaimJudge
    from index.faithfulness.checker import FaithfulnessChecker
    from index.generation.generator import AnswerGenerator
    from index.generation.judge import ModelJudge
    from index.generation.relevance import RelevanceJudge
    from index.generation.resilience import ModelCaller
    from index.generation.rewriter import ModelRewriter
    from index.generation.translation import Translator

    caller = ModelCaller(model)
    budget = Budget(model, usage)
    faithfulness = FaithfulnessChecker(embedder)
    judge = ModelJudge(caller, budget) if model.can_judge else None
    return Written(
        AnswerGenerator(
            engine, caller, faithfulness, RelevanceJudge(embedder, cross_encoder), budget, judge
        ),
        ModelRewriter(caller, budget),
        Translator(caller, budget),
        ModelClaimJudge(judge, faithfulness) if judge is not None else None,
    )
