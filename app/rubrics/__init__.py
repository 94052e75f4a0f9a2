"""Rubrics: what scorecards are filled in by. One comes with Holdout, others are an installation's own."""
