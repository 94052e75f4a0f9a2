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

MOST_UPDATES = 10_000  # a page is packed in the event loop: some ten milliseconds
MOST_BYTES = 8 * 1024 * 1024
_LENGTH = struct.Struct("<I")
_UPDATE = struct.Struct("<QQII")


async def page(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, *, after: int, limit: int
) -> bytes:
    """The log after a sequence number, for staff only; it ends early when it grows large."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.NOTE)
    service.require_recording(seat.interview)
    found = await rooms.log_page(session, interview_id, after=after, limit=limit)
    authors_of = dict.fromkeys(author for _, _, author, _ in found)
    places = {author: place for place, author in enumerate(authors_of)}
    packed: list[bytes] = []
    last, size = after, 0
    for seq, moment, author, payload in found:
        if packed and size + len(payload) > MOST_BYTES:
            break
        packed += (_UPDATE.pack(seq, moment, places[author], len(payload)), payload)
        last, size = seq, size + len(payload)
    ids = [UUID(author) if author else None for author in authors_of]
    by = await authors(session, seat.interview, ids)
    header = {
        "authors": [None if (who := by.get(author)) is None else who.model_dump(mode="json") for author in ids],
        "next": last,
        "more": len(packed) < 2 * len(found) or len(found) == limit,
    }
    told = json.dumps(header).encode()
    return b"".join([_LENGTH.pack(len(told)), told, *packed])
