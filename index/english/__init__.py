"""English as far as news needs it: tokens, sentences, attribution, synonyms, verb forms."""
