"""Numbered changes of the ledger's schema, applied in order; the last applied is user_version."""
