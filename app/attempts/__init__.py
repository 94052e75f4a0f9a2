"""Attempts at problems: drafts, runs, submissions, verdicts. Besides `problems`, the only caller of the sandbox."""
