"""Frames of somebody who means harm, as fast as the node takes them, beside rooms in which people type."""

import asyncio
import json
import random
import struct
import time
from collections.abc import Iterator
from typing import Any

from app.identity.gate import COOKIE
from app.rooms import varint
from benchmarks.rooms import load, nodes, typists
from benchmarks.rooms.typists import Figures, Typist
from benchmarks.rooms.wire import dial
from tests.app import yjs
from tests.app.roomkit import account, open_room

GIB = varint.write(1 << 30)
BURST = 400
ROOMS = 10


def updates(client: int) -> list[bytes]:
    """Updates that must not pass."""
    return [
        b"\x01\x01\x07\x00\x04" + GIB[:4],
        GIB,
        b"\x01" + GIB + b"\x07\x00",
        b"\x00\x01\x07" + GIB,
        b"\xff" * 40,
        yjs.update(yjs.block(client, 0, b"\x84\x01\x00" + GIB)),
        yjs.update(yjs.block(client + 1, 0, yjs.string("forged"))),
        yjs.update(yjs.block(client, 7, yjs.string("a gap"))),
        yjs.update(yjs.block(client, 0, yjs.string("x", left=(client, 99)))),
        yjs.update(yjs.block(client, 0, yjs.item(7, b"\x01"))),
        yjs.update(yjs.block(client, 0, *[yjs.string("x", left=(client, 1 << 40))] * 4000)),
        yjs.update(deleted=yjs.deletions(*((client, 9, 9),) * 9000)),
        b"x" * 65_536,
    ]


def frames(client: int, count: int) -> Iterator[bytes]:
    """Whole messages: most small, some as large as they may be, some larger."""
    chance = random.Random(count)  # noqa: S311 - no secret
    bad = updates(client)
    for number in range(count):
        kind = chance.random()
        if kind < 0.7:  # noqa: PLR2004 - a share
            body = bad[chance.randrange(9)]
        elif kind < 0.75:  # noqa: PLR2004 - a share
            body = bad[9 + chance.randrange(4)]
        elif kind < 0.85:  # noqa: PLR2004 - a share
            yield b"\x02" + chance.randbytes(chance.randrange(40))
            continue
        else:
            yield chance.randbytes(9)
            continue
        yield b"\x01" + struct.pack("<I", number) + body


async def measure(ours: load.Ours, count: int) -> dict[str, Any]:
    """Send `count` frames; a connection that is closed for it comes back with the next."""
    port = ours.free_port()
    rooms = [await open_room(ours.sessions) for _ in range(ROOMS + 1)]
    tokens = [(await account(ours.sessions, "lead"))[1] for _ in range(2 * ROOMS + 1)]
    with nodes.running("ours", ours.url, port=port):
        struck: dict[tuple[int, int], float] = {}
        figures = Figures()
        people = [Typist(typists.Ours(), 3_000_000_000 + n, struck, figures) for n in range(2 * ROOMS)]
        for number, person in enumerate(people):
            await person.come(port, f"/api/interviews/{rooms[number // 2]}/room", f"{COOKIE}={tokens[number]}")
            person.measuring = True
        typing = [asyncio.create_task(person.type(8, time.perf_counter() + 600)) for person in people]
        await asyncio.sleep(2)
        await asyncio.to_thread(nodes.look, port)
        await asyncio.sleep(5)
        calm = await asyncio.to_thread(nodes.look, port)
        figures.arrived.clear()
        began = time.perf_counter()
        closes = await _attack(port, f"/api/interviews/{rooms[-1]}/room", f"{COOKIE}={tokens[-1]}", count)
        spent = time.perf_counter() - began
        after = await asyncio.to_thread(nodes.look, port)
        for task in typing:
            task.cancel()
        for person in people:
            assert person.wire is not None
            person.wire.close()
    return {
        "frames": count,
        "per_second": round(count / spent),
        "closes": closes,
        "lag_max_calm": round(calm["lag_max"], 1),
        "lag_p99": round(after["lag_p99"], 1),
        "lag_max": round(after["lag_max"], 1),
        "rss_before_mb": round(calm["rss"], 1),
        "rss_after_mb": round(after["rss"], 1),
        "honest_arrived": load.spread(figures.arrived),
    }


async def _attack(port: int, path: str, cookie: str, count: int) -> dict[str, int]:
    client = 4_000_000_000
    stream = frames(client, count)
    closes: dict[str, int] = {}
    left = count
    while left:
        wire = await dial(port, path, cookie, lambda _: None)
        wire.send(b"\x03" + json.dumps({"client": client, "vector": "AA=="}).encode())
        await asyncio.sleep(0.02)
        for _ in range(min(BURST, left)):
            wire.send(next(stream))
            left -= 1
        await asyncio.wait_for(wire.closed.wait(), 30) if left else wire.close()
        closes[str(wire.code)] = closes.get(str(wire.code), 0) + 1
    return closes
