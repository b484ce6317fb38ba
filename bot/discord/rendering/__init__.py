"""What people read on Discord, as messages within its limits. Pure functions."""
