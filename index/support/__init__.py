"""Does a quote support a sentence that cites it? With rules and the local embedder, no LLM."""

from index.support.checker import Checker
from index.support.models import Evidence, Problem, Verdict
from index.support.prepared import Prepared

__all__ = ["Checker", "Evidence", "Prepared", "Problem", "Verdict"]
