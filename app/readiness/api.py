"""Readiness for programs: the person who asks, nobody else."""

from fastapi import APIRouter, Depends

from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.readiness import service
from app.readiness.schemas import ReadinessOut, as_data

router = APIRouter(prefix="/api", tags=["readiness"], dependencies=[Depends(no_guests)])


@router.get("/readiness")
async def get_readiness(session: SessionDep, actor: ActorDep, clock: ClockDep) -> ReadinessOut:
    """Estimates by pattern and criterion, what they are computed from, what to practise next."""
    return as_data(await service.readiness(session, clock, actor))
