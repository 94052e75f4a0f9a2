"""What a candidate is shown of a room, and the parts of it that everybody is. Allow-lists: nothing private has a field.

What staff are shown besides is in `staff`, which nothing here imports.
"""

from typing import Any
from uuid import UUID

from app.attempts.models import Execution, ExecutionEvent
from app.attempts.posed import Posed
from app.attempts.schemas import ExecutionSummary, ExecutionView
from app.attempts.shown import CheckDoneShown
from app.attempts.views import execution as execution_view
from app.attempts.views import summary as summary_view
from app.interviews.models import Interview, InterviewPerson
from app.interviews.problems import Placed
from app.interviews.schemas import ClockView, MeView
from app.interviews.told import AuthorTold, EventTold
from app.problems.views import CandidateModel, CheckTitle, EntryView, ExampleView, statement, view
from app.rooms import awareness


class PersonShown(CandidateModel):
    """Somebody with a seat; the colour is that of their cursor."""

    id: UUID
    name: str
    part: str
    colour: str


class InterviewShown(CandidateModel):
    """The interview."""

    id: UUID
    title: str
    state: str
    kind: str
    house_policy: str
    lint: bool


class TwistShown(CandidateModel):
    """What has changed about a problem."""

    title: str
    minutes: int
    statement_html: str


class HintShown(CandidateModel):
    """A hint that was released."""

    index: int
    text: str


class ProblemShown(CandidateModel):
    """A problem of the room as it is now, twist included; without its name in the bank."""

    position: int
    title: str
    minutes: int
    statement_html: str
    entry: EntryView
    environment: str
    examples: list[ExampleView]
    given: str | None
    starter: str
    check_ids: list[CheckTitle]
    hints_released: list[HintShown]
    twist: TwistShown | None


class RoomShown(CandidateModel):
    """The room. `cursor` is the newest event's: what comes after it is read from `/events`."""

    interview: InterviewShown
    me: MeView
    people: list[PersonShown]
    clock: ClockView
    focus: bool
    problems: list[ProblemShown]
    cursor: int


class EventsShown(CandidateModel):
    """A page of events; ask again with `after=next` while there is `more`."""

    events: list[EventTold]
    next: int
    more: bool


class RoomExecutionSummary(ExecutionSummary):
    """A run or submission in the room's list."""

    problem: int
    by: AuthorTold | None


class RoomExecution(ExecutionView):
    """A run or submission with all that may be seen of it."""

    problem: int
    by: AuthorTold | None


def interview_of(interview: Interview) -> InterviewShown:
    """The interview."""
    return InterviewShown(
        id=interview.id,
        title=interview.title,
        state=interview.state,
        kind=interview.kind,
        house_policy=interview.policy,
        lint=interview.lint,
    )


def person(seated: InterviewPerson) -> PersonShown:
    """Somebody with a seat, as the others see."""
    colour = awareness.person(seated.user_id, seated.user.name, seated.part)["color"]
    return PersonShown(id=seated.user_id, name=seated.user.name, part=seated.part, colour=colour)


def problem(placed: Placed, hints: list[str]) -> ProblemShown:
    """A problem of the room."""
    return ProblemShown(**problem_fields(placed, hints))


def problem_fields(placed: Placed, hints: list[str]) -> dict[str, Any]:
    """What everybody sees of a problem."""
    seen = view(placed.package)
    return {
        "position": placed.place.position,
        **{
            name: getattr(seen, name)
            for name in ("title", "minutes", "statement_html", "entry", "environment", "given", "starter", "check_ids")
        },
        "examples": seen.visible,
        "hints_released": [HintShown(index=index, text=text) for index, text in enumerate(hints)],
        "twist": _twist(placed),
    }


def _twist(placed: Placed) -> TwistShown | None:
    if placed.place.twist_id is None:
        return None
    twist = placed.plain.twist(placed.place.twist_id)
    text = placed.package.files["twist/statement.md"]
    return TwistShown(title=twist.spec.title, minutes=twist.spec.minutes, statement_html=statement(text))


def execution_summary(stored: Execution, end: ExecutionEvent | None, by: AuthorTold | None) -> RoomExecutionSummary:
    """A run or submission in the room's list."""
    fields = summary_view(stored, end).model_dump()
    return RoomExecutionSummary(**fields, problem=stored.attempt.position or 0, by=by)


def execution_fields(
    stored: Execution,
    steps: list[ExecutionEvent],
    posed: Posed,
    afterwards: list[CheckDoneShown],
    by: AuthorTold | None,
) -> dict[str, Any]:
    """What everybody sees of a run or submission."""
    verdict = stored.verdict.verdict if stored.verdict else None
    seen = execution_view(stored, steps, posed=posed, verdict=verdict, afterwards=afterwards)
    return {**dict(seen), "problem": stored.attempt.position or 0, "by": by}
