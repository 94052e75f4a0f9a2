"""Queries on rooms that are not on the way of a keystroke; that one is `log.py`. Callers have asked for the seat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, select, text, update
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


_LOG_PAGE = text("""
SELECT seq, (extract(epoch FROM at) * 1000)::bigint, author_id::text, payload
FROM room_updates WHERE interview_id = :interview AND seq > :after ORDER BY seq LIMIT :limit
""")
_BURSTS = text("""
WITH page AS (
    SELECT seq, at, author_id, length(payload) AS size FROM room_updates
    WHERE interview_id = :interview AND seq > :after AND author_id IS NOT NULL ORDER BY seq LIMIT :limit
), told AS (
    SELECT *, (
        author_id IS DISTINCT FROM lag(author_id) OVER before
        OR at - lag(at) OVER before > :pause
        OR date_bin(:longest, at, 'epoch') <> date_bin(:longest, lag(at) OVER before, 'epoch')
    ) AS begins
    FROM page WINDOW before AS (ORDER BY seq)
), numbered AS (
    SELECT *, count(*) FILTER (WHERE begins) OVER (ORDER BY seq) AS burst FROM told
)
SELECT author_id, min(seq), max(seq), min(at), max(at), sum(size)::bigint, count(*)
FROM numbered GROUP BY burst, author_id ORDER BY min(seq)
""")


async def log_page(
    session: AsyncSession, interview_id: UUID, *, after: int, limit: int
) -> Sequence[Row[int, int, str | None, bytes]]:
    """Updates after a sequence number, in order: number, milliseconds since 1970, author's id as text, bytes."""
    return (await session.execute(_LOG_PAGE, {"interview": interview_id, "after": after, "limit": limit})).all()


async def bursts(
    session: AsyncSession, interview_id: UUID, *, after: int, limit: int, pause: timedelta, longest: timedelta
) -> Sequence[Row[UUID, int, int, datetime, datetime, int, int]]:
    """People's updates after a sequence number in bursts: author, first, last, from, to, bytes, updates.

    `limit` is of updates.
    """
    values = {"interview": interview_id, "after": after, "limit": limit, "pause": pause, "longest": longest}
    return (await session.execute(_BURSTS, values)).all()


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
