"""Queries on people for erasure and export. Callers have asked for the right."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import any_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Role
from app.identity.models import User
from app.interviews.lifecycle import OVER, Kind
from app.interviews.models import Interview, InterviewPerson
from app.interviews.rights import Part
from app.trust.models import Erasure

MOST_ERASURES = 200
MOST_TOLD = 20


async def person(session: AsyncSession, person_id: UUID) -> User | None:
    """Somebody who is not erased."""
    erased = select(Erasure.id).where(Erasure.person_id == User.id, Erasure.done_at.is_not(None)).exists()
    return (await session.execute(select(User).where(User.id == person_id, ~erased))).scalar_one_or_none()


async def person_by_email(session: AsyncSession, email_key: str) -> User | None:
    """Who has a folded address."""
    return (await session.execute(select(User).where(User.email_key == email_key))).scalar_one_or_none()


async def standing_erasure(session: AsyncSession, person_id: UUID, *, lock: bool = False) -> Erasure | None:
    """The request that a person be erased, unless it was taken back."""
    statement = select(Erasure).where(Erasure.person_id == person_id, Erasure.withdrawn_at.is_(None))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def erasures(session: AsyncSession) -> Sequence[tuple[Erasure, User]]:
    """The newest requests with the accounts; those that wait come first."""
    statement = (
        select(Erasure, User)
        .join(User, User.id == Erasure.person_id)
        .order_by((Erasure.done_at.is_(None) & Erasure.withdrawn_at.is_(None)).desc(), Erasure.asked_at.desc())
        .limit(MOST_ERASURES)
    )
    return [(erasure, user) for erasure, user in (await session.execute(statement)).all()]


async def erased_since(session: AsyncSession, since: datetime) -> Sequence[tuple[Erasure, User]]:
    """Who was erased since then, with what is left of the accounts."""
    statement = select(Erasure, User).join(User, User.id == Erasure.person_id).where(Erasure.done_at > since)
    return [(erasure, user) for erasure, user in (await session.execute(statement)).all()]


async def candidate_of(session: AsyncSession, person_id: UUID) -> list[UUID]:
    """The interviews whose candidate the person is."""
    statement = select(InterviewPerson.interview_id).where(
        InterviewPerson.user_id == person_id, InterviewPerson.part == Part.CANDIDATE
    )
    return list((await session.execute(statement)).scalars())


async def unfinished(session: AsyncSession, person_id: UUID) -> list[str]:
    """Titles of interviews that are not over and cannot do without the person; practice can, and ends with them."""
    statement = (
        select(Interview.title)
        .join(InterviewPerson, InterviewPerson.interview_id == Interview.id)
        .where(
            InterviewPerson.user_id == person_id,
            InterviewPerson.part.in_([Part.CANDIDATE, Part.LEAD]),
            Interview.kind != Kind.MOCK,
            Interview.state.not_in(OVER),
        )
        .order_by(Interview.created_at)
        .limit(MOST_TOLD)
    )
    return list((await session.execute(statement)).scalars())


async def lock_admins(session: AsyncSession) -> None:
    """Let nobody else change who administers until this transaction ends."""
    statement = select(User.id).where(any_(User.roles) == Role.ADMIN).order_by(User.id).with_for_update()
    await session.execute(statement)


async def is_last_admin(session: AsyncSession, person_id: UUID) -> bool:
    """Whether nobody would administer without the person."""
    admins = select(func.count()).where(User.active, ~User.guest, any_(User.roles) == Role.ADMIN)
    others = (await session.execute(admins.where(User.id != person_id))).scalar_one()
    return others == 0 and bool((await session.execute(admins.where(User.id == person_id))).scalar_one())
