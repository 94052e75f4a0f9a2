"""The way of a keystroke into the database: one writer per process, one transaction for all that came meanwhile.

An entry is settled when its transaction has committed, and not before: only then it is acknowledged and relayed. One
statement takes the rooms' locks in the order of their ids (two nodes cannot wait for each other), moves their sequence
numbers, writes the rows and notifies the other nodes.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from app.kit.clock import Clock
from app.kit.line import Line, LineLost
from app.kit.log import log
from app.rooms.connection import Connection

GATHER_SECONDS = 0.0015
MAX_ENTRIES = 4096
TOGETHER = 120  # rooms that one notification names: it holds 8,000 bytes
MAX_BYTES = 4 * 1024 * 1024

_APPEND = """
WITH fresh AS (
    SELECT * FROM unnest(%(rooms)s::uuid[], %(places)s::int[], %(authors)s::uuid[], %(clients)s::bigint[],
        %(payloads)s::bytea[]) AS f (room, place, author, client, payload)
), counted AS (
    SELECT room, count(*) AS updates, sum(length(payload)) AS size FROM fresh GROUP BY room
), locked AS MATERIALIZED (
    SELECT interview_id FROM rooms WHERE interview_id = ANY (%(rooms)s) ORDER BY interview_id FOR UPDATE
), moved AS (
    UPDATE rooms r SET seq = r.seq + c.updates, log_bytes = r.log_bytes + c.size
    FROM counted c JOIN locked l ON l.interview_id = c.room
    WHERE r.interview_id = c.room
    RETURNING r.interview_id, r.seq - c.updates AS base, r.seq
), kept AS (
    INSERT INTO room_updates (interview_id, seq, at, author_id, client_id, payload)
    SELECT f.room, m.base + f.place, %(at)s, f.author, f.client, f.payload
    FROM fresh f JOIN moved m ON m.interview_id = f.room
)
SELECT interview_id, base, told FROM moved, (
    SELECT count(*) AS told FROM (
        SELECT pg_notify(%(channel)s, %(head)s || json_object_agg(interview_id, seq)::text || '}')
        FROM (SELECT interview_id, seq, row_number() OVER () / %(together)s AS part FROM moved) p
        GROUP BY part OFFSET 0
    ) t
) n
"""


class Entry(NamedTuple):
    """An update on its way: `number` is the sender's own count, `replica` what has applied it."""

    room: UUID
    replica: object
    sender: Connection
    number: int
    payload: bytes


class Writer:
    """Gathers updates of all rooms and commits them.

    `settle` gets a batch and, for each room in it, the sequence number before its first entry; `lose` gets what was
    not committed, or may not have been. Both are called in the event loop and must not block.
    """

    def __init__(
        self,
        line: Line,
        clock: Clock,
        *,
        channel: str,
        node: str,
        settle: Callable[[Sequence[Entry], dict[UUID, int]], None],
        lose: Callable[[Sequence[Entry]], None],
    ) -> None:
        self._line, self._clock = line, clock
        self._channel = channel
        self._head = f'{{"node": "{node}", "log": '
        self._settle, self._lose = settle, lose
        self._queue: deque[Entry] = deque()
        self._wake = asyncio.Event()
        self.drained = asyncio.Event()
        self.drained.set()

    def add(self, entry: Entry) -> None:
        """Put an update at the end of the queue."""
        self._queue.append(entry)
        self.drained.clear()
        self._wake.set()

    async def run(self) -> None:
        """Commit for ever; an update is in memory only until it is settled or lost."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(GATHER_SECONDS)
            batch = self._take()
            try:
                rows = await self._line.run(_APPEND, self._parameters(batch))
            except LineLost as error:
                log.error("updates_lost", updates=len(batch) + len(self._queue), error=str(error))
                left = [*batch, *self._queue]
                self._queue.clear()
                self._lose(left)
            else:
                self._settle(batch, {room: base for room, base, _ in rows})
            if not self._queue:
                self._wake.clear()
                self.drained.set()

    def _take(self) -> list[Entry]:
        batch: list[Entry] = []
        size = 0
        while self._queue and len(batch) < MAX_ENTRIES and size < MAX_BYTES:
            entry = self._queue.popleft()
            batch.append(entry)
            size += len(entry.payload)
        return batch

    def _parameters(self, batch: Sequence[Entry]) -> dict[str, Any]:
        counts: dict[UUID, int] = {}
        places = []
        for entry in batch:
            counts[entry.room] = place = counts.get(entry.room, 0) + 1
            places.append(place)
        return {
            "rooms": [entry.room for entry in batch],
            "places": places,
            "authors": [entry.sender.author for entry in batch],
            "clients": [entry.sender.client for entry in batch],
            "payloads": [entry.payload for entry in batch],
            "at": self._clock.now(),
            "together": TOGETHER,
            "channel": self._channel,
            "head": self._head,
        }
