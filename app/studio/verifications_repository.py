"""Queries on verifications. Reading is for authors and administrators; the worker's part asks for nobody's right."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from app.attempts.models import Attempt
from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.db import one_or_raise
from app.problems.lifecycle import State
from app.problems.models import ProblemVersion, ProblemVersionStep
from app.studio.models import PackageDraft, Verification, VerificationEvent

ACTIVE = ("queued", "running")


async def by_id(
    session: AsyncSession, actor: Actor, verification_id: UUID, *, draft_id: UUID | None = None
) -> Verification:
    """A verification, of this draft where one is named; NotFound where there is none for this person."""
    if not actor.may(Permission.STUDIO):
        raise NotFound
    statement = select(Verification).where(Verification.id == verification_id)
    if draft_id is not None:
        statement = statement.where(Verification.draft_id == draft_id)
    return await one_or_raise(session, statement, NotFound())


async def of_draft(session: AsyncSession, draft_id: UUID, limit: int) -> Sequence[Verification]:
    """The verifications of a draft without their reports, newest first."""
    statement = select(Verification).options(defer(Verification.report, raiseload=True))
    statement = statement.where(Verification.draft_id == draft_id).order_by(Verification.created_at.desc())
    return (await session.execute(statement.limit(limit))).scalars().all()


async def active(session: AsyncSession, draft_id: UUID) -> UUID | None:
    """The verification of a draft that is under way."""
    statement = select(Verification.id).where(Verification.draft_id == draft_id, Verification.status.in_(ACTIVE))
    return (await session.execute(statement)).scalar_one_or_none()


async def locked(session: AsyncSession, verification_id: UUID) -> Verification | None:
    """A verification for a change, as it is now."""
    statement = select(Verification).where(Verification.id == verification_id).with_for_update()
    return (await session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def events_after(session: AsyncSession, verification_id: UUID, seq: int) -> list[VerificationEvent]:
    """Its events after a number, in order."""
    statement = select(VerificationEvent).where(VerificationEvent.verification_id == verification_id)
    statement = statement.where(VerificationEvent.seq > seq).order_by(VerificationEvent.seq)
    return list((await session.execute(statement)).scalars())


async def beat(session: AsyncSession, verification_id: UUID, tries: int, now: datetime) -> bool:
    """Say that this try is alive; False when it is not wanted any more."""
    statement = (
        update(Verification)
        .where(Verification.id == verification_id, Verification.tries == tries, Verification.status == "running")
        .values(heartbeat_at=now)
        .returning(Verification.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def forget(session: AsyncSession, draft_id: UUID, keep: int) -> None:
    """Drop all but the newest verifications of a draft, and texts that nothing else names."""
    old = select(Verification.id).where(Verification.draft_id == draft_id, Verification.status.not_in(ACTIVE))
    old = old.order_by(Verification.created_at.desc()).offset(keep)
    dropped = await session.execute(
        delete(Verification).where(Verification.id.in_(old)).returning(Verification.version_id)
    )
    await drop_unnamed(session, {version_id for version_id in dropped.scalars() if version_id is not None})


async def closed(session: AsyncSession, before: datetime, limit: int) -> tuple[Sequence[UUID], set[UUID]]:
    """Drafts that were closed before a moment, and the texts that were verified of them."""
    found = select(PackageDraft.id).where(PackageDraft.closed_at < before).order_by(PackageDraft.closed_at).limit(limit)
    drafts = (await session.execute(found)).scalars().all()
    verified = select(Verification.version_id).where(Verification.draft_id.in_(drafts))
    return drafts, {each for each in (await session.execute(verified)).scalars() if each is not None}


async def drop_drafts(session: AsyncSession, drafts: Collection[UUID]) -> None:
    """Remove drafts with their files, changes and verifications."""
    await session.execute(delete(PackageDraft).where(PackageDraft.id.in_(drafts)))


async def unpublished(session: AsyncSession, before: datetime, limit: int) -> Sequence[UUID]:
    """Texts that never got further than verified, whose last step was before a moment, and that nothing names."""
    statement = select(ProblemVersion.id).where(
        ProblemVersion.state.in_((State.DRAFT, State.VERIFIED)),
        ProblemVersion.state_at < before,
        ~exists().where(Verification.version_id == ProblemVersion.id),
        ~exists().where(Attempt.problem_version_id == ProblemVersion.id),
    )
    return (await session.execute(statement.order_by(ProblemVersion.state_at).limit(limit))).scalars().all()


async def drop_text(session: AsyncSession, version_id: UUID) -> None:
    """Remove a draft's text with its steps, which the audit log keeps."""
    await session.execute(delete(ProblemVersionStep).where(ProblemVersionStep.version_id == version_id))
    await session.execute(delete(ProblemVersion).where(ProblemVersion.id == version_id))


async def drop_unnamed(session: AsyncSession, texts: Collection[UUID]) -> None:
    """Drop those of the texts that are drafts and that nothing names any more."""
    named = [
        exists().where(Verification.version_id == ProblemVersion.id),
        exists().where(ProblemVersionStep.version_id == ProblemVersion.id),
        exists().where(Attempt.problem_version_id == ProblemVersion.id),
    ]
    unused = [ProblemVersion.id.in_(texts), ProblemVersion.state == "draft"]
    await session.execute(delete(ProblemVersion).where(*unused, *(~each for each in named)))
