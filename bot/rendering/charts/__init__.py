"""Timelines as PNG charts."""
