"""Ways to respond: to interactions, to messages, and to commands that run long."""
