"""Parts of the timeline's picture."""
