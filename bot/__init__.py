"""The bot: Discord and the terminal."""
