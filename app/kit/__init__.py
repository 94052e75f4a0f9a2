"""Helpers without domain or settings: whoever calls them says what they need."""
