"""Words and patterns; see index.planted.vocabulary."""
