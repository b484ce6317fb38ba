"""Tests: one package for each package of the code; shared functions are in ``tests.helpers``."""
