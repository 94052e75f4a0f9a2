"""For staff the replay of an interview and the evidence of its submissions; for its candidate the form of a report."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.responses import RedirectResponse

from app.attempts.schemas import ReportIn
from app.identity.gate import ActorDep, ClockDep
from app.interviews import service
from app.interviews.over_pages import Refused, over_page, own_end, typed
from app.interviews.rights import Right
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.settings import Settings
from app.timeline import evidence, executions

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


class ReportForm(BaseModel):
    """A report as a form sends it, about a problem by its position."""

    about: Literal["platform", "question"]
    problem: Annotated[int, Field(ge=0, le=99)]
    text: str = ""


@router.post("/interviews/{interview_id}/reports")
async def report(
    *,
    request: Request,
    interview_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    given: Annotated[ReportForm, Form()],
) -> Response:
    """Report a problem with the platform or the question; the page again when the text does not fit."""
    seat = await own_end(session, clock, actor, interview_id)
    try:
        kept = ReportIn(about=given.about, text=typed(given.text))
    except ValidationError:
        return await over_page(request, session, seat, refused=Refused(None, given.text))
    await executions.report(session, clock, actor, interview_id, position=given.problem, given=kept)
    return RedirectResponse(f"/interviews/{interview_id}#report-title", status_code=303)
