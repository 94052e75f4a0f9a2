"""What the audit log tells of: one line for each kind of act. A name is never used again for something else."""

from enum import StrEnum


class Action(StrEnum):
    """An act that somebody may have to answer for."""

    IDENTITY_REVEALED = "identity_revealed"  # a blind reviewer asked who the candidate is
    DECISION_MADE = "decision_made"
