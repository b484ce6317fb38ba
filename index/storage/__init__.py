"""What is kept on disk: the ledger, the vectors, the archive and the articles folder."""
