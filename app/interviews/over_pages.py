"""The page of an interview that is over, for its candidate: what was recorded of them, to be explained or reported."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.interviews import explained, lifecycle, problems, service, talk
from app.interviews.lifecycle import State
from app.interviews.rights import Right
from app.interviews.service import Seat
from app.interviews.talk_schemas import MAX_ID, MAX_TEXT, ExplanationIn
from app.interviews.words import EVERYTHING
from app.kit.clock import Clock
from app.kit.db import SessionDep
from app.kit.templates import pages_of

router = APIRouter()
FAULT = f"Write something, up to {MAX_TEXT:,} characters."


class ExplanationForm(BaseModel):
    """An explanation as a form sends it."""

    event: Annotated[int, Field(ge=1, le=MAX_ID)]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that did not fit, to be shown again: `about` an event by its id, or None for a report."""

    about: int | None
    text: str
    fault: str = FAULT


@router.post("/interviews/{interview_id}/explanations")
async def explain(
    *,
    request: Request,
    interview_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    given: Annotated[ExplanationForm, Form()],
) -> Response:
    """Explain something that was recorded, or explain it otherwise; the page again when the text does not fit."""
    seat = await own_end(session, clock, actor, interview_id)
    try:
        explanation = ExplanationIn(event=given.event, text=typed(given.text))
    except ValidationError:
        return await over_page(request, session, seat, refused=Refused(given.event, given.text))
    await talk.explain(session, clock, actor, interview_id, explanation)
    return RedirectResponse(f"/interviews/{interview_id}#event-{given.event}", status_code=303)


async def own_end(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> Seat:
    """The candidate's seat in an interview that is over.

    Raises:
        Forbidden, WrongState, NotFound
    """
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.EXPLAIN)
    service.require_state(seat.interview, *lifecycle.OVER)
    return seat


def typed(text: str) -> str:
    """The text of a form's field with the line ends that the person saw and counted."""
    return text.replace("\r\n", "\n")


async def over_page(request: Request, session: AsyncSession, seat: Seat, *, refused: Refused | None = None) -> Response:
    """What the candidate is shown after the end; `refused` is what they wrote and could not be kept."""
    interview = seat.interview
    titles = await explained.titles_of(session, interview)
    context = {
        **EVERYTHING,
        "interview": interview,
        "doings": await explained.doings(session, interview, titles),
        "reports": await explained.reports(session, interview),
        "titles": titles,
        "feedback": bool(await problems.of_kinds(session, interview, ["feedback_released"])),
        "open": interview.started_at is not None and interview.state == State.ENDED,
        "most": MAX_TEXT,
        "refused": refused,
    }
    code = 422 if refused else 200
    return pages_of(request).render(request, "interviews/over.html", context, code=code)
