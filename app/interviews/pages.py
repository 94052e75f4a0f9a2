"""The list of interviews, and one interview as whoever looks finds it: plan, lobby, room, or what it came to."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import AfterValidator, BaseModel, StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.errors import NotFound
from app.identity import service as identity
from app.identity.gate import ActorDep, ClockDep
from app.identity.permissions import Permission
from app.interviews import invitations, lifecycle, service, steps, views
from app.interviews.lifecycle import GROUPS, State
from app.interviews.models import Interview
from app.interviews.over_pages import over_page
from app.interviews.rights import Part, Right
from app.interviews.schemas import StepIn
from app.interviews.service import Seat
from app.interviews.words import EVERYTHING
from app.kit.clock import Clock
from app.kit.db import SessionDep
from app.kit.paging import PageNumber
from app.kit.templates import pages_of
from app.kit.text import plain

router = APIRouter()


class ListQuery(BaseModel):
    """The filters as they come; what means nothing filters nothing."""

    state: str = ""
    whose: str = ""
    q: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(plain)] = ""
    page: PageNumber = 1


@router.get("/interviews")
async def list_interviews(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, query: Annotated[ListQuery, Query()]
) -> Response:
    """Interviews with a seat for the person; administrators may look at all."""
    state = query.state if query.state in GROUPS else ""
    everyone = query.whose == "all" and actor.may(Permission.OVERSEE)
    text = query.q[:200]
    found = await service.listing(
        session,
        clock,
        actor,
        states=GROUPS.get(state, ()),
        text=text or None,
        everyone=everyone,
        offset=(query.page - 1) * service.PAGE_SIZE,
    )
    context = {
        **EVERYTHING,
        "cards": [views.card(each, actor.id, clock.now()) for each in found.interviews],
        "total": found.total,
        "pages": max(1, -(-found.total // service.PAGE_SIZE)),
        "page": query.page,
        "filters": {"state": state, "whose": "all" if everyone else "", "q": text},
        "oversees": actor.may(Permission.OVERSEE),
        "staff": actor.may(Permission.TAKE_PART),
        "plans": actor.may(Permission.PLAN),
    }
    return pages_of(request).render(request, "interviews/list.html", context)


@router.get("/interviews/{interview_id}")
async def open_interview(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """The room while it is live; else the plan for staff, for reviewers the review, for the candidate lobby or end."""
    seat = await service.seat(session, clock, actor, interview_id)
    if seat.interview.state in lifecycle.RUNNING:
        return _room(request, seat)
    if seat.part is Part.REVIEWER and seat.interview.started_at is not None:
        return RedirectResponse(f"/interviews/{interview_id}/review", status_code=303)
    if seat.part is not Part.CANDIDATE:
        return await plan_page(request, session, clock, seat)
    if seat.interview.state in lifecycle.OVER:
        return await over_page(request, session, seat)
    now = clock.now()
    context = {
        **EVERYTHING,
        "interview": seat.interview,
        "shown": views.interview(seat, now),
        "me": seat.person,
        "minutes": views.card(seat.interview, actor.id, now)["minutes"],
        "left": views.minutes_left(seat.interview, now),
    }
    return pages_of(request).render(request, "interviews/lobby.html", context)


@router.get("/interviews/{interview_id}/plan")
async def open_plan(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """The plan, people and clock for staff, in whatever state the interview is."""
    return await plan_page(request, session, clock, await service.seat(session, clock, actor, interview_id))


@router.post("/interviews/{interview_id}/steps")
async def take_step(
    interview_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    asked: Annotated[StepIn, Form()],
) -> Response:
    """Ready, start, pause, resume, extend, end and the like; leads back to where the interview now is."""
    await steps.take(session, clock, actor, interview_id, asked)
    return RedirectResponse(f"/interviews/{interview_id}", status_code=303)


def _room(request: Request, seat: Seat) -> Response:
    context = {
        "interview": seat.interview,
        "staff": seat.part is not Part.CANDIDATE,
        "may": {str(right) for right in seat.rights},
    }
    return pages_of(request).render(request, "interviews/room.html", context)


async def plan_page(
    request: Request, session: AsyncSession, clock: Clock, seat: Seat, *, adding: dict[str, Any] | None = None
) -> Response:
    """The plan, for staff: NotFound for the candidate and for blind reviewers.

    `adding` has values and errors of a seat that did not fit.
    """
    if seat.part is Part.CANDIDATE or seat.blind:
        raise NotFound
    found, now = seat.interview, clock.now()
    problems = await views.plan_problems(session, found)
    titles = [each["title"] for each in problems]
    context = {
        **EVERYTHING,
        "interview": found,
        "shown": views.interview(seat, now),
        "me": seat.person,
        "may": {str(right) for right in seat.rights},
        "possible": {str(step) for step in lifecycle.possible(State(found.state))},
        "problems": problems,
        "submissions": await views.plan_submissions(session, found, titles) if found.started_at else [],
        "seats": views.seats(found, await invitations.standing(session, found), now, addresses=seat.may(Right.PLAN)),
        "mails": request.app.state.settings.mails,
        "colleagues": await _colleagues(session, found) if seat.may(Right.PLAN) else [],
        "minutes": views.card(found, seat.actor.id, now)["minutes"],
        "left": views.minutes_left(found, now),
        "adding": adding or {"values": {"part": "candidate" if not found.candidate else "interviewer"}, "errors": {}},
    }
    return pages_of(request).render(request, "interviews/plan.html", context, code=422 if adding else 200)


async def _colleagues(session: AsyncSession, found: Interview) -> list[Any]:
    seated = {person.user_id for person in found.people}
    return [each for each in await identity.staff(session) if each.id not in seated]
