"""The room's record: what happened, in one order, for each audience; runs, private notes, the replay's data."""
