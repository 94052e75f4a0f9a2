"""What staff are shown of a room besides what everybody is: never part of an answer to a candidate."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.interviews.told import AuthorTold, EventTold
from app.problems.views import CandidateModel
from app.timeline.shown import ProblemShown, RoomExecution, RoomExecutionSummary, RoomShown


class ClarificationForStaff(CandidateModel):
    """An authored answer: it leaves a decision `free`, `binds` some (policy to option), or neither."""

    index: int
    ask: str
    answer: str
    free: str | None
    binds: dict[str, str]


class PolicyForStaff(CandidateModel):
    """An open decision; `settled` is the option that an answer has bound it to."""

    id: str
    why: str
    options: dict[str, str]
    default: str
    settled: str | None


class TwistForStaff(CandidateModel):
    """A twist that can be applied, or was."""

    id: str
    title: str
    minutes: int
    about: str
    statement_html: str


class ProblemForStaff(ProblemShown):
    """A problem with what its author gave interviewers."""

    name: str
    version: str
    hints: list[str]
    clarifications: list[ClarificationForStaff]
    policies: list[PolicyForStaff]
    twists: list[TwistForStaff]
    twist_id: str | None


class RoomForStaff(RoomShown):
    """The room, with more about each problem."""

    problems: list[ProblemForStaff]  # type: ignore[assignment]  # each is one of the parent's, and frozen


class StepForStaff(CandidateModel):
    """What the grader recorded."""

    type: str
    at: datetime
    data: dict[str, Any]


class ExecutionForStaff(RoomExecution):
    """A run or submission with the grader's own record."""

    seed: str
    twist_id: str | None
    binds: dict[str, str]
    checks_by_id: dict[str, str]
    policies: dict[str, Any]
    record: list[StepForStaff]


class NoteForStaff(CandidateModel):
    """A private note; `text_html` is its Markdown, made safe; `mine` are those that whoever asks may change."""

    id: UUID
    author: AuthorTold | None
    mine: bool
    text: str
    text_html: str
    anchor_at: datetime
    created_at: datetime
    changed_at: datetime | None


class EditsForStaff(CandidateModel):
    """A burst of one person's typing: the room's log from `first` to `last`."""

    first: int
    last: int
    until: datetime
    bytes: int


class TimelineItem(EventTold):
    """Something that happened; with the execution or the note it is about, and the edits where it is typing."""

    cursor: int | None  # type: ignore[assignment]  # typing has none
    execution: RoomExecutionSummary | None = None
    note: NoteForStaff | None = None
    edits: EditsForStaff | None = None


class TimelinePage(CandidateModel):
    """A page of the timeline; `next` is opaque."""

    items: list[TimelineItem]
    next: str
    more: bool
