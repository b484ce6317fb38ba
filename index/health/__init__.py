"""The checks of ``coverage-bot doctor``."""
