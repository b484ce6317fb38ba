"""Event extraction: which sentences of an article tell what happened on which day."""
