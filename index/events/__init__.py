"""Candidate events: the sentences of an article that may tell what happened on a day."""

from index.events.candidates import Candidate, find_candidates
from index.events.terms import terms

__all__ = ["Candidate", "find_candidates", "terms"]
