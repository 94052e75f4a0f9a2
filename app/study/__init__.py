"""The plan of practice: which problems on which day, until the day somebody prepares for."""
