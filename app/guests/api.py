"""The API of the tour."""

from fastapi import APIRouter, Request

from app.attempts.schemas import ExecutionView
from app.guests import service
from app.guests.schemas import TourView, shown
from app.guests.service import Step
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.settings import Settings

router = APIRouter(prefix="/api/tour", tags=["problems"])


@router.get("")
async def get_tour(session: SessionDep, actor: ActorDep) -> TourView:
    """The guided tour, and how far whoever asks is. A guest of an interview finds none."""
    return shown(await service.tour(session, actor))


@router.post("/{step}", status_code=201)
async def post_step(
    *, request: Request, step: Step, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ExecutionView:
    """Submit the prepared code of a step. What is under way or judged already is given again."""
    settings: Settings = request.app.state.settings
    execution = await service.submit(session, clock, actor, step, per_minute=settings.executions_per_minute)
    return await service.seen(session, actor, execution.id)
