"""Articles from web addresses and feeds: fetched politely, and kept as files."""
