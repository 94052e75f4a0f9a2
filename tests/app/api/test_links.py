"""A link opens one seat: whoever makes one for somebody else's guest is not that guest anywhere else."""

import re
from uuid import UUID

import pytest
from sqlalchemy import text, update

from app.identity import service as identity
from app.identity.models import Session, User
from app.rooms import places
from app.rooms.frames import Close
from tests.app import interviewing
from tests.app.api.test_matrix import MATRIX, _cell
from tests.app.conftest import Person, browser

VICTIM = "candidate@example.com"
TITLE = "Just a chat"


@pytest.fixture
async def victim(world, sessions):
    """The world's candidate, as a guest: who they are, and a browser that came by the link to the round under way."""
    async with sessions.begin() as session:
        found = await identity.account(session, VICTIM)
        await session.execute(update(User).where(User.id == found.id).values(guest=True, password_hash="!"))  # noqa: S106 - none
    async with browser(world.app) as client:
        live = world.at["live"]["interview_id"]
        lead = Person(found, world.browsers["lead"])
        seat = await interviewing.person_id(sessions, live, VICTIM)
        await client.post(await interviewing.link(lead, live, seat))
        yield Person(found, client)


@pytest.fixture
async def attacker(world, victim, sessions):
    """The browser of an interviewer without a seat, who has made an interview and opened the victim's link to it."""
    interviewer = Person(victim.actor, world.browsers["interviewer"])
    trap = await interviewing.plan(interviewer, title=TITLE, problem_1="")
    assert 303 == (await interviewing.add(interviewer, trap, VICTIM)).status_code
    path = await interviewing.link(interviewer, trap, await interviewing.person_id(sessions, trap, VICTIM))
    async with browser(world.app) as client:
        assert f"/interviews/{trap}" == (await client.post(path)).headers["location"]
        assert 200 == (await client.get(f"/interviews/{trap}")).status_code
        yield client


async def test_no_address_of_an_interview_opens_by_the_link_to_another(world, attacker, undone_later):
    world.browsers["attacker"] = attacker
    found = {}
    with undone_later():
        for route, row in MATRIX.items():
            if "{interview_id}" in route:
                given = row if isinstance(row, dict) else {"may": row}
                found[route] = [(await _cell(world, who, route, given))[0] for who in ("guest", "attacker")]
    assert len(found) > 80
    assert {} == {route: signs for route, signs in found.items() if signs not in (["0", "0"], ["-", "-"])}


async def test_lists_name_only_what_the_link_opens(world, attacker):
    listed = (await attacker.get("/api/interviews")).json()
    assert (1, [TITLE]) == (listed["total"], [each["title"] for each in listed["items"]])
    page = (await attacker.get("/interviews")).text
    assert {TITLE} == set(re.findall(rf"{TITLE}|Round|Loop", page))
    assert all(world.at[at]["interview_id"] not in page for at in ("planned", "live", "over"))


async def test_the_room_stays_closed_to_it_and_open_to_the_guest(world, attacker, victim, sessions, clock):
    room, rooms = UUID(world.at["live"]["interview_id"]), world.app.state.rooms
    token = [client.cookies["holdout_session"] for client in (attacker, victim.browser)]
    found = [await places.find(each, room, sessions, clock, rooms.house) for each in token]
    assert Close.NO_SEAT is found[0]
    assert "candidate" == found[1].place.part


async def test_what_is_the_persons_and_not_the_interviews_stays_closed(world, attacker, victim):
    person = victim.actor.id
    for method, path, body in (
        ("GET", f"/api/people/{person}/export", None),
        ("POST", "/api/erasures", {"email": VICTIM}),
        ("DELETE", f"/api/erasures/{person}", None),
        ("PUT", "/api/account/name", {"name": "Mallory"}),
    ):
        answer = await attacker.request(method, path, json=body)
        assert (403, "about:holdout:account-needed") == (answer.status_code, answer.json()["type"]), path
    for path in ("/account/data/erasure", "/account/data/erasure/withdraw", "/account/name"):
        refused = await attacker.post(path, data={"name": "Mallory"})
        assert (403, True) == (refused.status_code, "Ask whoever invited you" in refused.text), path
    pages = [(await attacker.get(path)).text for path in ("/account", "/account/data")]
    assert ["Ask whoever invited you" in each for each in pages] == [True, True]
    assert [each for each in pages if "/export" in each or 'action="/account/name"' in each] == []


async def test_the_guests_other_devices_are_neither_told_nor_signed_out(world, attacker, victim, sessions):
    assert 1 == len((await attacker.get("/api/account/sessions")).json())
    own = (await victim.browser.get("/api/account/sessions")).json()
    assert [True] == [each["here"] for each in own]
    assert 404 == (await attacker.delete(f"/api/account/sessions/{own[0]['id']}")).status_code
    assert 0 == (await attacker.delete("/api/account/sessions")).json()["sessions"]
    assert 200 == (await victim.browser.get(f"/interviews/{world.at['live']['interview_id']}")).status_code


async def test_a_link_that_was_opened_while_its_guest_became_an_account_opens_nothing(world, attacker, sessions):
    async with sessions.begin() as session:
        await session.execute(text("UPDATE users SET guest = false WHERE email_key = :key"), {"key": VICTIM})
        assert (await session.execute(Session.__table__.select())).all()
    assert 401 == (await attacker.get("/api/account")).status_code


async def test_a_second_link_in_a_browser_takes_the_place_of_the_first(world, attacker, victim, sessions):
    lead, over = Person(victim.actor, world.browsers["lead"]), world.at["planned"]["interview_id"]
    second = await interviewing.link(lead, over, await interviewing.person_id(sessions, over, VICTIM))
    guest, live = victim.browser, world.at["live"]["interview_id"]
    assert "in another interview in this browser" in (await guest.get(second)).text
    await guest.post(second)
    assert "in another interview" not in (await guest.get(second)).text
    assert [200, 404] == [(await guest.get(f"/interviews/{each}")).status_code for each in (over, live)]
