"""What the audit log tells of: one line for each kind of act. A name is never used again for something else."""

from enum import StrEnum


class Action(StrEnum):
    """An act that somebody may have to answer for."""

    IDENTITY_REVEALED = "identity_revealed"  # a blind reviewer asked who the candidate is
    DECISION_MADE = "decision_made"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_BLOCKED = "sign_in_blocked"  # so many wrong passwords that further ones have to wait
    SESSION_ENDED = "session_ended"  # one's own, on another device
    ACCOUNT_MADE = "account_made"
    PERSON_INVITED = "person_invited"
    ACCOUNT_INVITATION_WITHDRAWN = "account_invitation_withdrawn"
    NAME_CHANGED = "name_changed"
    ROLES_CHANGED = "roles_changed"
    PERSON_DEACTIVATED = "person_deactivated"
    PERSON_ACTIVATED = "person_activated"
    HANDED_OVER = "handed_over"  # what somebody led has another lead
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a name
    PASSWORD_RESET_MADE = "password_reset_made"  # noqa: S105 - a link to choose a new one
    PASSWORD_RESET_USED = "password_reset_used"  # noqa: S105 - a name
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PROVIDER_LINKED = "provider_linked"  # an account and who its person is at the OpenID Connect provider
    MAIL_REPEATED = "mail_repeated"
