"""Near copies: articles that print the same text with small edits."""
