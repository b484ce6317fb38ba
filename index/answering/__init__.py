"""Answers made of the articles' own sentences, and knowing when there is none."""

from index.answering.answerer import Answerer, Finding, Gathered

__all__ = ["Answerer", "Finding", "Gathered"]
