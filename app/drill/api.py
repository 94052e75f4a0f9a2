"""The drill's API, twin of its pages."""

from uuid import UUID

from fastapi import APIRouter, Depends

from app.drill import service, views
from app.drill.schemas import AnswerIn, Overview, SettingsIn, SettingsView, Today, TurnOrNone, TurnView
from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep

router = APIRouter(prefix="/api/drill", tags=["drill"], dependencies=[Depends(no_guests)])


@router.get("")
async def get_overview(session: SessionDep, actor: ActorDep, clock: ClockDep) -> Overview:
    """What is due, how many may be new, and progress by pattern."""
    return await service.overview(session, clock, actor)


@router.put("/settings")
async def put_settings(change: SettingsIn, session: SessionDep, actor: ActorDep) -> SettingsView:
    """Change how the person drills; what is absent stays."""
    return await service.change_settings(session, actor, change)


@router.post("/turns")
async def post_turn(session: SessionDep, actor: ActorDep, clock: ClockDep) -> TurnOrNone:
    """The turn to answer, opened if need be; the same one until it is answered."""
    turn = await service.next_turn(session, clock, actor)
    return TurnOrNone(turn=None if turn is None else views.turn(*await service.turn(session, actor, turn.id)))


@router.get("/turns/{turn_id}")
async def get_turn(turn_id: UUID, session: SessionDep, actor: ActorDep) -> TurnView:
    """A turn with what is asked of it."""
    return views.turn(*await service.turn(session, actor, turn_id))


@router.post("/turns/{turn_id}/answers")
async def post_answer(
    turn_id: UUID, given: AnswerIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> TurnView:
    """Answer a step; the first answer counts, and every further one gets the same explanation."""
    return views.turn(*await service.answer(session, clock, actor, turn_id, given))


@router.get("/today")
async def get_today(session: SessionDep, actor: ActorDep, clock: ClockDep) -> Today:
    """What today's drill came to."""
    day = await service.today(session, clock, actor)
    return views.today(await service.answers_of(session, actor, day), day)
