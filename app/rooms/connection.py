"""One WebSocket in a room: what it may do, what it has sent, and what waits to be sent to it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from app.identity.actor import Actor
from app.kit.bucket import Bucket
from app.kit.clock import Clock
from app.rooms import awareness, frames
from app.rooms.frames import Close
from app.rooms.seats import Place

FRAMES_PER_SECOND, FRAMES_AT_ONCE = 60, 600
BYTES_PER_SECOND, BYTES_AT_ONCE = 128 * 1024, 1024 * 1024
MOST_WAITING_BYTES = 4 * 1024 * 1024
MOST_FAULTS = 32
ALIVE_EVERY = 15.0  # seconds without a message; a page takes its line for dead after three of them


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person at the door, with the session they came with."""

    actor: Actor
    token: str
    place: Place


@dataclass(slots=True, eq=False)
class Connection:
    """A client after its HELLO. `held` is set until the SYNC: what is relayed before waits behind it."""

    visitor: Visitor
    client: int
    own: frozenset[int]
    clock: Clock
    outbox: "Outbox"
    held: "list[bytes] | None" = None
    faults: int = 0

    @property
    def author(self) -> UUID:
        """Whose typing it is."""
        return self.visitor.actor.id

    @property
    def place(self) -> Place:
        """What they may do here, as last looked up."""
        return self.visitor.place

    @property
    def who(self) -> dict[str, str]:
        """The person, as everybody in the room sees."""
        return awareness.person(self.author, self.visitor.actor.name, self.place.part)

    def may_write(self) -> bool:
        """Whether typing is taken right now."""
        place = self.place
        return place.writes and (place.until is None or self.clock.now() < place.until)

    def tell(self, frame: bytes) -> None:
        """Send in order, without waiting."""
        if self.held is None:
            self.outbox.put(frame)
        else:
            self.held.append(frame)

    def release(self, sync: bytes) -> None:
        """The SYNC, and then what came meanwhile."""
        held, self.held = self.held or [], None
        for frame in (sync, *held):
            self.outbox.put(frame)


class Budget:
    """How much a connection may send."""

    def __init__(self, now: float) -> None:
        self._frames = Bucket(rate=FRAMES_PER_SECOND, burst=FRAMES_AT_ONCE, now=now)
        self._bytes = Bucket(rate=BYTES_PER_SECOND, burst=BYTES_AT_ONCE, now=now)

    def take(self, size: int, now: float) -> bool:
        """Account for a frame; False when it was too much."""
        return self._frames.take(1, now) and self._bytes.take(size, now)


class Outbox:
    """What waits to be sent. A client that does not read is let go instead of being waited for."""

    def __init__(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        self._send = send
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._wake = asyncio.Event()
        self.closing: Close | None = None

    def put(self, frame: bytes) -> None:
        """Add a frame; closes when too much waits already."""
        if self.closing is not None:
            return
        self._waiting.append(frame)
        self._size += len(frame)
        if self._size > MOST_WAITING_BYTES:
            self._waiting.clear()
            self.close(Close.TRY_AGAIN)
        self._wake.set()

    def close(self, code: Close) -> None:
        """Close after what waits now."""
        self.closing = self.closing or code
        self._wake.set()

    async def run(self) -> Close:
        """Send until closed; gives the code to close with."""
        while True:
            while self._waiting:
                frame = self._waiting.popleft()
                self._size -= len(frame)
                await self._send(frame)
            if self.closing is not None:
                return self.closing
            self._wake.clear()
            try:
                async with asyncio.timeout(ALIVE_EVERY):
                    await self._wake.wait()
            except TimeoutError:
                await self._send(frames.ALIVE)
