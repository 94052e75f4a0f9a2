"""The API of operation, for administrators, and what any page may tell them; no token opens it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.operation import service, troubles
from app.operation.schemas import DrainingIn, OperationShown, RoomsShown, TroubleIn
from app.rooms.registry import Rooms

router = APIRouter(prefix="/api/operator", tags=["operation"])
told = APIRouter(tags=["operation"])


def rooms_of(request: Request) -> RoomsShown:
    """The rooms of the process that answers."""
    rooms: Rooms = request.app.state.rooms
    opened, connections = rooms.figures()
    return RoomsShown(open=opened, connections=connections)


@router.get("")
async def get_operation(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> OperationShown:
    """Queues, workers, what is graded at this moment, faults, database and rooms."""
    return await service.overview(session, clock, actor, rooms_of(request))


@router.put("/workers/{worker_id}/draining", status_code=204)
async def put_draining(
    session: SessionDep, actor: ActorDep, clock: ClockDep, worker_id: UUID, given: DrainingIn
) -> Response:
    """Have a worker take nothing new, or work again. It hears of it within seconds."""
    await service.drain(session, clock, actor, worker_id, draining=given.draining)
    return Response(status_code=204)


@router.post("/jobs/{job_id}/requeue", status_code=204)
async def requeue(session: SessionDep, actor: ActorDep, clock: ClockDep, job_id: int) -> Response:
    """Let a job that failed, or that a dead worker holds, wait for a worker again."""
    await service.requeue(session, clock, actor, job_id)
    return Response(status_code=204)


@told.post("/api/connection-troubles", status_code=204)
async def post_trouble(session: SessionDep, actor: ActorDep, clock: ClockDep, given: TroubleIn) -> Response:
    """Say that something on the way, most often a proxy, keeps a page from being live. Operators read of it."""
    del actor
    await troubles.tell(session, clock, given.kind)
    return Response(status_code=204)
