"""The coverage: articles, their index, and answers and timelines made from them."""
