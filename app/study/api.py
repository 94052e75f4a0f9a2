"""The plan of practice for programs: the person who asks, nobody else."""

from uuid import UUID

from fastapi import APIRouter, Depends

from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.study import service
from app.study.schemas import PlanIn, PlanView, Study, TickIn

router = APIRouter(prefix="/api/study", tags=["study"], dependencies=[Depends(no_guests)])


@router.get("")
async def get_study(session: SessionDep, actor: ActorDep, clock: ClockDep) -> Study:
    """The plan as it is laid out today, and where one left off."""
    return await service.study(session, clock, actor)


@router.put("/plan")
async def put_plan(wish: PlanIn, session: SessionDep, actor: ActorDep, clock: ClockDep) -> PlanView:
    """Make the plan, or plan again with other wishes: what is done stays, all else is chosen anew."""
    return await service.make(session, clock, actor, wish)


@router.delete("/plan", status_code=204)
async def delete_plan(session: SessionDep, actor: ActorDep) -> None:
    """Give the plan up."""
    await service.drop(session, actor)


@router.put("/tasks/{task_id}")
async def put_task(task_id: UUID, given: TickIn, session: SessionDep, actor: ActorDep, clock: ClockDep) -> PlanView:
    """Tick a task off, or take that back; what was solved is done by itself."""
    return await service.tick(session, clock, actor, task_id, done=given.done)
