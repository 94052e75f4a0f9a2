"""Several web nodes on one database: in step without sticky sessions, and after any of them has died."""

import asyncio
import contextlib
import json
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import make_url, text

from app.kit.clock import SystemClock
from app.kit.db import libpq_url
from app.kit.line import Line
from app.main import create_app
from app.rooms import service
from app.rooms.log import Entry, Writer
from app.settings import Settings
from tests.app.peers import Peer, awareness, in_step
from tests.app.room_node import OpenHouse
from tests.app.roomkit import account, open_room, serving

ROOT = Path(__file__).parents[2]


NAME = "node_under_test"  # of the connections that a test may cut, and no other's


@contextlib.asynccontextmanager
async def node(database_url, clock):
    named = make_url(database_url).update_query_dict({"application_name": NAME})
    app = create_app(Settings(), named.render_as_string(hide_password=False), clock)
    app.state.rooms.house = OpenHouse()
    async with app.router.lifespan_context(app):
        await app.state.rooms.connected.wait()
        async with serving(app) as port:
            yield app, port


@pytest.fixture
async def two(app, database_url, clock):
    async with node(database_url, clock) as first, node(database_url, clock) as second:
        yield first, second


@pytest.fixture
async def people(sessions):
    room = await open_room(sessions, "start\n")
    return [Peer((await account(sessions, name))[1], room) for name in ("lead", "candidate")]


async def test_two_nodes_show_each_other_text_cursors_and_announcements(two, people, sessions):
    (_, one), (_, other) = two
    lead, candidate = [await person.come(port) for person, port in zip(people, (one, other), strict=True)]
    for number in range(40):
        lead.type(f"lead {number}\n")
        candidate.type(f"candidate {number}\n", at=0)
        await asyncio.sleep(0.002)
    both = await in_step(lead, candidate)
    assert 81 == both.count("\n")
    lead.put(awareness(lead.client, {}))
    await candidate.until(lambda: candidate.cursors.get(lead.client))
    assert "lead" == candidate.cursors[lead.client]["user"]["name"]
    async with sessions.begin() as session:
        await service.announce(session, lead.interview_id, {"type": "hint", "id": 1})
    for peer in (lead, candidate):
        await peer.until(lambda peer=peer: {"type": "hint", "id": 1} in peer.events)
        await peer.leave()


async def test_the_log_of_two_nodes_has_no_gap_and_replays_to_the_same_text(two, people, sessions):
    (_, one), (_, other) = two
    lead, candidate = [await person.come(port) for person, port in zip(people, (one, other), strict=True)]
    chance = random.Random(5)  # noqa: S311 - no secret
    for _ in range(100):
        for peer in (lead, candidate):
            peer.type(chance.choice("abc"), at=chance.randint(0, len(peer.text())))
        await asyncio.sleep(0.001)
    both = await in_step(lead, candidate)
    async with sessions() as session:
        rows = (await session.execute(text("SELECT seq, payload FROM room_updates ORDER BY seq"))).all()
        stored = await service.text(session, lead.interview_id, 0)
    assert list(range(1, 202)) == [row.seq for row in rows]
    replay = Peer("", lead.interview_id)
    for row in rows:
        replay._apply(bytes(row.payload))
        assert 0 < len(replay.text())  # each update fits onto those before it
    assert both == replay.text() == stored.solution
    assert 201 == stored.seq == max(lead.seq, candidate.seq)
    for peer in (lead, candidate):
        await peer.leave()


async def test_coming_back_to_another_node_brings_everything_along(two, people):
    (_, one), (_, other) = two
    lead, candidate = [await person.come(one) for person in people]
    candidate.type("before\n")
    await in_step(lead, candidate)
    await candidate.leave()
    candidate.type("offline\n")
    lead.type("on the first node\n")
    await candidate.come(other)
    assert {"before", "offline", "on the first node"} <= set((await in_step(lead, candidate)).splitlines())
    for peer in (lead, candidate):
        await peer.leave()


async def test_a_lost_database_connection_is_told_and_nothing_acknowledged_is_lost(two, people, database_url):
    (_, one), _ = two
    lead, candidate = [await person.come(one) for person in people]
    with psycopg.connect(libpq_url(database_url), autocommit=True) as other:
        for number in range(30):
            candidate.type(f"{number}\n")
            if number == 10:
                await candidate.until(lambda: candidate.acknowledged)  # there is a connection to cut
                cut = other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND application_name = %s AND query LIKE '%%room_updates%%'",
                    [NAME],
                )
                assert cut.rowcount
            await asyncio.sleep(0.005)
    await candidate.until(lambda: candidate.code is not None)
    assert 1013 == candidate.code
    assert candidate.unacknowledged
    for peer in (lead, candidate):
        await peer.leave()
        await peer.come(one)
    assert [str(number) for number in range(30)] == (await in_step(lead, candidate)).splitlines()[1:]
    for peer in (lead, candidate):
        await peer.leave()


def start(database_url: str) -> tuple[subprocess.Popen[bytes], int]:
    """A node and its port, which is held from now on: a free one would be somebody else's before the node is up."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-m", "tests.app.room_node", database_url, str(door.fileno())]
        return subprocess.Popen(command, cwd=ROOT, pass_fds=[door.fileno()]), door.getsockname()[1]


async def test_two_nodes_under_load_lose_nothing_acknowledged_when_one_is_killed(people, database_url):
    nodes = [start(database_url) for _ in range(2)]
    try:
        lead, candidate = [
            await person.come(port, open_timeout=120) for person, (_, port) in zip(people, nodes, strict=True)
        ]
        for number in range(200):
            lead.type(f"l{number}\n", at=0)
            candidate.type(f"c{number}\n")
            if number == 120:
                await candidate.until(lambda: candidate.acknowledged)
                nodes[1][0].send_signal(signal.SIGKILL)
            await asyncio.sleep(0.003)
        await candidate.until(lambda: candidate.code is not None)
        assert candidate.unacknowledged
        await candidate.leave()
        await candidate.come(nodes[0][1])
        lines = (await in_step(lead, candidate)).splitlines()
        assert {f"{who}{number}" for who in "lc" for number in range(200)} | {"start"} == set(lines)
        assert 401 == len(lines)
        for peer in (lead, candidate):
            await peer.leave()
    finally:
        for process, _ in nodes:
            process.kill()
            process.wait()


async def test_a_batch_of_more_rooms_than_a_notification_names_is_told_of_all(sessions, database_url):
    rooms = [await open_room(sessions) for _ in range(130)]
    settled: dict[UUID, int] = {}
    line, sender = Line(database_url), SimpleNamespace(author=uuid4(), client=5000)
    writer = Writer(
        line,
        SystemClock(),
        channel="told",
        node="n",
        settle=lambda _, bases: settled.update(bases),
        lose=lambda entries: pytest.fail(f"lost {len(entries)}"),
    )
    running = asyncio.create_task(writer.run())
    async with await psycopg.AsyncConnection.connect(libpq_url(database_url), autocommit=True) as other:
        await other.execute("LISTEN told")
        for room in rooms * 2:
            writer.add(Entry(room, None, sender, 1, b"x"))
        await writer.drained.wait()
        heard: dict[str, int] = {}
        async for notification in other.notifies(timeout=10, stop_after=2):
            heard |= json.loads(notification.payload)["log"]
    running.cancel()
    await line.close()
    assert dict.fromkeys(rooms, 1) == settled
    assert {str(room): 3 for room in rooms} == heard
