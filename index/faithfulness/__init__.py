"""Whether a quote supports a sentence that cites it: rules and the local model, no LLM."""
