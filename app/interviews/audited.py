"""Which of the things that happen to an interview are acts that somebody may have to answer for.

They go into the audit log as well, in the same transaction. What is said, typed and run stays with the recording only.
"""

from app.audit.actions import Action
from app.audit.service import Facts
from app.events.kinds import Happening

# Kinds of events and acts have the same names. What has an entry with more to it is written where it is done.
KINDS = frozenset(
    {
        Action.INTERVIEW_PLANNED,
        Action.INTERVIEW_CHANGED,
        Action.PERSON_ADDED,
        Action.PERSON_CHANGED,
        Action.PERSON_REMOVED,
        Action.INVITATION_MADE,
        Action.INVITATION_ROTATED,
        Action.INVITATION_REVOKED,
        Action.INVITATION_USED,
        Action.LOBBY_OPENED,
        Action.INTERVIEW_STARTED,
        Action.CLOCK_EXTENDED,
        Action.INTERVIEW_ENDED,
        Action.INTERVIEW_REOPENED,
        Action.INTERVIEW_REVIEWED,
        Action.EVIDENCE_ASKED,
        Action.SCORECARD_SUBMITTED,
        Action.SCORECARD_REOPENED,
        Action.FEEDBACK_RELEASED,
    }
)
_WRITTEN = frozenset({"kind", "version", "text", "why"})  # by people, or told already


def facts(happening: Happening) -> Facts:
    """What the log keeps of it: ids, numbers and names of states, never a word that somebody wrote."""
    told = happening.model_dump(mode="json", exclude=set(_WRITTEN))
    return {name: " ".join(map(str, value)) if isinstance(value, list) else value for name, value in told.items()}
