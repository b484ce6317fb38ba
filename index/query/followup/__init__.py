"""Follow-up questions rewritten as standalone ones by rules."""
