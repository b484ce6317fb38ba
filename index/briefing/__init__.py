"""Briefings: a few sentences of the articles that together tell what they are about."""
