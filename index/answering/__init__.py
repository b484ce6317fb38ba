"""From a standalone question to an extractive answer: rank, decide, quote."""
