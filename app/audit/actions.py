"""What the audit log tells of: one line for each kind of act. A name is never used again for something else."""

from enum import StrEnum


class Action(StrEnum):
    """An act that somebody may have to answer for."""

    IDENTITY_REVEALED = "identity_revealed"  # a blind reviewer asked who the candidate is
    DECISION_MADE = "decision_made"
    RECORDING_REMOVED = "recording_removed"  # its time was over
    ERASURE_ASKED = "erasure_asked"  # that a person be erased: by themselves or by an administrator
    ERASURE_WITHDRAWN = "erasure_withdrawn"
    PERSON_ERASED = "person_erased"
    PERSON_EXPORTED = "person_exported"  # a person's data were taken out
    TOKEN_MADE = "token_made"  # noqa: S105 - an API token was made
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - the name of an act
    AUDIT_EXPORTED = "audit_exported"  # this log was taken out
