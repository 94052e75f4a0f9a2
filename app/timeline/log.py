"""The room's log as the replay reads it: one page of updates, packed.

A page is: u32 length of the header, the header (JSON: authors, next, more), then for each update u64 sequence number,
u64 milliseconds since 1970, u32 place in `authors`, u32 length, the update's bytes. Numbers are little endian.
"""

import json
import struct
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor
from app.interviews import service
from app.interviews.rights import Right
from app.kit.clock import Clock
from app.rooms import service as rooms
from app.timeline.authors import authors

MOST_UPDATES = 50_000
MOST_BYTES = 8 * 1024 * 1024
_LENGTH = struct.Struct("<I")
_UPDATE = struct.Struct("<QQII")


async def page(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, *, after: int, limit: int
) -> bytes:
    """The log after a sequence number, for staff only; it ends early when it grows large."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.NOTE)
    found = await rooms.log_page(session, interview_id, after=after, limit=limit)
    taken, size = 0, 0
    for update in found:
        if taken and size + len(update.payload) > MOST_BYTES:
            break
        taken, size = taken + 1, size + len(update.payload)
    more = taken < len(found) or len(found) == limit
    places = {author: place for place, author in enumerate(dict.fromkeys(update.author for update in found[:taken]))}
    by = await authors(session, seat.interview, places)
    named = [None if (who := by.get(author)) is None else who.model_dump(mode="json") for author in places]
    last = found[taken - 1].seq if taken else after
    header = json.dumps({"authors": named, "next": last, "more": more}).encode()
    parts = [_LENGTH.pack(len(header)), header]
    for update in found[:taken]:
        moment = round(update.at.timestamp() * 1000)
        parts.append(_UPDATE.pack(update.seq, moment, places[update.author], len(update.payload)))
        parts.append(update.payload)
    return b"".join(parts)
