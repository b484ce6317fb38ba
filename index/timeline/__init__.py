"""Timelines: what happened when, from all articles, with citations."""
