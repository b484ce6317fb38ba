"""Draws the pictures of the README from a simulated Discord."""
