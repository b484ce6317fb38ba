"""Answers that a language model writes, checked sentence by sentence before anybody sees them."""
