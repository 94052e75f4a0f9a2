import asyncio
from uuid import uuid4

import pytest
from pycrdt import Doc, Text
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from websockets.exceptions import InvalidStatus

from app.rooms import service
from app.rooms.models import RoomUpdate
from app.rooms.seats import Place
from tests.app.peers import Peer, awareness, in_step, update
from tests.app.roomkit import CANDIDATE, LEAD, OBSERVER, Seating, account, open_room, serving


@pytest.fixture
def seating(app):
    house, app.state.rooms.house = app.state.rooms.house, Seating()
    yield app.state.rooms.house
    app.state.rooms.house = house


@pytest.fixture
async def port(app):
    async with serving(app) as port:
        yield port


@pytest.fixture
async def room(sessions):
    return await open_room(sessions, "def f():\n", "second")


@pytest.fixture
async def seat(sessions, seating, room):
    peers = []

    async def sit(place: Place, name: str = "Ada") -> Peer:
        actor, token = await account(sessions, name)
        seating.places[room, actor.id] = place
        peer = Peer(token, room)
        peer.actor = actor
        peers.append(peer)
        return peer

    yield sit
    for peer in peers:
        await peer.leave()


async def log_of(sessions, room) -> list[RoomUpdate]:
    async with sessions() as session:
        rows = select(RoomUpdate).where(RoomUpdate.interview_id == room).order_by(RoomUpdate.seq)
        return list((await session.execute(rows)).scalars())


async def test_a_server_with_nothing_to_say_says_that_it_is_there(port, seat, monkeypatch):
    monkeypatch.setattr("app.rooms.connection.ALIVE_EVERY", 0.05)
    watcher = await (await seat(OBSERVER)).come(port)
    await watcher.until(lambda: watcher.alive >= 3)
    assert watcher.code is None


async def test_both_see_the_starters_and_what_the_other_types(port, seat):
    lead, candidate = [await (await seat(place)).come(port) for place in (LEAD, CANDIDATE)]
    assert "def f():\n" == candidate.text()
    assert "second" == lead.text("solution:1")
    candidate.type("    return 1\n")
    lead.type("# hi\n", at=0)
    candidate.type("assert f() == 1", name="checks:1")
    assert "# hi\ndef f():\n    return 1\n" == await in_step(lead, candidate)
    assert "assert f() == 1" == await in_step(lead, candidate, name="checks:1")


async def test_an_acknowledged_update_is_in_the_log_with_author_client_and_sequence(port, seat, sessions, room):
    candidate = await (await seat(CANDIDATE)).come(port)
    for letter in "abc":
        candidate.type(letter)
    await candidate.settled()
    rows = await log_of(sessions, room)
    assert [1, 2, 3, 4] == [row.seq for row in rows]
    assert [None, *[candidate.actor.id] * 3] == [row.author_id for row in rows]
    assert candidate.acknowledged == [row.payload for row in rows[1:]]
    assert {candidate.client} == {row.client_id for row in rows[1:]}
    assert 4 == candidate.seq


async def test_the_log_never_changes(port, seat, sessions, room):
    for change in ("UPDATE room_updates SET seq = 9", "DELETE FROM room_updates"):
        with pytest.raises(DBAPIError, match="never change"):
            async with sessions.begin() as session:
                await session.execute(text(change))


async def test_the_texts_of_a_run_hold_all_that_was_acknowledged(port, seat, sessions, room):
    candidate = await (await seat(CANDIDATE)).come(port)
    candidate.type("x = '😀'\n")
    candidate.type("assert x", name="checks:0")
    await candidate.settled()
    async with sessions() as session:
        found = await service.text(session, room, 0)
    assert (3, "def f():\nx = '😀'\n", "assert x") == (found.seq, found.solution, found.checks)


async def test_what_was_typed_offline_arrives_after_coming_back(port, seat):
    lead, candidate = [await (await seat(place)).come(port) for place in (LEAD, CANDIDATE)]
    await candidate.leave()
    for number in range(50):
        candidate.type(f"{number}\n")
    lead.type("meanwhile\n", at=0)
    await lead.settled()
    await candidate.come(port)
    both = await in_step(lead, candidate)
    assert "".join(f"{number}\n" for number in range(50)) in both
    assert both.startswith("meanwhile\n")


async def test_typing_sent_twice_is_there_once(port, seat):
    lead, candidate = [await (await seat(place)).come(port) for place in (LEAD, CANDIDATE)]
    candidate.type("once")
    await candidate.settled()
    candidate._send(candidate.acknowledged[0])
    assert 1 == (await in_step(lead, candidate)).count("once")


async def test_after_a_reload_the_same_person_may_send_what_the_old_page_had_typed(port, seat):
    lead, old = await (await seat(LEAD)).come(port), await (await seat(CANDIDATE)).come(port)
    await old.leave()
    old.type("typed and not sent")
    new = Peer(old.token, old.interview_id)
    new.unacknowledged = dict(old.unacknowledged)
    new._apply(old.doc.get_update())
    await new.come(port)
    assert "typed and not sent" in await in_step(lead, new)
    await new.leave()


async def test_a_viewer_sees_and_cannot_write(port, seat, sessions, room):
    lead, viewer = [await (await seat(place)).come(port) for place in (LEAD, OBSERVER)]
    viewer.type("not for me")
    await viewer.until(lambda: viewer.refusals)
    assert [("read-only", 1)] == [(said["code"], said["number"]) for said in viewer.refusals]
    lead.type("seen")
    await viewer.until(lambda: "seen" in viewer.text())
    assert "not for me" not in lead.text()
    assert 2 == len(await log_of(sessions, room))


async def test_nobody_writes_after_the_deadline(port, seat, clock):
    candidate = await seat(Place("candidate", staff=False, writes=True, until=clock.now()))
    await candidate.come(port)
    candidate.type("late")
    await candidate.until(lambda: candidate.refusals)
    assert "read-only" == candidate.refusals[0]["code"]


async def test_rights_that_end_end_on_an_open_connection(port, seat, seating, sessions, room):
    candidate = await (await seat(CANDIDATE)).come(port)
    seating.places[room, candidate.actor.id] = Place("candidate", staff=False, writes=False)
    async with sessions.begin() as session:
        await service.announce(session, room, {"type": "interview"}, seats=True)
    await candidate.until(lambda: {"type": "interview"} in candidate.events)
    places = [event["writes"] for event in candidate.events if event["type"] == "place"]
    assert [True, False] == places
    candidate.type("too late")
    await candidate.until(lambda: candidate.refusals)
    del seating.places[room, candidate.actor.id]
    async with sessions.begin() as session:
        await service.announce(session, room, {"type": "people"}, seats=True)
    await candidate.until(lambda: candidate.code is not None)
    assert 4404 == candidate.code


async def test_only_staff_hear_what_is_for_staff(port, seat, sessions, room):
    lead, candidate = [await (await seat(place)).come(port) for place in (LEAD, CANDIDATE)]
    async with sessions.begin() as session:
        await service.announce(session, room, {"type": "note", "id": 1}, staff_only=True)
        await service.announce(session, room, {"type": "hint", "id": 2})
    await lead.until(lambda: {"type": "hint", "id": 2} in lead.events)
    await candidate.until(lambda: {"type": "hint", "id": 2} in candidate.events)
    assert {"type": "note", "id": 1} in lead.events
    assert {"type": "note", "id": 1} not in candidate.events


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", None])
async def test_another_origin_gets_no_connection(port, seat, origin):
    with pytest.raises(InvalidStatus) as refused:
        await (await seat(LEAD)).come(port, origin=origin)
    assert 403 == refused.value.response.status_code


async def test_who_has_no_session_or_no_seat_is_told_by_the_code(port, seat, sessions, room):
    nobody = await Peer("no token", room).come(port)
    assert 4401 == nobody.code
    _, token = await account(sessions, "Eve")
    assert 4404 == (await Peer(token, room).come(port)).code
    lead = await seat(LEAD)
    lead.interview_id = uuid4()
    assert 4404 == (await lead.come(port)).code


async def test_a_client_id_belongs_to_the_first_who_comes_with_it(port, seat):
    lead = await (await seat(LEAD)).come(port)
    thief = await seat(CANDIDATE)
    thief.doc = Doc(client_id=lead.client)
    assert 4409 == (await thief.come(port)).code


async def test_typing_in_another_name_is_refused_and_told_to_nobody(port, seat):
    lead, candidate = [await (await seat(place)).come(port) for place in (LEAD, CANDIDATE)]
    forger = Peer("", lead.interview_id, client=lead.client)
    forger.type("forged")
    candidate.put(update(7, forger.doc.get_update()))
    await candidate.until(lambda: candidate.refusals)
    assert ("foreign", 7) == (candidate.refusals[0]["code"], candidate.refusals[0]["number"])
    candidate.type("own")
    assert "forged" not in await in_step(lead, candidate)


async def test_too_many_devices_of_one_person_are_turned_away(port, seat):
    first = await (await seat(LEAD)).come(port)
    others = [await Peer(first.token, first.interview_id).come(port) for _ in range(8)]
    assert [None] * 7 + [4413] == [peer.code for peer in others]
    await others[0].leave()
    again = await Peer(first.token, first.interview_id).come(port)
    assert again.code is None
    for peer in (*others, again):
        await peer.leave()


async def test_a_cursor_carries_the_name_the_server_knows(port, seat):
    lead = await (await seat(LEAD, "Grace Hopper")).come(port)
    candidate = await (await seat(CANDIDATE)).come(port)
    cursor = {"anchor": {"type": None, "tname": "solution:0"}, "head": {"type": None, "tname": "solution:0"}}
    lead.put(awareness(lead.client, {"cursor": cursor, "user": {"name": "Somebody else"}, "more": "x"}))
    lead.put(awareness(candidate.client, {"cursor": cursor}))
    await candidate.until(lambda: candidate.cursors)
    assert {lead.client} == candidate.cursors.keys()
    state = candidate.cursors[lead.client]
    assert cursor == state["cursor"]
    assert {"cursor", "user"} == state.keys()
    assert ("Grace Hopper", "lead", str(lead.actor.id)) == tuple(state["user"][key] for key in ("name", "part", "id"))
    later = await (await seat(OBSERVER)).come(port)
    await later.until(lambda: lead.client in later.cursors)
    await lead.leave()
    await candidate.until(lambda: candidate.cursors[lead.client] is None)


async def test_focus_hides_staff_from_the_candidate_only(port, seat, sessions, room):
    lead, candidate, observer = [await (await seat(place)).come(port) for place in (LEAD, CANDIDATE, OBSERVER)]
    lead.put(awareness(lead.client, {}))
    candidate.put(awareness(candidate.client, {}))
    await candidate.until(lambda: candidate.cursors.get(lead.client))
    async with sessions.begin() as session:
        await service.set_focus(session, room, on=True)
    await candidate.until(lambda: candidate.cursors[lead.client] is None)
    lead.put(awareness(lead.client, {}))
    candidate.put(awareness(candidate.client, {}))
    await observer.until(lambda: lead.client in observer.cursors)
    late = await (await seat(CANDIDATE)).come(port)
    await asyncio.sleep(0.1)
    assert candidate.cursors[lead.client] is None
    assert lead.client not in late.cursors
    assert observer.cursors[lead.client]
    async with sessions.begin() as session:
        await service.set_focus(session, room, on=False)
    await candidate.until(lambda: candidate.cursors[lead.client])


async def test_a_paste_of_200_kb_comes_in_pieces_and_stays_whole(port, seat):
    lead, candidate = [await (await seat(place)).come(port) for place in (LEAD, CANDIDATE)]
    pasted = "é😀 line\n" * 15_000
    for at in range(0, len(pasted), 12_000):
        candidate.type(pasted[at : at + 12_000])
    assert (await in_step(lead, candidate)).endswith(pasted)


async def test_a_text_holds_256_kib_and_deleting_makes_room(port, seat):
    lead, candidate = [await (await seat(place)).come(port) for place in (LEAD, CANDIDATE)]
    for _ in range(4):
        candidate.type("x" * 60_000, name="checks:0")
    await candidate.settled()
    candidate.type("x" * 30_000, name="checks:0")
    await candidate.until(lambda: candidate.refusals)
    assert "too-large" == candidate.refusals[0]["code"]
    again = Peer(candidate.token, candidate.interview_id)
    await again.come(port)
    again.erase(0, 100_000, name="checks:0")
    again.type("fits", name="checks:0")
    assert 140_004 == len(await in_step(lead, again, name="checks:0"))
    await again.leave()


async def test_two_people_undoing_at_once_end_with_the_same_text(port, seat):
    from pycrdt import UndoManager

    peers = [await (await seat(place)).come(port) for place in (LEAD, CANDIDATE)]
    undos = []
    for peer in peers:
        undo = UndoManager(scopes=[peer.doc.get("solution:0", type=Text)], capture_timeout_millis=0)
        undo.include_origin(peer)
        undos.append(undo)
    for peer, word in zip(peers, ("lead ", "candidate "), strict=True):
        with peer.doc.transaction(origin=peer):
            peer.type(word)
    assert "lead " in await in_step(*peers)
    for undo in undos:
        undo.undo()
    assert "def f():\n" == await in_step(*peers)
