"""From a parsed question to an extractive answer: rank, decide, quote."""
