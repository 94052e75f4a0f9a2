"""Queries on private notes. Callers have asked for a seat that may read them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from app.errors import NotFound
from app.kit.db import one_or_raise
from app.timeline.models import Note


async def notes(
    session: AsyncSession, interview_id: UUID, *, only: Sequence[UUID] | None = None, limit: int
) -> list[Note]:
    """An interview's notes by the moments they are about; with `only`, those of these ids."""
    statement = select(Note).options(joinedload(Note.author, innerjoin=True)).where(Note.interview_id == interview_id)
    if only is not None:
        statement = statement.where(Note.id.in_(only))
    return list((await session.execute(statement.order_by(Note.anchor_at, Note.id).limit(limit))).scalars())


async def count_notes(session: AsyncSession, interview_id: UUID) -> int:
    """How many notes an interview has."""
    statement = select(func.count()).select_from(Note).where(Note.interview_id == interview_id)
    return (await session.execute(statement)).scalar_one()


async def own_note(session: AsyncSession, interview_id: UUID, author_id: UUID, note_id: UUID) -> Note:
    """A person's own note; NotFound when it is another's, or of another interview."""
    statement = (
        select(Note)
        .options(joinedload(Note.author, innerjoin=True))
        .where(Note.interview_id == interview_id, Note.author_id == author_id, Note.id == note_id)
    )
    return await one_or_raise(session, statement, NotFound())


async def add_note(session: AsyncSession, note: Note) -> None:
    """Keep a note."""
    session.add(note)
    await session.flush()


async def delete_note(session: AsyncSession, note: Note) -> None:
    """Forget a note."""
    await session.execute(delete(Note).where(Note.id == note.id))
