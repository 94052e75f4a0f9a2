"""What web nodes say to each other about rooms, on one channel of the database.

`log`: rooms and the sequence they have reached: read it. `cursors`: states of clients, small and soon outdated, so
they travel in the notification itself. `event`: an announcement of another slice, heard by every node, its own too.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from app.rooms.awareness import Cursor

CHANNEL = "holdout_rooms"
MAX_PAYLOAD = 7500  # of the 8,000 bytes a notification may have
NOTIFY = "SELECT pg_notify(%(channel)s, %(payload)s)"
READ_LIMIT = 4000
READ = """
SELECT u.interview_id, u.seq, u.payload
FROM unnest(%(rooms)s::uuid[], %(seqs)s::bigint[]) AS w (room, seq)
CROSS JOIN LATERAL (
    SELECT interview_id, seq, payload FROM room_updates
    WHERE interview_id = w.room AND seq > w.seq ORDER BY seq LIMIT %(limit)s
) u
"""


def is_own(payload: str, node: str) -> bool:
    """Whether this node sent it; told without reading it."""
    return payload.startswith(f'{{"node": "{node}"')


def cursors(node: str, moved: Iterable[tuple[UUID, Cursor]]) -> Iterator[str]:
    """The states as notifications, as few as hold them."""
    head = f'{{"node": "{node}", "cursors": ['
    items: list[str] = []
    size = 0
    for room, cursor in moved:
        item = json.dumps([str(room), *cursor])
        if items and size + len(item) > MAX_PAYLOAD - len(head) - 2:
            yield f"{head}{','.join(items)}]}}"
            items, size = [], 0
        items.append(item)
        size += len(item) + 1
    if items:
        yield f"{head}{','.join(items)}]}}"


def read_cursors(heard: list[list[Any]]) -> Iterator[tuple[UUID, Cursor]]:
    """The states of another node."""
    for room, *cursor in heard:
        yield UUID(room), Cursor(*cursor)
