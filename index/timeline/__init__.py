"""Timelines: what happened when, according to all articles, with citations."""
