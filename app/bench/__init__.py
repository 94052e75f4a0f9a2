"""The check bench: one's own checks, run on right and on wrong code, without a solution of one's own."""
