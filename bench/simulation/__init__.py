"""Stand-ins for the services the bot talks to, shared by tests, benchmarks and docs."""
