"""How long it takes to come into a room of which a hundred thousand updates are in the log."""

import asyncio
import random
import time
from typing import Any

from pycrdt import Doc, Text
from sqlalchemy import text

from app.identity.gate import COOKIE
from benchmarks.rooms import load, nodes, typists
from benchmarks.rooms.typists import Figures, Typist
from tests.app.roomkit import account, open_room

TAIL = 499  # the most that can lie after a snapshot in a calm room
SNAPSHOT = "UPDATE rooms SET seq = :seq, snapshot = :snapshot, snapshot_seq = :at WHERE interview_id = :id"
ROWS = """
INSERT INTO room_updates SELECT :id, n + 1, now(), NULL, 1, payload
FROM unnest(CAST(:payloads AS bytea[])) WITH ORDINALITY AS u (payload, n)
"""


def session_of(count: int) -> tuple[list[bytes], bytes]:
    """The updates of somebody who types, goes back and deletes; and the document before the last of them."""
    chance = random.Random(1)  # noqa: S311 - no secret
    doc: Doc[Text] = Doc()
    whole = doc.get("solution:0", type=Text)
    updates: list[bytes] = []
    watch = doc.observe(lambda event: updates.append(event.update))
    at, snapshot = 0, b""
    while len(updates) < count:
        if not len(updates) % 20:
            at = chance.randint(0, len(whole))
        if at and chance.random() < 0.15:  # noqa: PLR2004 - a share
            at -= 1
            del whole[at : at + 1]
        else:
            whole.insert(at, "x")
            at += 1
        if len(updates) == count - TAIL:
            snapshot = doc.get_update()
    del watch
    return updates, snapshot


async def measure(ours: load.Ours, count: int) -> dict[str, Any]:
    """The first who comes finds the room in no memory, the second in the node's."""
    updates, snapshot = await asyncio.to_thread(session_of, count)
    cold: list[float] = []
    warm: list[float] = []
    for round_ in range(5):
        room = await open_room(ours.sessions)
        async with ours.sessions.begin() as session:
            await session.execute(text(ROWS), {"id": room, "payloads": updates})
            values = {"id": room, "seq": count + 1, "snapshot": snapshot, "at": count + 1 - TAIL}
            await session.execute(text(SNAPSHOT), values)
        port = ours.free_port()
        tokens = [(await account(ours.sessions, "lead"))[1] for _ in range(2)]
        other = await open_room(ours.sessions)
        with nodes.running("ours", ours.url, port=port):
            for number in range(5):  # the process has served before
                early = Typist(typists.Ours(), 3_400_000_000 + number, {}, Figures())
                await early.come(port, f"/api/interviews/{other}/room", f"{COOKIE}={tokens[0]}")
            for times, token, number in zip((cold, warm), tokens, (0, 1), strict=True):
                person = Typist(typists.Ours(), 3_500_000_000 + 2 * round_ + number, {}, Figures())
                began = time.perf_counter()
                await person.come(port, f"/api/interviews/{room}/room", f"{COOKIE}={token}")
                times.append(time.perf_counter() - began)
    return {"updates": count, "snapshot_bytes": len(snapshot), "cold": load.spread(cold), "warm": load.spread(warm)}
