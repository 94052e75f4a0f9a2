"""Snapshots, and what is fed to the parser in slices."""

import asyncio
import json
import random
from uuid import uuid4

import pytest
from sqlalchemy import text
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app.kit.bucket import Bucket
from app.kit.websocket import SLICE_BYTES
from app.rooms import fanout
from app.rooms.awareness import Cursor
from app.rooms.document import Document
from app.rooms.frames import Close
from tests.app.peers import Peer, awareness, hello, in_step, update
from tests.app.room_node import OpenHouse
from tests.app.roomkit import account, open_room, serving


@pytest.fixture
async def port(app):
    house, app.state.rooms.house = app.state.rooms.house, OpenHouse()
    async with serving(app) as port:
        yield port
    app.state.rooms.house = house


@pytest.fixture
async def lead(sessions):
    room = await open_room(sessions, "start\n")
    peer = Peer((await account(sessions, "lead"))[1], room)
    yield peer
    await peer.leave()


async def snapshot_of(sessions, room):
    async with sessions() as session:
        query = text("SELECT snapshot, snapshot_seq, seq FROM rooms WHERE interview_id = :id")
        return (await session.execute(query, {"id": room})).one()


async def test_a_snapshot_is_the_text_at_its_sequence_and_a_join_starts_from_it(app, port, lead, sessions):
    await lead.come(port)
    for number in range(520):
        lead.type(f"{number % 10}")
        if not number % 50:
            await lead.settled()
    await lead.settled()
    async with asyncio.timeout(30):
        while (kept := await snapshot_of(sessions, lead.interview_id)).snapshot_seq == 1:  # noqa: ASYNC110 - in the database
            await asyncio.sleep(0.02)
    assert 500 <= kept.snapshot_seq <= 521 == kept.seq
    assert 6 + kept.snapshot_seq - 1 == len(Document(1, [bytes(kept.snapshot)]).text("solution:0"))
    whole = lead.text()
    await lead.leave()
    app.state.rooms._rooms.clear()
    again = await Peer(lead.token, lead.interview_id).come(port)
    assert (whole, 521) == (again.text(), again.seq)
    await again.leave()


async def test_a_room_nobody_is_in_is_put_away_and_comes_back(app, port, lead):
    await lead.come(port)
    lead.type("kept")
    await lead.settled()
    room = app.state.rooms._rooms[lead.interview_id]
    await lead.leave()
    async with asyncio.timeout(30):
        while room.members:  # noqa: ASYNC110 - the server's side has no event for it
            await asyncio.sleep(0.01)
    app.state.rooms._put_away(room)
    await lead.come(port)
    lead.type(" again")
    assert "start\nkept again" == await in_step(lead)


async def test_thousands_of_tiny_frames_in_one_write_are_parsed_in_slices(port, lead, sessions, monkeypatch):
    await lead.come(port)
    other = await Peer((await account(sessions, "lead"))[1], lead.interview_id).come(port)
    parsed = []
    whole = WebSocketsSansIOProtocol.data_received
    monkeypatch.setattr(
        WebSocketsSansIOProtocol, "data_received", lambda self, data: (parsed.append(len(data)), whole(self, data))
    )
    tiny = b"\x82\x89" + b"\0" * 4 + b"\x01\x01\x00\x00\x00" + b"\xff" * 4
    lead.socket.transport.write(tiny * 17_000)
    await lead.until(lambda: lead.code is not None)
    other.type("still here")
    await other.settled()
    assert 4422 == lead.code
    assert 32 == len(lead.refusals)
    assert max(parsed) <= SLICE_BYTES
    await other.leave()


async def test_too_fast_is_told_and_closed(port, lead):
    await lead.come(port)
    for _ in range(700):
        lead.put(awareness(lead.client, {}))
    await lead.until(lambda: lead.code is not None)
    assert ("too-fast", 4429) == (lead.refusals[-1]["code"], lead.code)


@pytest.mark.parametrize("first", [b"", b"\x01", update(1, b"\0\0"), b"\x03{}", hello(5)])
async def test_who_does_not_say_hello_is_not_let_in(port, lead, first):
    await lead.come(port, say=False)
    lead.put(first)
    await lead.until(lambda: lead.code is not None)
    assert 4422 == lead.code


async def test_text_messages_and_messages_over_1_mib_are_refused(port, lead):
    await lead.come(port)
    await lead.socket.send("text")
    await lead.until(lambda: lead.refusals)
    assert "malformed" == lead.refusals[0]["code"]
    lead.put(b"\x01" * (1 << 20) + b"x")
    await lead.until(lambda: lead.code is not None)
    assert 1009 == lead.code


async def test_nothing_is_lost_of_a_client_that_is_slow_to_read(port, lead, sessions):
    other = await Peer((await account(sessions, "lead"))[1], lead.interview_id).come(port)
    await lead.come(port)
    other.socket.transport.pause_reading()
    chance = random.Random(3)  # noqa: S311 - no secret
    for _ in range(60):
        lead.type("x" * 4000, at=chance.randint(0, len(lead.text())))
    await lead.settled()
    other.socket.transport.resume_reading()
    assert 240_006 == len(await in_step(lead, other))
    await other.leave()


def test_cursors_fit_into_notifications_however_many_there_are():
    moved = [(uuid4(), Cursor(n, n, staff=True, state='{"user":1}' * 50)) for n in range(100)]
    payloads = list(fanout.cursors("abc", moved))
    assert max(len(payload.encode()) for payload in payloads) <= fanout.MAX_PAYLOAD
    assert all(fanout.is_own(payload, "abc") and not fanout.is_own(payload, "ab") for payload in payloads)
    read = [each for payload in payloads for each in fanout.read_cursors(json.loads(payload)["cursors"])]
    assert moved == read


def test_a_bucket_gives_its_burst_and_then_its_rate():
    bucket = Bucket(rate=2, burst=3, now=0.0)
    assert [True] * 3 + [False] == [bucket.take(1, 0.0) for _ in range(4)]
    assert [True, False] == [bucket.take(1, 0.5) for _ in range(2)]
    assert [True] * 3 + [False] == [bucket.take(1, 60.0) for _ in range(4)]


async def test_a_fault_of_ours_in_the_writer_costs_a_reconnect_and_nothing_else(app, port, lead, monkeypatch):
    await lead.come(port)
    with monkeypatch.context() as patch:
        patch.setattr(app.state.rooms._writer, "_parameters", lambda _: 1 / 0)
        lead.type("kept")
        await lead.until(lambda: lead.code is not None)
    assert (1013, 1) == (lead.code, len(lead.unacknowledged))
    await lead.come(port)
    assert "start\nkept" == await in_step(lead)


async def test_a_replica_that_is_read_while_a_commit_is_under_way_gets_what_it_wrote(app, port, lead, monkeypatch):
    rooms = app.state.rooms
    other = await Peer(lead.token, lead.interview_id).come(port)
    await lead.come(port)
    run, hold, held = rooms._writer._line.run, asyncio.Event(), asyncio.Event()

    async def slow(*arguments):  # noqa: ANN002 - passed on
        held.set()
        await hold.wait()
        return await run(*arguments)

    monkeypatch.setattr(rooms._writer._line, "run", slow)
    lead.type("on its way")
    await held.wait()
    rooms._rooms[lead.interview_id].dismiss(Close.TRY_AGAIN)
    await other.until(lambda: other.code is not None)
    await other.come(port)
    assert "start\n" == other.text()
    hold.set()
    await other.until(lambda: "on its way" in other.text())
    other.type("!")
    assert "start\non its way!" == await in_step(other)
    await other.leave()
