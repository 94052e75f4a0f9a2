"""The replay of an interview, for its staff. Everything it shows is read from the timeline's API."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.identity.gate import ActorDep, ClockDep
from app.interviews import service
from app.interviews.rights import Right
from app.kit.db import SessionDep
from app.kit.templates import pages_of

router = APIRouter()


@router.get("/interviews/{interview_id}/replay")
async def open_replay(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """The replay; `?at=` is a moment in milliseconds since the start."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.NOTE)
    return pages_of(request).render(request, "timeline/replay.html", {"interview": seat.interview})
