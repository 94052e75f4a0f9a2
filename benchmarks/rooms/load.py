"""Many rooms of two who type, on one node: ours, and pycrdt-websocket."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.identity.gate import COOKIE
from app.kit.db import SessionMaker
from benchmarks.rooms import nodes, typists
from benchmarks.rooms.typists import Figures, Typist
from tests.app.roomkit import account, open_room

KEYS_PER_SECOND = 8
WARM_SECONDS = 3.0
FIRST_CLIENT = 2_000_000_000  # ids as long as a browser's


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median and tail in milliseconds."""
    ordered = sorted(seconds) or [float("nan")]
    count = len(ordered)
    points = {"p50": ordered[count // 2], "p99": ordered[int(count * 0.99)], "max": ordered[-1]}
    return {name: round(1000 * value, 2) for name, value in points.items()}


class Ours:
    """Holdout's rooms on a node of their own."""

    def __init__(self, sessions: SessionMaker, url: str, port: Callable[[], int]) -> None:
        self.sessions, self.url, self.free_port = sessions, url, port
        self._tokens: list[str] = []
        self._clients = FIRST_CLIENT

    async def measure(self, rooms: int, seconds: float) -> dict[str, Any]:
        """Type in so many rooms for so long."""
        port = self.free_port()
        while len(self._tokens) < 2 * rooms:
            self._tokens.append((await account(self.sessions, "lead"))[1])
        ids = [await open_room(self.sessions) for _ in range(rooms)]
        ways = [
            (f"/api/interviews/{ids[number // 2]}/room", f"{COOKIE}={token}")
            for number, token in enumerate(self._tokens[: 2 * rooms])
        ]
        self._clients += 2 * rooms
        with nodes.running("ours", self.url, port=port):
            figures = await _type(typists.Ours(), port, ways, seconds, self._clients)
        return figures | await self._logged(ids)

    async def _logged(self, ids: list[UUID]) -> dict[str, float]:
        query = text(
            "SELECT avg(length(payload)), avg(pg_column_size(u.*)) FROM room_updates u "
            "WHERE interview_id = ANY (:ids) AND seq > 1"
        )
        async with self.sessions() as session:
            payload, row = (await session.execute(query, {"ids": ids})).one()
        return {"log_bytes_per_key": round(float(payload), 1), "row_bytes_per_key": round(float(row), 1)}


class Peer:
    """pycrdt-websocket on a node of its own."""

    def __init__(self, python: str, port: Callable[[], int]) -> None:
        self.python, self.free_port = python, port
        self._clients = FIRST_CLIENT

    async def measure(self, rooms: int, seconds: float) -> dict[str, Any]:
        """Type in so many rooms for so long."""
        port = self.free_port()
        ways = [(f"/room-{number // 2}", "none=0") for number in range(2 * rooms)]
        with nodes.running("peer", port=port, python=self.python):
            return await _type(typists.YWebsocket(), port, ways, seconds, self._clients)


Node = AbstractContextManager[Any]


async def _type(
    dialect: typists.Dialect, port: int, ways: list[tuple[str, str]], seconds: float, first: int
) -> dict[str, Any]:
    """Two people per room; the figures of the time after the warm-up."""
    figures = Figures()
    struck: dict[tuple[int, int], float] = {}
    people = [Typist(dialect, first + number, struck, figures) for number in range(len(ways))]
    for person, (path, cookie) in zip(people, ways, strict=True):
        await person.come(port, path, cookie)
    until = time.perf_counter() + WARM_SECONDS + seconds
    typing = asyncio.gather(*(person.type(KEYS_PER_SECOND, until) for person in people))
    await asyncio.sleep(WARM_SECONDS)
    before = await asyncio.to_thread(nodes.look, port)
    for person in people:
        assert person.wire is not None
        person.measuring, person.wire.sent, person.wire.received = True, 0, 0
    began = time.perf_counter()
    await typing
    spent = time.perf_counter() - began
    node = await asyncio.to_thread(nodes.look, port)
    await asyncio.sleep(1.0)
    wires = [person.wire for person in people if person.wire]
    for wire in wires:
        wire.close()
    return {
        "rooms": len(ways) // 2,
        "keys_per_second": round(figures.keys / spent),
        "arrived": spread(figures.arrived),
        "acknowledged": spread(figures.acknowledged) if figures.acknowledged else None,
        "not_arrived": len(struck),
        "lag": {name: round(node[f"lag_{name}"], 2) for name in ("p50", "p99", "max")},
        "node_cpu": round((node["cpu"] - before["cpu"]) / spent, 3),
        "node_rss_mb": round(node["rss"], 1),
        "wire_bytes_per_key": {
            "keystroke_to_server": round(figures.key_bytes / max(figures.keys, 1), 1),
            "with_cursors_to_server": round(sum(wire.sent for wire in wires) / max(figures.keys, 1), 1),
            "with_cursors_to_clients": round(sum(wire.received for wire in wires) / max(figures.keys, 1), 1),
        },
    }
