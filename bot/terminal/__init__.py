"""The terminal: arguments in, answers as text or JSON out. No network, no disk but the FILE of a
timeline."""
