"""A participant of a room as a browser is one: a Yjs document, a WebSocket, and updates kept until acknowledged."""

import asyncio
import base64
import contextlib
import json
import struct
from typing import Any
from uuid import UUID

from pycrdt import Doc, Text, TransactionEvent
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidState

from app.identity.gate import COOKIE
from app.rooms import frames, varint

PLAIN = ("", 0)


def hello(client: int, vector: bytes = b"\0") -> bytes:
    return b"\x03" + json.dumps({"client": client, "vector": base64.b64encode(vector).decode()}).encode()


def update(number: int, payload: bytes) -> bytes:
    return b"\x01" + struct.pack("<I", number) + payload


def awareness(client: int, state: object, clock: int = 1) -> bytes:
    said = json.dumps(state).encode()
    return b"\x02\x01" + varint.write(client) + varint.write(clock) + varint.write_bytes(said)


def cursors(body: bytes) -> dict[int, Any]:
    """States by client, as y-protocols reads them."""
    count, at = varint.read(body, 0)
    states = {}
    for _ in range(count):
        client, at = varint.read(body, at)
        _, at = varint.read(body, at)
        state, at = varint.read_bytes(body, at)
        states[client] = json.loads(state)
    return states


class Peer:
    """Types, receives, comes back. `unacknowledged` survives the connection, as it does in a browser."""

    def __init__(self, token: str, interview_id: UUID, *, client: int | None = None) -> None:
        self.token, self.interview_id = token, interview_id
        self.doc: Doc[Text] = Doc(client_id=client)
        self.unacknowledged: dict[int, bytes] = {}
        self.acknowledged: list[bytes] = []
        self.refusals: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.cursors: dict[int, Any] = {}
        self.seq = self.number = self.alive = 0
        self.code: int | None = None
        self.socket: ClientConnection | None = None
        self._remote = False
        self._reading: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._watch = self.doc.observe(self._typed)

    @property
    def client(self) -> int:
        return self.doc.client_id

    def text(self, name: str = "solution:0") -> str:
        return str(self.doc.get(name, type=Text))

    async def come(self, where: int | str, *, say: bool = True, **options: Any) -> "Peer":
        """Connect to a port of this machine or an address, and once in step send again what was not acknowledged."""
        address = f"127.0.0.1:{where}" if isinstance(where, int) else where
        options.setdefault("origin", f"http://{address}")
        options.setdefault("open_timeout", 120)
        self.code, self.synced = None, False
        self.socket = await connect(
            f"ws://{address}/api/interviews/{self.interview_id}/room",
            additional_headers={"cookie": f"{COOKIE}={self.token}"},
            compression=None,
            **options,
        )
        self._reading = asyncio.create_task(self._read())
        if say:
            await self.socket.send(hello(self.client, self.doc.get_state()))
            await self.until(lambda: self.synced or self.code is not None)
            if self.synced:
                left, self.unacknowledged, self.number = list(self.unacknowledged.values()), {}, 0
                for payload in left:
                    self._send(payload)
        return self

    async def leave(self) -> None:
        if self.socket is not None:
            await self.socket.close()
        if self._reading is not None:
            await self._reading

    def type(self, text: str, *, at: int | None = None, name: str = "solution:0") -> None:
        whole = self.doc.get(name, type=Text)
        whole.insert(len(whole) if at is None else at, text)

    def erase(self, start: int, end: int, *, name: str = "solution:0") -> None:
        del self.doc.get(name, type=Text)[start:end]

    def _typed(self, event: TransactionEvent) -> None:
        if not self._remote and event.update != b"\0\0":
            self._send(event.update)

    def _send(self, payload: bytes) -> None:
        self.number += 1
        self.unacknowledged[self.number] = payload
        self.put(update(self.number, payload))

    def put(self, frame: bytes) -> None:
        """Send bytes as they are, without waiting."""
        if self.socket is not None and self.code is None:
            with contextlib.suppress(ConnectionClosed, InvalidState):
                self.socket.protocol.send_binary(frame)
                self.socket.send_data()

    async def until(self, condition: Any, seconds: float = 60.0) -> None:
        """Wait for something that a message brings."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def settled(self) -> None:
        await self.until(lambda: not self.unacknowledged)

    async def _read(self) -> None:
        assert self.socket is not None
        try:
            async for frame in self.socket:
                assert isinstance(frame, bytes)
                self._hear(frame)
                self._changed.set()
        except ConnectionClosed:
            pass
        self.code = self.socket.close_code or 1006
        self._changed.set()

    def _hear(self, frame: bytes) -> None:
        kind, body = frame[0], frame[1:]
        if kind == 1:
            self.seq = max(self.seq, struct.unpack_from("<Q", body)[0])
            self._apply(body[8:])
        elif kind == 2:
            self.cursors |= cursors(body)
        elif kind == 3:
            self.seq, length = struct.unpack_from("<QI", body)
            self._apply(body[12 : 12 + length])
            self.vector = varint.read_vector(body[12 + length :])
            self.synced = True
        elif kind == 4:
            number, seq = struct.unpack("<IQ", body)
            self.acknowledged.append(self.unacknowledged.pop(number))
            self.seq = max(self.seq, seq)
        elif frame == frames.ALIVE:
            self.alive += 1
        else:
            (self.events if kind == 5 else self.refusals).append(json.loads(body))

    def _apply(self, payload: bytes) -> None:
        self._remote = True
        try:
            self.doc.apply_update(payload)
        finally:
            self._remote = False


async def in_step(*peers: Peer, name: str = "solution:0") -> str:
    """Wait until everything is acknowledged and all hold the same; gives the text."""
    for peer in peers:
        await peer.settled()
    async with asyncio.timeout(60):
        while len({(peer.text(name), peer.doc.get_state()) for peer in peers}) > 1:
            if len({peer.text(name) for peer in peers}) == 1:
                vectors = [varint.read_vector(peer.doc.get_state()) for peer in peers]
                if all(vector == vectors[0] for vector in vectors):
                    break
            await asyncio.sleep(0.01)
    return peers[0].text(name)
