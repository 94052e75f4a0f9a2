"""Sandbox images: what is in them, what pins them, how they are built."""
