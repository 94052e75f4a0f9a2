"""The room's record as a whole: what happened, in one order, for each audience; runs, private notes, the replay's data."""
