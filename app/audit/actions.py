"""What the audit log tells of: one line for each kind of act. A name is never used again for something else."""

from enum import StrEnum


class Action(StrEnum):
    """An act that somebody may have to answer for."""

    IDENTITY_REVEALED = "identity_revealed"  # a blind reviewer asked who the candidate is
    DECISION_MADE = "decision_made"
    RUBRIC_ADDED = "rubric_added"
    RUBRIC_OFFERED = "rubric_offered"
    RUBRIC_WITHDRAWN = "rubric_withdrawn"  # from new plans
    INTERVIEW_PLANNED = "interview_planned"
    INTERVIEW_CHANGED = "interview_changed"
    PERSON_ADDED = "person_added"  # to an interview
    PERSON_CHANGED = "person_changed"  # their part or their time in an interview
    PERSON_REMOVED = "person_removed"  # from an interview
    INVITATION_MADE = "invitation_made"  # to an interview, as a link
    INVITATION_ROTATED = "invitation_rotated"
    INVITATION_REVOKED = "invitation_revoked"
    INVITATION_USED = "invitation_used"
    LOBBY_OPENED = "lobby_opened"
    INTERVIEW_STARTED = "interview_started"
    CLOCK_EXTENDED = "clock_extended"
    INTERVIEW_ENDED = "interview_ended"
    INTERVIEW_REOPENED = "interview_reopened"
    INTERVIEW_REVIEWED = "interview_reviewed"
    EVIDENCE_ASKED = "evidence_asked"  # that it be made again
    SCORECARD_SUBMITTED = "scorecard_submitted"
    SCORECARD_REOPENED = "scorecard_reopened"
    FEEDBACK_RELEASED = "feedback_released"
    TEMPLATE_SAVED = "template_saved"  # of interviews
    TEMPLATE_DELETED = "template_deleted"
    RECORDING_REMOVED = "recording_removed"  # its time was over
    ERASURE_ASKED = "erasure_asked"  # that a person be erased: by themselves or by an administrator
    ERASURE_WITHDRAWN = "erasure_withdrawn"
    PERSON_ERASED = "person_erased"
    PERSON_EXPORTED = "person_exported"  # a person's data were taken out
    TOKEN_MADE = "token_made"  # noqa: S105 - an API token was made
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - the name of an act
    WEBHOOK_MADE = "webhook_made"
    WEBHOOK_CHANGED = "webhook_changed"  # paused, or it goes on
    WEBHOOK_DELETED = "webhook_deleted"
    WEBHOOK_SECRET_ROTATED = "webhook_secret_rotated"  # noqa: S105 - the name of an act
    WEBHOOK_REPEATED = "webhook_repeated"  # a delivery was sent again by hand
    AUDIT_EXPORTED = "audit_exported"  # this log was taken out
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    VISIT_TAKEN_ALONG = "visit_taken_along"  # what somebody did without an account became part of theirs
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
    WORKER_DRAINED = "worker_drained"  # told to take nothing new
    WORKER_RESUMED = "worker_resumed"
    JOB_REQUEUED = "job_requeued"  # one that failed, or that a dead worker held
