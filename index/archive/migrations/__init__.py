"""Numbered changes of the archive's schema, as those of the ledger."""
