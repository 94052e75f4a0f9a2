"""The append-only record of what happened. Slices above write it; nothing ever changes it."""
