"""Replies to messages that are no question of fact: greetings, help, overviews, news."""
