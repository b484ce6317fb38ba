"""What was asked and answered, and what people thought of it. It outlives a rebuilt index."""

from index.archive.archive import FILE_NAME, Archive
from index.archive.records import Asked, Counts, Feedback, Saved, Where

__all__ = ["FILE_NAME", "Archive", "Asked", "Counts", "Feedback", "Saved", "Where"]
