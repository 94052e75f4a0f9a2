"""The kinds of things that happen to an interview as a whole: its plan, its people, its clock."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.events.kinds import Happening


class InterviewPlanned(Happening):
    """Somebody planned an interview."""

    kind: Literal["interview_planned"] = "interview_planned"
    form: Literal["live", "take_home", "mock"]
    minutes: int
    problem_ids: list[UUID]


class InterviewChanged(Happening):
    """The plan was changed; the names of what differs, since titles may hold people's names."""

    kind: Literal["interview_changed"] = "interview_changed"
    changed: list[str]


class PersonAdded(Happening):
    """Somebody got a seat; a `blind` reviewer does not learn who the candidate is."""

    kind: Literal["person_added"] = "person_added"
    user_id: UUID
    part: str
    extra_minutes: int
    blind: bool = False


class PersonChanged(Happening):
    """Somebody's part or extra time was changed."""

    kind: Literal["person_changed"] = "person_changed"
    user_id: UUID
    part: str
    extra_minutes: int


class PersonRemoved(Happening):
    """Somebody lost their seat."""

    kind: Literal["person_removed"] = "person_removed"
    user_id: UUID
    part: str


class IdentityRevealed(Happening):
    """A blind reviewer asked who the candidate is, and was told."""

    kind: Literal["identity_revealed"] = "identity_revealed"
    why: str


class InvitationMade(Happening):
    """A person's first link was made."""

    kind: Literal["invitation_made"] = "invitation_made"
    invitation_id: UUID
    user_id: UUID
    expires_at: datetime


class InvitationRotated(Happening):
    """A person's link was replaced; the one before no longer opens anything."""

    kind: Literal["invitation_rotated"] = "invitation_rotated"
    invitation_id: UUID
    replaces: UUID
    user_id: UUID
    expires_at: datetime


class InvitationRevoked(Happening):
    """A person's link was withdrawn."""

    kind: Literal["invitation_revoked"] = "invitation_revoked"
    invitation_id: UUID
    user_id: UUID


class InvitationUsed(Happening):
    """A person came in by their link."""

    kind: Literal["invitation_used"] = "invitation_used"
    invitation_id: UUID
    user_id: UUID


class LobbyOpened(Happening):
    """The lobby was opened; from now on each problem stays at this version, in this order."""

    kind: Literal["lobby_opened"] = "lobby_opened"
    problem_version_ids: list[UUID]


class Agreed(Happening):
    """A person said that they are ready, or took it back."""

    kind: Literal["agreed"] = "agreed"
    ready: bool


class InterviewStarted(Happening):
    """The clock began to run."""

    kind: Literal["interview_started"] = "interview_started"
    ends_at: datetime


class ClockPaused(Happening):
    """The clock was stopped for a while."""

    kind: Literal["clock_paused"] = "clock_paused"
    remaining_seconds: float


class ClockResumed(Happening):
    """The clock runs again."""

    kind: Literal["clock_resumed"] = "clock_resumed"
    ends_at: datetime


class ClockExtended(Happening):
    """Everybody got more time."""

    kind: Literal["clock_extended"] = "clock_extended"
    minutes: int


class InterviewEnded(Happening):
    """The interview is over: somebody ended or cancelled it, or its time or deadline passed."""

    kind: Literal["interview_ended"] = "interview_ended"
    reason: Literal["finished", "cancelled", "time_over", "deadline_passed"]


class InterviewReopened(Happening):
    """An ended interview goes on; its clock stands until somebody resumes it."""

    kind: Literal["interview_reopened"] = "interview_reopened"
    remaining_seconds: float


class EvidenceAsked(Happening):
    """Somebody asked that the evidence be made again."""

    kind: Literal["evidence_asked"] = "evidence_asked"


class InterviewReviewed(Happening):
    """Those who had to judge the interview are done."""

    kind: Literal["interview_reviewed"] = "interview_reviewed"
