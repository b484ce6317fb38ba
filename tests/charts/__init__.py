"""Tests of timeline charts."""
