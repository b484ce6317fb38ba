"""The publication date and the outlet of an article."""
