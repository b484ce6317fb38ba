"""Answers written by a language model, verified sentence by sentence before they are shown."""
