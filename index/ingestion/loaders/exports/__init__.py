"""Text files that hold several articles: exports of databases, and joined articles."""
