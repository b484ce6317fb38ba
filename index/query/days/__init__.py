"""The days of a message: which it names, and which of them are asked about or wanted."""
