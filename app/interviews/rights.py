"""Who may do what in an interview: one matrix, asked by everything that is done there."""

from enum import StrEnum

from app.interviews.lifecycle import Kind


class Part(StrEnum):
    """What a person is in one interview."""

    CANDIDATE = "candidate"
    LEAD = "lead"
    INTERVIEWER = "interviewer"
    OBSERVER = "observer"
    PEER = "peer"  # the other of a mock pair, while they interview
    REVIEWER = "reviewer"  # judges afterwards: has no seat before the interview is over


class Right(StrEnum):
    """What can be done in an interview."""

    VIEW = "view"  # see the interview and its room
    WRITE = "write"  # change the texts
    RUN = "run"
    SUBMIT = "submit"
    SAY = "say"  # in the say-panel, for oneself
    SAY_FOR = "say_for"  # log what the candidate said aloud
    ANSWER = "answer"  # a question, from the authored clarifications
    HINT = "hint"
    FEEDBACK = "feedback"
    TWIST = "twist"
    LINK = "link"  # a statement to an open decision
    NOTE = "note"  # private notes: read and write
    CHAT = "chat"
    FOCUS = "focus"  # hide the interviewers for a while
    CLOCK = "clock"  # start, pause, extend
    END = "end"
    PLAN = "plan"  # change the plan, the people and their invitations
    EXPLAIN = "explain"  # attach an explanation to an event
    REPORT = "report"  # a problem with the platform or the question
    SCORE = "score"  # fill in a scorecard of one's own
    RELEASE = "release"  # the report to the candidate
    DECIDE = "decide"  # what becomes of it, when there are scorecards


STAFF_PARTS = frozenset({Part.LEAD, Part.INTERVIEWER, Part.OBSERVER, Part.PEER, Part.REVIEWER})
OF_MOCKS = frozenset({Part.CANDIDATE, Part.PEER})
_INTERVIEWER = frozenset(
    {
        Right.VIEW,
        Right.WRITE,
        Right.RUN,
        Right.SAY_FOR,
        Right.ANSWER,
        Right.HINT,
        Right.FEEDBACK,
        Right.LINK,
        Right.NOTE,
        Right.CHAT,
        Right.REPORT,
        Right.SCORE,
    }
)
RIGHTS: dict[Part, frozenset[Right]] = {
    Part.CANDIDATE: frozenset(
        {
            Right.VIEW,
            Right.WRITE,
            Right.RUN,
            Right.SUBMIT,
            Right.SAY,
            Right.CHAT,
            Right.FOCUS,
            Right.EXPLAIN,
            Right.REPORT,
        }
    ),
    Part.LEAD: _INTERVIEWER
    | {Right.SUBMIT, Right.TWIST, Right.CLOCK, Right.END, Right.PLAN, Right.RELEASE, Right.DECIDE},
    Part.INTERVIEWER: _INTERVIEWER,
    Part.PEER: _INTERVIEWER | {Right.TWIST, Right.CLOCK, Right.END, Right.RELEASE},
    Part.OBSERVER: frozenset({Right.VIEW, Right.NOTE}),
    Part.REVIEWER: frozenset({Right.VIEW, Right.NOTE, Right.SCORE}),
}
ADMIN = frozenset({Right.VIEW, Right.NOTE, Right.PLAN, Right.END})


def rights_of(part: Part | None, kind: Kind, *, admin: bool, blind: bool = False) -> frozenset[Right]:
    """All that a person may do; empty for somebody without a seat.

    An administrator may oversee every interview, except from the candidate's side of it, or while they
    are to judge it without knowing whose it is. A mock interview belongs to its two people and to nobody else, and
    what a peer may do is nothing in any other.
    """
    if (kind is Kind.MOCK and part not in OF_MOCKS) or (kind is not Kind.MOCK and part is Part.PEER):
        return frozenset()
    rights = RIGHTS[part] if part is not None else frozenset()
    if part is Part.CANDIDATE:
        return rights | {Right.END} if kind is Kind.TAKE_HOME else rights
    return rights | ADMIN if admin and not blind and kind is not Kind.MOCK else rights
