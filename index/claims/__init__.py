"""Claims: what the articles say for them and against them."""
