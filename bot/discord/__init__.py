"""The Discord bot: its client, commands, buttons, and answers to messages."""
