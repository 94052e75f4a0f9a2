"""Queries on rooms that are not on the way of a keystroke; that one is `log.py`. Callers have asked for the seat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from app.errors import NotFound
from app.kit.db import one_or_raise
from app.rooms.models import Room, RoomClient, RoomUpdate


@dataclass(frozen=True, slots=True)
class Stored:
    """A room as it is in the database: a snapshot and every update after it."""

    problems: int
    seq: int
    log_bytes: int
    snapshot_seq: int
    focus: bool
    updates: Sequence[bytes]


async def stored(session: AsyncSession, interview_id: UUID) -> Stored:
    """What a replica is made from; NotFound when no room was opened."""
    # the row first: updates that come between the two reads are simply part of the tail
    statement = select(Room).options(undefer(Room.snapshot)).where(Room.interview_id == interview_id)
    room = await one_or_raise(session, statement, NotFound())
    rows = (
        await session.execute(
            select(RoomUpdate.seq, RoomUpdate.payload)
            .where(RoomUpdate.interview_id == interview_id, RoomUpdate.seq > room.snapshot_seq)
            .order_by(RoomUpdate.seq)
        )
    ).all()
    return Stored(
        problems=room.problems,
        seq=rows[-1].seq if rows else room.snapshot_seq,
        log_bytes=room.log_bytes,
        snapshot_seq=room.snapshot_seq,
        focus=room.focus,
        updates=[room.snapshot, *(row.payload for row in rows)],
    )


async def exists(session: AsyncSession, interview_id: UUID) -> bool:
    """Whether the room was made."""
    found = await session.execute(select(Room.interview_id).where(Room.interview_id == interview_id))
    return found.scalar_one_or_none() is not None


async def add_room(
    session: AsyncSession, interview_id: UUID, *, problems: int, starting: bytes, client_id: int, at: datetime
) -> bool:
    """Make the room with its first update; False when there is one already."""
    values = {"interview_id": interview_id, "problems": problems, "seq": 1, "log_bytes": len(starting)}
    made = await session.execute(
        insert(Room)
        .values(**values, snapshot=starting, snapshot_seq=1, opened_at=at)
        .on_conflict_do_nothing()
        .returning(Room.interview_id)
    )
    if made.scalar_one_or_none() is None:
        return False
    session.add(
        RoomUpdate(interview_id=interview_id, seq=1, at=at, author_id=None, client_id=client_id, payload=starting)
    )
    return True


async def keep_snapshot(session: AsyncSession, interview_id: UUID, snapshot: bytes, seq: int) -> None:
    """Replace the snapshot, unless a newer one is there."""
    await session.execute(
        update(Room)
        .where(Room.interview_id == interview_id, Room.snapshot_seq < seq)
        .values(snapshot=snapshot, snapshot_seq=seq)
    )


async def clients_of(session: AsyncSession, interview_id: UUID, author_id: UUID) -> frozenset[int]:
    """The client ids that are the author's in this room."""
    statement = select(RoomClient.client_id).where(
        RoomClient.interview_id == interview_id, RoomClient.author_id == author_id
    )
    return frozenset((await session.execute(statement)).scalars())


async def claim(session: AsyncSession, interview_id: UUID, client_id: int, author_id: UUID) -> bool:
    """Make the client id the author's own; False when it is somebody else's."""
    made = await session.execute(
        insert(RoomClient)
        .values(interview_id=interview_id, client_id=client_id, author_id=author_id)
        .on_conflict_do_nothing()
        .returning(RoomClient.client_id)
    )
    return made.scalar_one_or_none() is not None


async def set_focus(session: AsyncSession, interview_id: UUID, *, on: bool) -> None:
    """Remember whether staff are hidden from the candidate."""
    await session.execute(update(Room).where(Room.interview_id == interview_id).values(focus=on))
