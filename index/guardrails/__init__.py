"""Prompt injection: instructions planted in an article are excluded from the evidence."""
