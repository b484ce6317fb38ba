"""Prompt injection: instructions planted in an article are kept out of the evidence."""
