"""What a candidate is shown after a submission in practice: beside what broke, what to learn from it."""
