"""Query understanding: what a question asks for, and follow-ups as standalone questions."""
