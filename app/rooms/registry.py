"""The rooms of one web process: which are in memory, what goes to the log, and what the other nodes say.

Started and stopped with the application. A process that dies takes nothing with it that it has acknowledged.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any
from uuid import UUID

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

from app.kit.clock import Clock
from app.kit.db import SessionMaker, libpq_url
from app.kit.lasting import lasting
from app.kit.line import Line, LineLost
from app.kit.log import log
from app.kit.notify import listen
from app.rooms import fanout, repository
from app.rooms.awareness import Cursor
from app.rooms.document import Broken, Document
from app.rooms.frames import Close
from app.rooms.log import Entry, Writer
from app.rooms.places import recheck
from app.rooms.room import Room
from app.rooms.seats import House

CURSOR_SECONDS = 0.04
CURSOR_LIFE_SECONDS = 45.0
READ_GATHER_SECONDS = 0.001
SNAPSHOT_EVERY = 500
ROUND_SECONDS = 60.0
DRAIN_SECONDS = 3.0


class Rooms:
    """All rooms of this process."""

    def __init__(self, sessionmaker: SessionMaker, database_url: str, clock: Clock, house: House) -> None:
        self.sessionmaker, self.clock, self.house = sessionmaker, clock, house
        self.connected = asyncio.Event()
        self.closing = False
        self._node = secrets.token_hex(6)
        self._conninfo = libpq_url(database_url)
        self._lines = [Line(database_url) for _ in range(3)]
        write, self._read, self._say = self._lines
        self._writer = Writer(
            write, clock, channel=fanout.CHANNEL, node=self._node, settle=self._settle, lose=self._lose
        )
        self._rooms: dict[UUID, Room] = {}
        self._loading: dict[UUID, asyncio.Lock] = {}
        self._behind: set[UUID] = set()
        self._look = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin writing, listening and telling."""
        self._keep_doing("rooms writer", self._writer.run)
        self._keep_doing("rooms ear", lambda: listen(self._conninfo, fanout.CHANNEL, self._heard, self.connected))
        self._keep_doing("rooms reader", self._read_for_ever)
        self._keep_doing("rooms cursors", self._tell_cursors_for_ever)
        self._keep_doing("rooms round", self._go_round_for_ever)

    async def close(self) -> None:
        """Send everybody away and stop, after what was taken is durable."""
        self.send_away()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._writer.drained.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for line in self._lines:
            await line.close()

    def send_away(self) -> None:
        """Close every connection: the process is about to end, and another node takes them."""
        self.closing = True
        for room in self._rooms.values():
            for member in room.members:
                member.outbox.close(Close.GOING_AWAY)

    def _keep_doing(self, name: str, begin: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Work that never ends by itself. A fault of ours in it costs everybody a reconnect, and no more."""
        self._spawn(lasting(name, begin, faulted=self._dismiss_all))

    def _dismiss_all(self) -> None:
        """Whatever went wrong, the rooms are read again from the log."""
        for room in self._rooms.values():
            room.dismiss(Close.TRY_AGAIN)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("rooms_task_failed", error=repr(error), exc_info=error)

    async def open(self, interview_id: UUID) -> Room:
        """The room with all that is in the log by now; NotFound when none was made.

        It may be put away as soon as the caller waits for anything: join first.
        """
        async with self._loading.setdefault(interview_id, asyncio.Lock()):
            room = self._rooms.get(interview_id)
            if room is not None:
                await self._catch_up([room])
            if room is None or room.gone:
                room = await self._load(interview_id)
        return room

    async def _load(self, interview_id: UUID) -> Room:
        async with self.sessionmaker() as session:
            stored = await repository.stored(session, interview_id)
        document = await asyncio.to_thread(Document, stored.problems, stored.updates)
        room = self._rooms[interview_id] = Room(interview_id, stored, document, self._writer, self.clock)
        self._fell_behind(interview_id)  # what was notified while it was loading
        self._snapshot_when_due(room)
        return room

    # The log

    def _settle(self, batch: Sequence[Entry], bases: dict[UUID, int]) -> None:
        by_room: dict[UUID, list[Entry]] = {}
        for entry in batch:
            by_room.setdefault(entry.room, []).append(entry)
        for room_id, entries in by_room.items():
            room = self._rooms.get(room_id)
            if room is None or room_id not in bases:
                self._lose(entries)
            elif any(entry.replica is not room for entry in entries):  # it was read again meanwhile, perhaps too early
                self._fell_behind(room_id)
            else:
                if not room.settled(entries, bases[room_id]):
                    self._fell_behind(room_id)
                self._snapshot_when_due(room)

    def _lose(self, entries: Sequence[Entry]) -> None:
        for room_id in {entry.room for entry in entries}:
            if room := self._rooms.get(room_id):
                room.dismiss(Close.TRY_AGAIN)

    def _snapshot_when_due(self, room: Room, every: int = SNAPSHOT_EVERY) -> None:
        if room.quiet and room.seq - room.snapshot_seq >= every:
            room.snapshot_seq = room.seq
            self._spawn(self._keep_snapshot(room.id, room.document.encode(), room.seq))

    async def _keep_snapshot(self, interview_id: UUID, snapshot: bytes, seq: int) -> None:
        try:
            async with self.sessionmaker.begin() as session:
                await repository.keep_snapshot(session, interview_id, snapshot, seq)
        except (SQLAlchemyError, OSError) as error:
            log.warning("snapshot_not_kept", interview=str(interview_id), error=str(error))

    # The other nodes

    def _heard(self, payload: str) -> None:
        if not payload:
            self._behind.update(self._rooms)
            self._look.set()
            return
        if fanout.is_own(payload, self._node):
            return
        said = json.loads(payload)
        for room_id, seq in said.get("log", {}).items():
            room = self._rooms.get(UUID(room_id))
            if room is not None and seq > room.seq:
                self._fell_behind(room.id)
        for room_id, cursor in fanout.read_cursors(said.get("cursors", [])):
            if room := self._rooms.get(room_id):
                room.show(cursor)
        if "event" in said:
            announced = self.announce(UUID(said["room"]), said["event"], staff_only=said["staff"], seats=said["seats"])
            self._spawn(announced)

    async def source(self) -> Iterable[Metric]:
        """How many rooms are in memory on this node, and how many are connected to them, for Prometheus."""
        opened, connections = self.figures()
        rooms = GaugeMetricFamily("holdout_rooms", "Rooms in memory.", opened)
        return [rooms, GaugeMetricFamily("holdout_room_sockets", "Connections to rooms.", connections)]

    def figures(self) -> tuple[int, int]:
        """How many rooms are in memory on this node, and how many are connected to them."""
        return len(self._rooms), sum(len(room.members) for room in self._rooms.values())

    def is_open(self, interview_id: UUID) -> bool:
        """Whether somebody may be in the room on this node."""
        return interview_id in self._rooms

    async def announce(
        self, interview_id: UUID, event: dict[str, Any], *, staff_only: bool = False, seats: bool = False
    ) -> None:
        """Tell those who are in the room on this node; with `seats`, after their places were looked up again."""
        room = self._rooms.get(interview_id)
        if room is None:
            return
        if seats:
            await recheck(room.members, room.id, self.sessionmaker, self.clock, self.house)
        room.announce(event, staff_only=staff_only)

    def _fell_behind(self, room_id: UUID) -> None:
        self._behind.add(room_id)
        self._look.set()

    async def _read_for_ever(self) -> None:
        while True:
            await self._look.wait()
            await asyncio.sleep(READ_GATHER_SECONDS)
            behind = [room for room_id in self._behind if (room := self._rooms.get(room_id)) and not room.gone]
            self._behind.clear()
            self._look.clear()
            if behind:
                await self._catch_up(behind)

    async def _catch_up(self, rooms: Sequence[Room]) -> None:
        try:
            rows = await self._read.run(
                fanout.READ,
                {
                    "rooms": [room.id for room in rooms],
                    "seqs": [room.seq for room in rooms],
                    "limit": fanout.READ_LIMIT,
                },
            )
        except LineLost as error:
            log.warning("rooms_not_read", error=str(error))
            for room in rooms:
                room.dismiss(Close.TRY_AGAIN)
            return
        by_room: dict[UUID, list[tuple[int, bytes]]] = {}
        for room_id, seq, payload in rows:
            by_room.setdefault(room_id, []).append((seq, payload))
        for room in rooms:
            found = by_room.get(room.id, [])
            try:
                room.absorb(found)
            except (Broken, ValueError) as error:
                log.error("room_broken", interview=str(room.id), error=str(error))
                room.dismiss(Close.TRY_AGAIN)
            if len(found) == fanout.READ_LIMIT:
                self._fell_behind(room.id)

    async def _tell_cursors_for_ever(self) -> None:
        while True:
            await asyncio.sleep(CURSOR_SECONDS)
            moved: list[tuple[UUID, Cursor]] = []
            for room in self._rooms.values():
                moved += [(room.id, cursor) for cursor in room.tell_cursors()]
            for payload in fanout.cursors(self._node, moved):
                with contextlib.suppress(LineLost):  # a cursor more or less: the next one comes soon
                    await self._say.run(fanout.NOTIFY, {"channel": fanout.CHANNEL, "payload": payload})

    async def _go_round_for_ever(self) -> None:
        while True:
            await asyncio.sleep(ROUND_SECONDS)
            for room in list(self._rooms.values()):
                if not room.members and (room.gone or room.quiet):
                    self._put_away(room)
                    continue
                room.forget_cursors(CURSOR_LIFE_SECONDS)
                await recheck(room.members, room.id, self.sessionmaker, self.clock, self.house)

    def _put_away(self, room: Room) -> None:
        if not room.gone:
            self._snapshot_when_due(room, every=SNAPSHOT_EVERY // 10)
        room.gone = True
        del self._rooms[room.id]
