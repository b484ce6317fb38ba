"""Hybrid search: vectors and words, fused."""
