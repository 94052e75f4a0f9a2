"""What other slices ask of a room: open it, read its texts, tell everybody who is in it that something happened."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFound
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.kit.notify import notify
from app.rooms import document, repository
from app.rooms.fanout import CHANNEL, MAX_PAYLOAD
from app.rooms.seats import House

PAUSE = timedelta(seconds=2)
LONGEST = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Texts:
    """Both texts of one problem at `seq` of the log."""

    seq: int
    solution: str
    checks: str


async def open_room(session: AsyncSession, clock: Clock, interview_id: UUID, starters: list[str]) -> None:
    """Make the room with a solution and a checks text for each starter; nothing happens when it is there."""
    await repository.add_room(
        session,
        interview_id,
        problems=len(starters),
        starting=document.starting(starters),
        client_id=document.STARTER_CLIENT,
        at=clock.now(),
    )


async def ensure(session: AsyncSession, clock: Clock, house: House, actor: Actor, interview_id: UUID) -> None:
    """Make the room when the first person comes; NotFound while it may not be opened."""
    if not await repository.exists(session, interview_id):
        await open_room(session, clock, interview_id, await house.starters(session, actor, interview_id))


async def text(session: AsyncSession, interview_id: UUID, position: int) -> Texts:
    """The texts of the problem at `position` with all that was acknowledged so far; NotFound when there is none.

    The caller has asked for the seat.
    """
    found = await repository.stored(session, interview_id)
    if not 0 <= position < found.problems:
        raise NotFound
    replica = await asyncio.to_thread(document.Document, found.problems, found.updates)
    solution, checks = (replica.text(f"{kind}:{position}") for kind in document.KINDS)
    return Texts(found.seq, solution, checks)


async def log_page(
    session: AsyncSession, interview_id: UUID, *, after: int, limit: int
) -> Sequence[Row[int, int, str | None, bytes]]:
    """The log after a sequence number, in order: number, milliseconds since 1970, author's id (None: nobody), bytes.

    Rows as the driver made them, since they come by the ten thousand. The caller has asked for the seat.
    """
    return await repository.log_page(session, interview_id, after=after, limit=limit)


@dataclass(frozen=True, slots=True)
class Burst:
    """One person's typing without a longer pause: the log from `first` to `last`."""

    author: UUID
    first: int
    last: int
    at: datetime
    until: datetime
    bytes: int
    updates: int


async def bursts(session: AsyncSession, interview_id: UUID, *, after: int, limit: int) -> list[Burst]:
    """What people typed after a sequence number, of at most `limit` updates. The caller has asked for the seat."""
    rows = await repository.bursts(session, interview_id, after=after, limit=limit, pause=PAUSE, longest=LONGEST)
    return [Burst(*row) for row in rows]


async def announce(
    session: AsyncSession, interview_id: UUID, event: dict[str, Any], *, staff_only: bool = False, seats: bool = False
) -> None:
    """Send `event` to everybody in the room on every node, once the caller's transaction commits.

    It says that something happened and where to read it; what it says is read with the reader's own rights. With
    `seats`, everybody's place is looked up again first: people, state or deadline changed. ValueError over 7.5 KB.
    """
    payload = json.dumps({"room": str(interview_id), "event": event, "staff": staff_only, "seats": seats})
    if len(payload) > MAX_PAYLOAD:
        raise ValueError("an announcement says where to look, not what is there: over 7.5 KB")
    await notify(session, CHANNEL, payload)


async def set_focus(session: AsyncSession, interview_id: UUID, *, on: bool) -> None:
    """Hide staff's cursors and presence from the candidate, or show them again."""
    await repository.set_focus(session, interview_id, on=on)
    await announce(session, interview_id, {"type": "focus", "on": on})
