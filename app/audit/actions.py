"""What the audit log tells of: one line for each kind of act. A name is never used again for something else."""

from enum import StrEnum


class Action(StrEnum):
    """An act that somebody may have to answer for."""

    IDENTITY_REVEALED = "identity_revealed"  # a blind reviewer asked who the candidate is
    DECISION_MADE = "decision_made"
    VERSION_VERIFIED = "version_verified"
    VERSION_REWORKED = "version_reworked"
    VERSION_PILOTED = "version_piloted"
    VERSION_PUBLISHED = "version_published"
    VERSION_RETIRED = "version_retired"
    VERSION_RESTORED = "version_restored"
    VERSION_LEAKED = "version_leaked"  # its content is known outside
    BANK_OFFER_DECIDED = "bank_offer_decided"  # what a release brought for a problem that was changed here
    DRAFT_BEGUN = "draft_begun"  # of a problem package
    DRAFT_REPLACED = "draft_replaced"  # all of its files at once: an import, or an earlier state
    DRAFT_PUT_AWAY = "draft_put_away"
    PACKAGE_EXPORTED = "package_exported"  # with everything that candidates must not see
    REGRADE_ASKED = "regrade_asked"
    REGRADE_APPLIED = "regrade_applied"
    REGRADE_CANCELLED = "regrade_cancelled"
