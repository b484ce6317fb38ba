"""The coverage bot: its Discord client and its command line."""
