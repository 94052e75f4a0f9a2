"""Debugging by reading: locate, explain, and only then run and fix."""
