"""A web node killed in the middle of typing, again and again: what was acknowledged, and what is there afterwards."""

import asyncio
import random
import signal
import time
from typing import Any

from pycrdt import Text
from sqlalchemy import text

from benchmarks.rooms import load, nodes
from tests.app.peers import Peer, in_step
from tests.app.roomkit import account, open_room

ROOMS = 8


async def measure(ours: load.Ours, kills: int) -> dict[str, Any]:
    """Two nodes, people of each room on both; one is killed, its people go on at the other."""
    lost = unequal = acknowledged = unacknowledged = 0
    back: list[float] = []
    for _ in range(kills):
        ports = [ours.free_port(), ours.free_port()]
        rooms = [await open_room(ours.sessions) for _ in range(ROOMS)]
        with nodes.running("ours", ours.url, port=ports[0]), nodes.running("ours", ours.url, port=ports[1]) as victim:
            pairs = [[Peer((await account(ours.sessions, "lead"))[1], room) for _ in range(2)] for room in rooms]
            for pair in pairs:
                for person, port in zip(pair, ports, strict=True):
                    await person.come(port)
            typing = asyncio.gather(*(_type(person) for pair in pairs for person in pair))
            await asyncio.sleep(random.uniform(0.5, 2.0))  # noqa: S311 - no secret
            victim.send_signal(signal.SIGKILL)
            await typing
            began = time.perf_counter()
            for _, person in pairs:
                await person.until(lambda person=person: person.code is not None)
                unacknowledged += len(person.unacknowledged)
                await person.leave()
                await person.come(ports[0])
            texts = [await in_step(*pair) for pair in pairs]
            back.append(time.perf_counter() - began)
            for room, pair, whole in zip(rooms, pairs, texts, strict=True):
                payloads = await _log(ours, room)
                acknowledged += sum(len(person.acknowledged) for person in pair)
                lost += sum(payload not in payloads for person in pair for payload in person.acknowledged)
                unequal += len({whole, *(person.text() for person in pair)}) > 1
            for pair in pairs:
                for person in pair:
                    await person.leave()
    return {
        "kills": kills,
        "acknowledged": acknowledged,
        "acknowledged_lost": lost,
        "unacknowledged_at_the_kill": unacknowledged,
        "rooms_unequal": unequal,
        "all_in_step_again": load.spread(back),
    }


async def _type(person: Peer) -> None:
    until = time.perf_counter() + 2.5
    while time.perf_counter() < until:
        whole = person.doc.get("solution:0", type=Text)
        person.type("x", at=random.randint(0, len(whole)))  # noqa: S311 - no secret
        await asyncio.sleep(random.uniform(0.02, 0.1))  # noqa: S311 - no secret


async def _log(ours: load.Ours, room: Any) -> set[bytes]:
    async with ours.sessions() as session:
        rows = await session.execute(text("SELECT payload FROM room_updates WHERE interview_id = :id"), {"id": room})
        return {bytes(row) for row in rows.scalars()}
