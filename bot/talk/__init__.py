"""Conversations: what is asked, by whom, in what order, and what was said before."""
