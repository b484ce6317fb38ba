"""Event extraction: which sentences of an article report what happened on which day."""
