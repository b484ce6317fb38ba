"""The command line: commands and chat in, answers as text or JSON out."""
