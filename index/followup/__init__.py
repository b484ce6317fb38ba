"""A follow-up question becomes one that stands alone, from what was asked before."""

from index.followup.rewriting import standalone

__all__ = ["standalone"]
