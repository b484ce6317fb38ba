"""Answers made of the articles' own sentences, and knowing when there is none."""
