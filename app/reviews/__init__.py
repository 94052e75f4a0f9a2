"""Judging an interview: rubrics, scorecards, agreement, decision, report."""
