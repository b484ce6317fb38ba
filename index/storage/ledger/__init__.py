"""The ledger: the SQLite file that says which articles, passages and vectors are live."""
