"""Answers that a language model writes, verified sentence by sentence before they are shown."""
