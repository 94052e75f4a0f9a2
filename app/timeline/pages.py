"""For staff the replay of an interview and the evidence of its submissions; for its candidate the form of a report."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.responses import RedirectResponse

from app.attempts.schemas import ReportIn
from app.interviews import service
from app.interviews.asked import AskedDep
from app.interviews.over_pages import Refused, over_page, own_end, typed
from app.interviews.rights import Right
from app.kit.templates import pages_of
from app.settings import Settings
from app.timeline import evidence, executions

router = APIRouter(prefix="/interviews/{interview_id}")


@router.get("/replay")
async def open_replay(request: Request, asked: AskedDep) -> Response:
    """The replay; `?at=` is a moment in milliseconds since the start."""
    seat = await service.seat(*asked)
    seat.require(Right.NOTE)
    service.require_recording(seat.interview)
    return pages_of(request).render(request, "timeline/replay.html", {"interview": seat.interview})


@router.get("/executions/{execution_id}/evidence")
async def show_evidence(request: Request, asked: AskedDep, execution_id: UUID) -> Response:
    """What each check of a submission, or a rerun of one, found."""
    context = await evidence.page(*asked, execution_id)
    address = f"/interviews/{context['interview'].id}"
    trail = [("/interviews", "Interviews"), (f"{address}/plan", context["interview"].title)]
    return pages_of(request).render(
        request, "attempts/evidence.html", {**context, "trail": trail, "executions": f"{address}/executions"}
    )


@router.post("/executions/{execution_id}/evidence")
async def rerun_check(
    request: Request, asked: AskedDep, execution_id: UUID, check: Annotated[str, Form(max_length=80)]
) -> Response:
    """Run exactly this check again, on the same hidden inputs; leads to what it finds."""
    settings: Settings = request.app.state.settings
    most = settings.executions_per_minute
    made = await evidence.rerun(*asked, execution_id, check_id=check, per_minute=most)
    return RedirectResponse(f"/interviews/{asked[-1]}/executions/{made.id}/evidence", status_code=303)


class ReportForm(BaseModel):
    """A report as a form sends it, about a problem by its position."""

    about: Literal["platform", "question"]
    problem: Annotated[int, Field(ge=0, le=99)]
    text: str = ""


@router.post("/reports")
async def report(request: Request, asked: AskedDep, given: Annotated[ReportForm, Form()]) -> Response:
    """Report a problem with the platform or the question; the page again when the text does not fit."""
    seat = await own_end(*asked)
    try:
        kept = ReportIn(about=given.about, text=typed(given.text))
    except ValidationError:
        return await over_page(request, asked[0], seat, refused=Refused(None, given.text))
    await executions.report(*asked, position=given.problem, given=kept)
    return RedirectResponse(f"/interviews/{asked[-1]}#report-title", status_code=303)
