"""What people say and do in an interview's room. A statement, hint or message lives nowhere else than in its event.

`statement` and `event` name another event of the same interview by its id.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.events.kinds import Happening

Said = Literal["assumption", "question", "restatement", "outline", "tradeoff", "note"]


class StatementMade(Happening):
    """The candidate said something; `aloud` when one of the interviewers logged it, in their own words."""

    kind: Literal["statement_made"] = "statement_made"
    said: Said
    problem: int | None
    text: str
    aloud: bool


class StatementLinked(Happening):
    """A statement is about an open decision of the problem, and chooses an option where it says which."""

    kind: Literal["statement_linked"] = "statement_linked"
    statement: int
    problem: int
    policy: str
    option: str | None


class QuestionAnswered(Happening):
    """An answer, from the authored clarifications or in own words.

    `binds` are decisions it settles (policy to option), `free` the one it leaves to the candidate; `logged` when the
    statement it answers is one that was logged by an interviewer.
    """

    kind: Literal["question_answered"] = "question_answered"
    statement: int | None
    logged: bool
    problem: int
    clarification: int | None
    text: str
    free: str | None
    binds: dict[str, str]


class HintReleased(Happening):
    """The next hint of the problem's ladder was shown; `index` counts from 0."""

    kind: Literal["hint_released"] = "hint_released"
    problem: int
    index: int
    text: str


class FeedbackSent(Happening):
    """An interviewer told the candidate what they think."""

    kind: Literal["feedback_sent"] = "feedback_sent"
    text: str


class TwistApplied(Happening):
    """The requirements changed: from now on the problem is graded as its twist says."""

    kind: Literal["twist_applied"] = "twist_applied"
    problem: int
    twist: str
    title: str


class MessageSent(Happening):
    """Somebody wrote to everybody in the room."""

    kind: Literal["message_sent"] = "message_sent"
    text: str


class FocusChanged(Happening):
    """The candidate hid the interviewers' presence, or showed it again."""

    kind: Literal["focus_changed"] = "focus_changed"
    on: bool


class CodePasted(Happening):
    """Somebody pasted a larger piece of text. It says nothing about why."""

    kind: Literal["code_pasted"] = "code_pasted"
    problem: int | None
    characters: int


class WindowLeft(Happening):
    """Another window or tab came to the front. It says nothing about why."""

    kind: Literal["window_left"] = "window_left"


class WindowReturned(Happening):
    """The room's window is in front again."""

    kind: Literal["window_returned"] = "window_returned"


class ExplanationAdded(Happening):
    """The candidate explained something that was recorded."""

    kind: Literal["explanation_added"] = "explanation_added"
    event: int
    text: str


class NoteWritten(Happening):
    """One of the staff wrote a note; its text is in a table of its own, where it can be changed."""

    kind: Literal["note_written"] = "note_written"
    note_id: UUID
    anchor_at: datetime


class NoteChanged(Happening):
    """A note was changed by its author."""

    kind: Literal["note_changed"] = "note_changed"
    note_id: UUID
    anchor_at: datetime


class NoteRemoved(Happening):
    """A note was removed by its author."""

    kind: Literal["note_removed"] = "note_removed"
    note_id: UUID
