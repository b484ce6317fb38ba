"""Rendering that Discord and the terminal share: safe text, CSV and charts."""
