"""Removing words of people from every table, in the caller's transaction, under a reason the database has checked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, TextClause, Uuid, bindparam, exists, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Execution
from app.errors import StillGraded
from app.interviews.lifecycle import OVER
from app.interviews.models import Interview
from app.trust.models import Removal
from app.trust.personal import PLACES, Place

UNDER_WAY = ("queued", "running")


async def remove_recordings(session: AsyncSession, interview_ids: Sequence[UUID], now: datetime) -> None:
    """Remove the recordings of interviews whose time is over; the database refuses any other."""
    for interview_id in interview_ids:
        session.add(Removal(purpose="retention", interview_id=interview_id, at=now))
    await session.flush()
    await _mark(session, interview_ids, now)  # first: nothing new is begun while the rest goes
    for place in PLACES:
        if place.recording:
            await session.execute(_statement(place), _values(interview_ids))


async def remove_person(
    session: AsyncSession, person_id: UUID, email_key: str, interview_ids: Sequence[UUID], now: datetime
) -> None:
    """Remove every word of a person, and all content of the interviews whose candidate they were."""
    session.add(Removal(purpose="erasure", person_id=person_id, at=now))
    for interview_id in interview_ids:
        session.add(Removal(purpose="erasure", person_id=person_id, interview_id=interview_id, at=now))
    await session.flush()
    await _mark(session, interview_ids, now)
    await remove_words(session, person_id, email_key, interview_ids)


async def remove_words(
    session: AsyncSession, person_id: UUID, email_key: str, interview_ids: Sequence[UUID] = ()
) -> None:
    """Remove every word of a person; the caller has written down why that may be."""
    for place in PLACES:
        await session.execute(_statement(place), _values(interview_ids, person_id, email_key))


async def _mark(session: AsyncSession, interview_ids: Sequence[UUID], now: datetime) -> None:
    await session.execute(update(Interview).where(Interview.id.in_(interview_ids)).values(recording_removed_at=now))


async def count(
    session: AsyncSession, person_id: UUID, email_key: str, interview_ids: Sequence[UUID]
) -> dict[str, int]:
    """How many rows an erasure would change, by what is told of them; what has none is left out."""
    found: dict[str, int] = {}
    for place in PLACES:
        statement = _bound(f"SELECT count(*) FROM {place.table} WHERE {place.where}")  # noqa: S608 - constants
        rows = (await session.execute(statement, _values(interview_ids, person_id, email_key))).scalar_one()
        if rows and place.words:
            found[place.told] = rows
    return found


async def due(session: AsyncSession, now: datetime, limit: int) -> list[UUID]:
    """Interviews whose recording has to go, the oldest first; one that is still graded has to wait."""
    ends = Interview.ended_at + Interview.retention_days * text("interval '1 day'")
    statement = (
        select(Interview.id)
        .where(
            Interview.state.in_(OVER),
            Interview.recording_removed_at.is_(None),
            ends <= now,
            ~_graded(Attempt.interview_id == Interview.id),
        )
        .order_by(Interview.ended_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list((await session.execute(statement)).scalars())


async def require_settled(session: AsyncSession, person_id: UUID, interview_ids: Collection[UUID]) -> None:
    """StillGraded while a worker may yet write a result of something that is to be removed."""
    theirs = or_(Attempt.user_id == person_id, Attempt.interview_id.in_(interview_ids))
    if (await session.execute(select(_graded(theirs)))).scalar_one():
        raise StillGraded


def _graded(of: Any) -> Any:
    return exists(
        select(Execution.id).join(Attempt, Attempt.id == Execution.attempt_id).where(
            of, Execution.status.in_(UNDER_WAY)
        )
    )  # fmt: skip


def _statement(place: Place) -> TextClause:
    verb = f"DELETE FROM {place.table}" if place.becomes is None else f"UPDATE {place.table} SET {place.becomes}"  # noqa: S608 - constants
    return _bound(f"{verb} WHERE {place.where}")


def _bound(statement: str) -> TextClause:
    kinds = {"interviews": ARRAY(Uuid()), "person": Uuid(), "email_key": None}
    used = [bindparam(name, type_=kind) for name, kind in kinds.items() if f":{name}" in statement]
    return text(statement).bindparams(*used)


def _values(
    interview_ids: Sequence[UUID], person_id: UUID | None = None, email_key: str | None = None
) -> Mapping[str, object]:
    return {"interviews": list(interview_ids), "person": person_id, "email_key": email_key}
