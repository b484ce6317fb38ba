"""Instructions that somebody planted in an article for whoever, or whatever, reads it."""

from index.planted.withhold import withhold

__all__ = ["withhold"]
