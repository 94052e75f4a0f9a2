"""The replay of an interview, read from the timeline's API, and the evidence of its submissions: for its staff."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from app.identity.gate import ActorDep, ClockDep
from app.interviews import service
from app.interviews.rights import Right
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.settings import Settings
from app.timeline import evidence

router = APIRouter()


@router.get("/interviews/{interview_id}/replay")
async def open_replay(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """The replay; `?at=` is a moment in milliseconds since the start."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.NOTE)
    return pages_of(request).render(request, "timeline/replay.html", {"interview": seat.interview})


@router.get("/interviews/{interview_id}/executions/{execution_id}/evidence")
async def show_evidence(
    *,
    request: Request,
    interview_id: UUID,
    execution_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """What each check of a submission, or a rerun of one, found."""
    context = await evidence.page(session, clock, actor, interview_id, execution_id)
    address = f"/interviews/{interview_id}"
    trail = [("/interviews", "Interviews"), (f"{address}/plan", context["interview"].title)]
    return pages_of(request).render(
        request, "attempts/evidence.html", {**context, "trail": trail, "executions": f"{address}/executions"}
    )


@router.post("/interviews/{interview_id}/executions/{execution_id}/evidence")
async def rerun_check(
    *,
    request: Request,
    interview_id: UUID,
    execution_id: UUID,
    check: Annotated[str, Form(max_length=80)],
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """Run exactly this check again, on the same hidden inputs; leads to what it finds."""
    settings: Settings = request.app.state.settings
    most = settings.executions_per_minute
    made = await evidence.rerun(session, clock, actor, interview_id, execution_id, check_id=check, per_minute=most)
    return RedirectResponse(f"/interviews/{interview_id}/executions/{made.id}/evidence", status_code=303)
