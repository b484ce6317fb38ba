"""What the answering side knows of English: words, names, synonyms, spelling, who says what."""
