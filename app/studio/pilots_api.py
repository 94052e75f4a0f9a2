"""Pilots over the API: which there are, and solving one blind; and an author's own try of a draft."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import views
from app.attempts.models import Attempt
from app.attempts.schemas import AttemptView
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.problems import service as problems
from app.problems.models import ProblemVersion
from app.studio import publishing

router = APIRouter(prefix="/api", tags=["studio"])


class PilotView(BaseModel):
    """A version that somebody has to solve blind; `opened` says that the person has looked inside and cannot."""

    id: UUID
    pattern: str
    title: str
    version: str
    level: str
    minutes: int
    since: datetime
    opened: bool


@router.get("/pilots", summary="Pilots that wait to be solved")
async def get_pilots(session: SessionDep, actor: ActorDep) -> list[PilotView]:
    """For anybody on the staff."""
    return [_pilot(version, opened) for version, opened in await publishing.pilots(session, actor)]


@router.get("/pilots/{version_id}", summary="A pilot before it is begun")
async def get_pilot(version_id: UUID, session: SessionDep, actor: ActorDep) -> PilotView:
    """409 when the version is piloted no more."""
    return _pilot(*await publishing.pilot(session, actor, version_id))


def _pilot(version: ProblemVersion, opened: bool) -> PilotView:
    return PilotView(
        id=version.id,
        pattern=version.problem.pattern,
        title=version.title,
        version=version.version,
        level=version.level,
        minutes=version.minutes,
        since=version.state_at,
        opened=opened,
    )


@router.post("/pilots/{version_id}/attempts", status_code=201, summary="Begin to solve a pilot, or go on")
async def post_attempt(version_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> AttemptView:
    """409 for whoever has looked inside."""
    return await _shown(session, await publishing.solve(session, clock, actor, version_id))


@router.post("/studio/drafts/{draft_id}/trials", status_code=201, summary="Try a draft as a candidate would")
async def post_trial(draft_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> AttemptView:
    """An attempt that counts for nothing; 422 while the draft is no package."""
    return await _shown(session, await publishing.try_draft(session, clock, actor, draft_id))


async def _shown(session: AsyncSession, attempt: Attempt) -> AttemptView:
    version = await problems.pinned_version(session, attempt.problem_version_id)
    return views.attempt(attempt, problems.package_of(version), solved=attempt.solved_at is not None)
