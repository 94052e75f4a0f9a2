"""Problem packages: their format, loading, versions, showing and verifying."""
