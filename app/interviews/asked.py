"""Who asks something of which interview: what nearly every function of it takes first, in their order."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.kit.clock import Clock
from app.kit.db import SessionDep

Asked = tuple[AsyncSession, Clock, Actor, UUID]


async def _asked(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Asked:
    return session, clock, actor, interview_id


AskedDep = Annotated[Asked, Depends(_asked)]
