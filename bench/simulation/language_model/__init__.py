"""Language models to test against: a scripted OpenAI-protocol server, and a small real model."""
