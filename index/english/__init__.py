"""English for news: tokens, sentences, attribution, synonyms, verb forms."""
