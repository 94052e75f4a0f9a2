"""What a candidate is told of an interview's events: an allow-list. What is not named here does not reach them.

Each kind has a type of its own, picked field by field out of what was recorded; none has room for policies, links,
clarifications' places, what an interviewer logged, or anything of notes. `tests/app/test_room_secrets.py` walks a whole
interview and looks for what must not be there.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.events.models import TimelineEvent
from app.problems.views import CandidateModel


class AuthorTold(CandidateModel):
    """Somebody with a seat."""

    id: UUID
    name: str
    part: str | None


class EventTold(CandidateModel):
    """One event; `data` is one of the types below."""

    cursor: int
    at: datetime
    kind: str
    version: int
    author: AuthorTold | None
    problem: int | None
    data: dict[str, Any]


class _Nothing(CandidateModel):
    """That it happened is all there is to say."""


class _Ready(CandidateModel):
    ready: bool


class _EndsAt(CandidateModel):
    ends_at: datetime


class _Left(CandidateModel):
    remaining_seconds: float


class _Minutes(CandidateModel):
    minutes: int


class _Reason(CandidateModel):
    reason: str


class _Said(CandidateModel):
    said: str
    text: str


class _Answer(CandidateModel):
    statement: int | None
    text: str


class _Hint(CandidateModel):
    index: int
    text: str


class _Text(CandidateModel):
    text: str


class _Twist(CandidateModel):
    title: str


class _On(CandidateModel):
    on: bool


class _Characters(CandidateModel):
    characters: int


class _Explanation(CandidateModel):
    event: int
    text: str


class _Execution(CandidateModel):
    execution_id: UUID


class _Requested(_Execution):
    revision: int


class _Finished(_Execution):
    verdict: str | None


_TOLD: dict[str, type[CandidateModel]] = {
    "lobby_opened": _Nothing,
    "agreed": _Ready,
    "interview_started": _EndsAt,
    "clock_paused": _Left,
    "clock_resumed": _EndsAt,
    "clock_extended": _Minutes,
    "interview_ended": _Reason,
    "interview_reopened": _Left,
    "statement_made": _Said,
    "question_answered": _Answer,
    "hint_released": _Hint,
    "feedback_sent": _Text,
    "twist_applied": _Twist,
    "message_sent": _Text,
    "focus_changed": _On,
    "code_pasted": _Characters,
    "window_left": _Nothing,
    "window_returned": _Nothing,
    "explanation_added": _Explanation,
    "run_requested": _Requested,
    "submission_requested": _Requested,
    "execution_finished": _Finished,
    "execution_failed": _Execution,
}
# What an interviewer logged is their private record, and so is which statement of that record an answer was to.
_HIDDEN: dict[str, Callable[[Mapping[str, Any]], bool]] = {"statement_made": lambda payload: bool(payload["aloud"])}
_WITHOUT: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "question_answered": lambda payload: {"statement": None} if payload["logged"] else {}
}
KINDS = frozenset(_TOLD)


def is_shown(event: TimelineEvent) -> bool:
    """Whether a candidate may know of the event."""
    hidden = _HIDDEN.get(event.kind)
    return event.kind in _TOLD and not (hidden is not None and hidden(event.payload))


def tell(event: TimelineEvent, author: AuthorTold | None) -> EventTold | None:
    """The event as the candidate is told, or None."""
    if not is_shown(event):
        return None
    view = _TOLD[event.kind]
    without = _WITHOUT.get(event.kind)
    payload = {**event.payload, **(without(event.payload) if without else {})}
    data = view.model_validate({name: payload.get(name) for name in view.model_fields})
    return EventTold(
        cursor=event.id,
        at=event.at,
        kind=event.kind,
        version=event.version,
        author=author,
        problem=event.payload.get("problem"),
        data=data.model_dump(mode="json"),
    )
