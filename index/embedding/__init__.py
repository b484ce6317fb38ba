"""Text as vectors: the local model, its identity, and embedding in order."""
