"""Holdout's web application: slices over one database, one queue and one sandbox."""
