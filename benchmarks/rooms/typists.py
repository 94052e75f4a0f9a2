"""People who type: one keystroke is one Yjs update, made here by hand, and arrives at the other person of the room.

The two dialects are ours and that of y-websocket, which pycrdt-websocket speaks.
"""

import asyncio
import json
import random
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from app.rooms import varint
from benchmarks.rooms.wire import Wire, dial

ROOT = b"solution:0"
CURSOR_SECONDS = 0.2


def keystroke(client: int, clock: int) -> bytes:
    """The update of one character after the client's last one: the text stays one that can be run."""
    first = b"\x04\x01" + varint.write_bytes(ROOT)
    where = b"\x84" + varint.write(client) + varint.write(clock - 1) if clock else first
    return b"\x01\x01" + varint.write(client) + varint.write(clock) + where + b"\x01#\x00"


def written_by(update: bytes) -> tuple[int, int]:
    """Client and clock of an update of one keystroke."""
    client, at = varint.read(update, 2)
    return client, varint.read(update, at)[0]


def cursor(client: int, clock: int) -> bytes:
    """An awareness update as y-codemirror sends it."""
    place = {"type": None, "tname": ROOT.decode(), "item": {"client": client, "clock": clock}, "assoc": 0}
    state = json.dumps({"cursor": {"anchor": place, "head": place}}).encode()
    return b"\x01" + varint.write(client) + varint.write(clock + 1) + varint.write_bytes(state)


class Dialect(Protocol):
    """How a server speaks."""

    def hello(self, client: int) -> bytes:
        """What is said first."""
        ...

    def key(self, number: int, update: bytes) -> bytes:
        """A keystroke."""
        ...

    def cursor(self, update: bytes) -> bytes:
        """A cursor."""
        ...

    def heard(self, message: bytes) -> Iterator[tuple[str, bytes]]:
        """What a message holds: `update` with its bytes, `ack` with the number, `sync`."""
        ...


class Ours:
    """Holdout's rooms."""

    def hello(self, client: int) -> bytes:
        """What is said first."""
        return b"\x03" + json.dumps({"client": client, "vector": "AA=="}).encode()

    def key(self, number: int, update: bytes) -> bytes:
        """A keystroke."""
        return b"\x01" + struct.pack("<I", number) + update

    def cursor(self, update: bytes) -> bytes:
        """A cursor."""
        return b"\x02" + update

    def heard(self, message: bytes) -> Iterator[tuple[str, bytes]]:
        """What a message holds."""
        kind = message[0]
        if kind == 1:
            yield "update", message[9:]
        elif kind == 3:  # noqa: PLR2004 - SYNC
            yield "sync", b""
        elif kind == 4:  # noqa: PLR2004 - ACK
            yield "ack", message[1:5]
        elif kind == 6:  # noqa: PLR2004 - REFUSED
            raise AssertionError(message)


class YWebsocket:
    """The protocol of y-websocket."""

    def hello(self, client: int) -> bytes:
        """The first step of a sync, from an empty document."""
        del client
        return b"\x00\x00\x01\x00"

    def key(self, number: int, update: bytes) -> bytes:
        """A keystroke."""
        del number
        return b"\x00\x02" + varint.write_bytes(update)

    def cursor(self, update: bytes) -> bytes:
        """A cursor."""
        return b"\x01" + varint.write_bytes(update)

    def heard(self, message: bytes) -> Iterator[tuple[str, bytes]]:
        """What a message holds."""
        if message[0] == 0 and message[1] == 1:
            yield "sync", b""
        elif message[0] == 0 and message[1] == 2:  # noqa: PLR2004 - an update
            yield "update", varint.read_bytes(message, 2)[0]


@dataclass
class Figures:
    """What typists saw, in seconds and bytes."""

    arrived: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    keys: int = 0
    key_bytes: int = 0  # sent for keystrokes alone, with the WebSocket's own six


@dataclass
class Typist:
    """One person. `struck` remembers when which of the other's keys was pressed, to be looked up by the receiver."""

    dialect: Dialect
    client: int
    struck: dict[tuple[int, int], float]
    figures: Figures
    wire: Wire | None = None
    clock: int = 0
    number: int = 0
    measuring: bool = False

    async def come(self, port: int, path: str, cookie: str) -> None:
        """Connect and get in step."""
        self._in_step = asyncio.Event()
        self.wire = await dial(port, path, cookie, self._heard)
        self.wire.send(self.dialect.hello(self.client))
        async with asyncio.timeout(30):
            await self._in_step.wait()

    def _heard(self, message: bytes) -> None:
        now = time.perf_counter()
        for what, data in self.dialect.heard(message):
            if what == "update":
                key = written_by(data)
                if key[0] != self.client and (struck := self.struck.pop(key, None)) is not None and self.measuring:
                    self.figures.arrived.append(now - struck)
            elif what == "ack":
                struck = self._when.pop(struct.unpack("<I", data)[0], None)
                if struck is not None and self.measuring:
                    self.figures.acknowledged.append(now - struck)
            else:
                self._in_step.set()

    async def type(self, keys_per_second: float, until: float) -> None:
        """Type until then, with the unevenness of a person."""
        assert self.wire is not None
        self._when: dict[int, float] = {}
        pause = 1 / keys_per_second
        await asyncio.sleep(random.uniform(0, pause))  # noqa: S311 - no secret
        cursor_at = 0.0
        while (now := time.perf_counter()) < until:
            self.number += 1
            self.struck[self.client, self.clock] = self._when[self.number] = now
            message = self.dialect.key(self.number, keystroke(self.client, self.clock))
            self.wire.send(message)
            if now > cursor_at:
                cursor_at = now + CURSOR_SECONDS
                self.wire.send(self.dialect.cursor(cursor(self.client, self.clock)))
            self.clock += 1
            if self.measuring:
                self.figures.keys += 1
                self.figures.key_bytes += len(message) + 6
            await asyncio.sleep(pause * random.uniform(0.6, 1.4))  # noqa: S311 - no secret
