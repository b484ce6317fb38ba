"""Everything on disk: the ledger, the archive, Chroma, and the lock of the data folder."""
