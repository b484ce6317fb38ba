"""The ledger: the SQLite file that says what is live, and everything an answer reads from it."""

from index.ledger.ledger import Ledger
from index.ledger.records import StoredPassage, StoredSentence

__all__ = ["Ledger", "StoredPassage", "StoredSentence"]
