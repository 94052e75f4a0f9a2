"""Any interleaving of people who type, lose their connection and come back ends with one text everywhere.

The room here is the real one (guard, replica, log order, acknowledgements); network and database are played, so that
hypothesis decides what is delayed, sent twice, dropped with the connection, or lost with the process.
"""

from collections import deque
from uuid import uuid4

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pycrdt import Doc, Text

from app.identity.actor import Actor
from app.kit.clock import ManualClock
from app.rooms import document, frames, varint
from app.rooms.connection import Connection, Visitor
from app.rooms.document import Document
from app.rooms.frames import Hello
from app.rooms.repository import Stored
from app.rooms.room import Room
from tests.app.peers import update
from tests.app.roomkit import LEAD

PEERS = st.integers(0, 2)
TEXTS = st.text(st.sampled_from("ab\né😀ש"), min_size=1, max_size=4)
WORDS = st.sampled_from(["solution:0", "checks:0"])


class Outbox:
    def __init__(self):
        self.frames = deque()
        self.closing = None

    def put(self, frame):
        if self.closing is None:
            self.frames.append(frame)

    def close(self, code):
        self.closing = code


class Browser:
    """Document and unacknowledged updates outlive the connection."""

    def __init__(self, number):
        self.actor = Actor(uuid4(), f"p{number}", "", frozenset())
        self.doc = Doc(client_id=5000 + number)
        self.texts = {name: self.doc.get(name, type=Text) for name in ("solution:0", "checks:0")}
        self.kept = {}
        self.number = 0
        self.up = deque()
        self.connection = None
        self.applying = False
        self.watch = self.doc.observe(self.typed)

    def typed(self, event):
        if not self.applying and event.update != b"\0\0":
            self.send(event.update)

    def send(self, payload):
        self.number += 1
        self.kept[self.number] = payload
        self.up.append(update(self.number, payload))

    def hear(self, frame):
        kind, body = frame[0], frame[1:]
        self.applying = True
        if kind == frames.UPDATE:
            self.doc.apply_update(body[8:])
        elif kind == frames.HELLO_OR_SYNC:
            length = int.from_bytes(body[8:12], "little")
            self.doc.apply_update(body[12 : 12 + length])
        elif kind == frames.ACK:
            del self.kept[int.from_bytes(body[:4], "little")]
        assert kind != frames.REFUSED, body
        self.applying = False


class Rooms(RuleBasedStateMachine):
    """Two nodes on one log. Node 0 and 1 each have a room; `log` is the database."""

    @initialize(starter=TEXTS)
    def begin(self, starter):
        self.log = [document.starting([starter])]
        self.rooms = [self.fresh(), self.fresh()]
        self.queues = [deque(), deque()]
        self.people = [Browser(number) for number in range(3)]
        for number, person in enumerate(self.people):
            self.connect(person, number % 2)

    def fresh(self):
        stored = Stored(1, len(self.log), 0, 1, focus=False, updates=list(self.log))
        return Room(uuid4(), stored, Document(1, self.log), self, ManualClock())

    def add(self, entry):  # the writer's side
        self.queues[next(at for at, room in enumerate(self.rooms) if room.id == entry.room)].append(entry)

    def connect(self, person, at):
        room = self.rooms[at]
        room.absorb([(seq, self.log[seq - 1]) for seq in range(room.seq + 1, len(self.log) + 1)])
        visitor = Visitor(person.actor, "", LEAD)
        client = person.doc.client_id
        person.node, person.up = at, deque()
        person.connection = Connection(visitor, client, frozenset({client}), ManualClock(), Outbox())
        room.join(person.connection, Hello(client, person.doc.get_state()))
        left, person.kept, person.number = list(person.kept.values()), {}, 0
        for payload in left:
            person.send(payload)

    @rule(who=PEERS, where=st.floats(0, 1), what=TEXTS, name=WORDS)
    def types(self, who, where, what, name):
        whole = self.people[who].texts[name]
        before = str(whole)[: round(where * len(str(whole)))]
        whole.insert(len(before.encode()), what)

    @rule(who=PEERS, where=st.floats(0, 1), length=st.integers(1, 3), name=WORDS)
    def erases(self, who, where, length, name):
        text = str(self.people[who].texts[name])
        start = round(where * len(text))
        head, gone = text[:start].encode(), text[start : start + length].encode()
        if gone:
            del self.people[who].texts[name][len(head) : len(head) + len(gone)]

    @rule(who=PEERS, count=st.integers(1, 5))
    def frames_arrive_at_the_node(self, who, count):
        person = self.people[who]
        for _ in range(min(count, len(person.up)) if person.connection else 0):
            self.rooms[person.node].receive(person.connection, person.up.popleft())

    @rule(who=PEERS)
    def a_frame_arrives_twice(self, who):
        person = self.people[who]
        if person.connection and person.kept and not person.up:
            person.send(next(iter(person.kept.values())))

    @rule(at=st.integers(0, 1), count=st.integers(1, 4))
    def a_batch_commits(self, at, count):
        entries = [self.queues[at].popleft() for _ in range(min(count, len(self.queues[at])))]
        if entries:
            base = len(self.log)
            self.log += [entry.payload for entry in entries]
            self.rooms[at].settled(entries, base)

    @rule(at=st.integers(0, 1))
    def a_node_reads_the_log(self, at):
        room = self.rooms[at]
        room.absorb([(seq, self.log[seq - 1]) for seq in range(room.seq + 1, len(self.log) + 1)])

    @rule(who=PEERS, count=st.integers(1, 5))
    def frames_arrive_at_the_browser(self, who, count):
        person = self.people[who]
        box = person.connection.outbox.frames if person.connection else ()
        for _ in range(min(count, len(box))):
            person.hear(box.popleft())

    @rule(who=PEERS)
    def loses_the_connection(self, who):
        person = self.people[who]
        if person.connection:
            self.rooms[person.node].leave(person.connection)
            person.connection = None

    @rule(who=PEERS, at=st.integers(0, 1))
    def comes_back(self, who, at):
        if self.people[who].connection is None:
            self.connect(self.people[who], at)

    @rule(who=PEERS, at=st.integers(0, 1), heard=st.booleans())
    def reloads(self, who, at, heard):
        self.loses_the_connection(who)
        self.connect(self.people[who], at)
        if heard:
            self.frames_arrive_at_the_browser(who, 10_000)

    @rule(at=st.integers(0, 1))
    def a_node_dies(self, at):
        self.queues[at].clear()  # what had not committed is gone
        self.rooms[at] = self.fresh()
        for person in self.people:
            if person.connection and person.node == at:
                person.connection = None

    @invariant()
    def nobody_was_told_of_what_is_not_durable(self):
        if not hasattr(self, "people"):
            return
        durable = varint.read_vector(Document(1, self.log).vector)
        for person in self.people:
            for client, clock in varint.read_vector(person.doc.get_state()).items():
                assert client == person.doc.client_id or clock <= durable.get(client, 0)

    def teardown(self):
        if not hasattr(self, "people"):
            return
        for _ in range(3):
            for at in (0, 1):
                for who, person in enumerate(self.people):
                    if person.connection is None:
                        self.connect(person, at)
                    self.frames_arrive_at_the_node(who, 10_000)
                self.a_batch_commits(at, 10_000)
                self.a_node_reads_the_log(at)
            for at in (0, 1):
                self.a_node_reads_the_log(at)
            for who in range(3):
                self.frames_arrive_at_the_browser(who, 10_000)
        replay = Document(1, self.log)
        for name in ("solution:0", "checks:0"):
            texts = [str(person.texts[name]) for person in self.people] + [
                room.document.text(name) for room in self.rooms
            ]
            assert {replay.text(name)} == set(texts)
        assert all(not person.kept for person in self.people)
        assert all(room.quiet and room.seq == len(self.log) for room in self.rooms)


def test_a_newcomer_is_told_nothing_that_is_not_durable():
    rooms = Rooms()
    rooms.begin("start")
    rooms.types(0, 1.0, "x", "solution:0")
    rooms.frames_arrive_at_the_node(0, 1)
    rooms.reloads(2, 0, heard=True)
    assert "" == str(rooms.people[2].texts["solution:0"])
    rooms.a_batch_commits(0, 1)
    rooms.frames_arrive_at_the_browser(2, 10)
    assert "startx" == str(rooms.people[2].texts["solution:0"])


TestRooms = Rooms.TestCase
TestRooms.settings = settings(max_examples=100, stateful_step_count=60, deadline=None)
