"""The room as somebody sees it who comes in: everything but the texts, which are the live document's."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.events import service as events
from app.identity.actor import Actor
from app.interviews import lifecycle, problems, service, views
from app.interviews.models import Interview
from app.interviews.problems import Placed
from app.interviews.rights import Part, Right
from app.interviews.service import Seat
from app.kit.clock import Clock
from app.problems.views import statement
from app.rooms import service as rooms
from app.rooms.seats import Interviews
from app.timeline import shown
from app.timeline.audience import is_candidate
from app.timeline.shown import RoomShown
from app.timeline.staff import (
    ClarificationForStaff,
    PolicyForStaff,
    ProblemForStaff,
    RoomForStaff,
    TwistForStaff,
)


async def view(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> RoomShown:
    """The room for this person; it is made on the first look. A candidate sees no problem before the start."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.VIEW)
    interview = seat.interview
    cursor = await events.last_of_interview(session, interview.id)
    placed = [
        await problems.placed(session, interview, place.position)
        for place in interview.problems
        if place.problem_version_id is not None
    ]
    if placed and interview.state not in lifecycle.OVER:
        await rooms.ensure(session, clock, Interviews(clock), actor, interview.id)
    hints = await problems.released(session, interview)
    common = {
        "interview": shown.interview_of(interview),
        "me": views.me(seat),
        "people": [shown.person(each) for each in interview.people if each.part != Part.REVIEWER],
        "clock": views.clock(interview, clock.now()),
        "focus": await _focus(session, interview),
        "cursor": cursor,
    }
    if is_candidate(seat):
        visible = placed if interview.started_at is not None else []
        return RoomShown(**common, problems=[shown.problem(each, hints.get(_at(each), [])) for each in visible])
    return RoomForStaff(**common, problems=[await _for_staff(session, seat, each, hints) for each in placed])


def _at(placed: Placed) -> int:
    return placed.place.position


async def _focus(session: AsyncSession, interview: Interview) -> bool:
    changes = await problems.of_kinds(session, interview, ["focus_changed"])
    return bool(changes) and bool(changes[-1].payload["on"])


async def _for_staff(session: AsyncSession, seat: Seat, placed: Placed, hints: dict[int, list[str]]) -> ProblemForStaff:
    settled = await problems.settled(session, seat.interview, placed)
    return ProblemForStaff(
        **shown.problem_fields(placed, hints.get(_at(placed), [])),
        name=placed.plain.name,
        version=placed.plain.spec.version,
        hints=list(placed.package.spec.hints),
        clarifications=[
            ClarificationForStaff(index=index, ask=each.ask, answer=each.answer, free=each.free, binds=each.binds or {})
            for index, each in enumerate(placed.package.spec.clarifications)
        ],
        policies=[
            PolicyForStaff(
                id=each.id, why=each.why, options=each.options, default=each.default, settled=settled.get(each.id)
            )
            for each in placed.policies.values()
        ],
        twists=[
            TwistForStaff(
                id=each.id,
                title=each.spec.title,
                minutes=each.spec.minutes,
                about=each.spec.about,
                statement_html=statement(each.problem.files["twist/statement.md"]),
            )
            for each in placed.plain.twists.values()
        ],
        twist_id=placed.place.twist_id,
    )
