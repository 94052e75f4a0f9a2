"""One room in one process: its replica, who is connected here, and the order in which things are told.

An update goes: guard, replica, log, and only when it is durable to its sender (ACK) and to the others. Everything here
is synchronous and runs in the event loop; what waits for the database is the registry's.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from app.kit.clock import Clock
from app.kit.log import log
from app.rooms import awareness, frames
from app.rooms.awareness import Cursor
from app.rooms.connection import MOST_FAULTS, Connection
from app.rooms.document import Broken, Document
from app.rooms.frames import Close, Hello
from app.rooms.guard import Refused
from app.rooms.log import Entry, Writer
from app.rooms.repository import Stored
from app.rooms.varint import Malformed

MAX_LOG_BYTES = 64 * 1024 * 1024
FAULTS = frozenset({"content", "root", "foreign"})  # no editor of ours sends these


class Room:
    """`seq` is the last of the log that is here without a gap; what this node wrote beyond it is in `ahead`."""

    def __init__(self, interview_id: UUID, stored: Stored, document: Document, writer: Writer, clock: Clock) -> None:
        self.id = interview_id
        self.document = document
        self.members: set[Connection] = set()
        self.seq = self.top = stored.seq
        self.snapshot_seq = stored.snapshot_seq
        self.focus = stored.focus
        self.gone = False
        self._bytes = stored.log_bytes
        self._writer, self._clock = writer, clock
        self._ahead: set[int] = set()
        self._sent = self._settled = 0
        self._waiting: list[tuple[int, Connection, bytes, bytes]] = []  # SYNCs that wait for what they hold
        self._cursors: dict[int, Cursor] = {}
        self._moved: set[int] = set()
        self._here: set[int] = set()  # clients connected here, or a moment ago

    @property
    def quiet(self) -> bool:
        """Whether the replica holds exactly the log up to `seq`."""
        return self._sent == self._settled and not self._ahead

    def join(self, member: Connection, hello: Hello) -> None:
        """Let a connection in: it gets what it lacks as soon as that is durable, and everything after."""
        member.held = []
        self.members.add(member)
        update, vector = self.document.encode(hello.vector), self.document.vector
        self._waiting.append((self._sent, member, update, vector))
        self._release()
        visible = [each for each in self._cursors.values() if each.client != member.client and self._sees(member, each)]
        if visible:
            member.tell(frames.awareness(visible))

    def leave(self, member: Connection) -> None:
        """Take a connection out, and its cursor."""
        self.members.discard(member)
        last = self._cursors.get(member.client)
        if last is not None and last.state != "null" and not any(m.client == member.client for m in self.members):
            self._show(member, "null")

    def receive(self, member: Connection, frame: bytes) -> None:
        """Take one message of a member; what does not fit is answered, and too much of it closes."""
        number = None
        try:
            kind = frames.kind(frame)
            if kind == frames.UPDATE:
                number, update = frames.read_update(frame)
                self._take(member, number, update)
            else:
                self._take_cursor(member, frames.read_awareness(frame))
        except Malformed as error:
            self._fault(member, frames.refused("malformed", str(error), number))
        except Refused as error:
            answer = frames.refused(error.code, str(error), number)
            if error.code in FAULTS:
                self._fault(member, answer)
            else:
                member.tell(answer)
        except Broken as error:
            log.error("room_broken", interview=str(self.id), client=member.client, error=str(error))
            self.dismiss(Close.TRY_AGAIN)

    def _take(self, member: Connection, number: int, update: bytes) -> None:
        if not member.may_write():
            raise Refused("read-only", "typing is not open to you now")
        if self._bytes + len(update) > MAX_LOG_BYTES:
            raise Refused("log-full", "the room's record is full")
        self.document.take(update, member.own)
        self._bytes += len(update)
        self._sent += 1
        self._writer.add(Entry(self.id, self, member, number, update))

    def _fault(self, member: Connection, answer: bytes) -> None:
        member.faults += 1
        member.tell(answer)
        if member.faults >= MOST_FAULTS:
            member.outbox.close(Close.MALFORMED)

    def settled(self, entries: Sequence[Entry], base: int) -> bool:
        """Tell of what has become durable; False when other nodes wrote in between and their rows must be read."""
        for place, (_, _, sender, number, update) in enumerate(entries, start=base + 1):
            frame = frames.update(place, update)
            for member in self.members:
                member.tell(frames.ack(number, place) if member is sender else frame)
        self._settled += len(entries)
        last = base + len(entries)
        self.top = max(self.top, last)
        if base == self.seq:
            self.seq = last
        else:
            self._ahead.update(range(base + 1, last + 1))
        self._release()
        return not self._ahead

    def absorb(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Take what the log holds after `seq`: all of it, in order. What this node wrote is here already."""
        for seq, update in rows:
            if seq <= self.seq:
                continue
            if seq in self._ahead:
                self._ahead.discard(seq)
            else:
                self.document.absorb(update)
                self._bytes += len(update)
                frame = frames.update(seq, update)
                for member in self.members:
                    member.tell(frame)
            self.seq = seq
        self.top = max(self.top, self.seq)

    def _release(self) -> None:
        while self._waiting and self._waiting[0][0] <= self._settled:
            _, member, update, vector = self._waiting.pop(0)
            member.release(frames.sync(self.top, update, vector))

    def dismiss(self, code: Close) -> None:
        """End this replica: everybody comes back to one that is read from the log again."""
        self.gone = True
        for member in self.members:
            member.outbox.close(code)

    # Cursors and presence

    def _take_cursor(self, member: Connection, body: bytes) -> None:
        for said in awareness.read(body, member.client):
            self._show(member, awareness.stamped(said, member.who))

    def _show(self, member: Connection, state: str) -> None:
        last = self._cursors.get(member.client)
        clock = max(self._milliseconds(), last.clock + 1 if last else 0)
        self._cursors[member.client] = Cursor(member.client, clock, member.place.staff, state)
        self._moved.add(member.client)

    def _milliseconds(self) -> int:
        return int(self._clock.now().timestamp() * 1000)

    def show(self, cursor: Cursor) -> None:
        """Take a state of another node."""
        last = self._cursors.get(cursor.client)
        if last is None or cursor.clock > last.clock:
            self._cursors[cursor.client] = cursor
            self._moved.add(cursor.client)

    def forget_cursors(self, seconds: float) -> None:
        """Drop what nobody has renewed for so long: the node that held the connection is gone."""
        since = self._milliseconds() - 1000 * seconds
        here = {member.client for member in self.members}
        for cursor in list(self._cursors.values()):
            if cursor.clock < since and cursor.client not in here:
                self.show(cursor._replace(clock=cursor.clock + 1, state="null"))

    def tell_cursors(self) -> list[Cursor]:
        """Send what has moved since the last time to whoever may see it; gives what moved here."""
        if not self._moved:
            return []
        moved = [self._cursors[client] for client in self._moved]
        self._moved.clear()
        everything = frames.awareness(moved)
        for member in self.members:
            visible = [each for each in moved if each.client != member.client and self._sees(member, each)]
            if len(visible) == len(moved):
                member.tell(everything)
            elif visible:
                member.tell(frames.awareness(visible))
        for each in moved:
            if each.state == "null":
                del self._cursors[each.client]
        here = self._here
        self._here = {member.client for member in self.members}
        return [each for each in moved if each.client in self._here or each.client in here]

    def _sees(self, member: Connection, cursor: Cursor) -> bool:
        return member.place.staff or not cursor.staff or not self.focus

    # What other slices announce

    def announce(self, event: dict[str, Any], *, staff_only: bool) -> None:
        """Pass on an event; focus also changes who is seen."""
        if event.get("type") == "focus":
            self._set_focus(on=bool(event.get("on")))
        frame = frames.event(event)
        for member in self.members:
            if member.place.staff or not staff_only:
                member.tell(frame)

    def _set_focus(self, *, on: bool) -> None:
        self.focus = on
        staff = [each for each in self._cursors.values() if each.staff]
        now = self._milliseconds()
        shown = [each._replace(clock=max(now, each.clock + 1), state="null" if on else each.state) for each in staff]
        if shown:
            self._cursors |= {
                each.client: last._replace(clock=each.clock) for each, last in zip(shown, staff, strict=True)
            }
            frame = frames.awareness(shown)
            for member in self.members:
                if not member.place.staff:
                    member.tell(frame)
