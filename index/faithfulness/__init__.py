"""Does a quote support a sentence that cites it? Rules and the local model; no LLM."""
