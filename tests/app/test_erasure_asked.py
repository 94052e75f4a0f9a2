"""Erasing a person: who asks and who confirms, when it has to wait, and what is swept up after it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.errors import Forbidden, Invalid, NotErasable, NotFound, StillGraded
from app.identity.actor import Role
from app.kit.clock import SystemClock
from app.trust import erasure
from tests.app import planting
from tests.app.erasing import become, erase, over
from tests.app.mocking import bank, bob, paired

__all__ = ["bank", "bob", "over"]


async def test_a_preview_says_what_would_go(over, sessions, clock):
    candidate = await become(sessions, clock, over, "candidate")
    async with sessions() as session:
        shown = await erasure.preview(session, over.people["admin"].actor, candidate.actor.id)
    assert [over.id] == list(shown.interviews)
    assert shown.counts["statements, questions, messages and hints"] >= 5
    assert 1 == shown.counts["name, address and password"]
    assert "webhooks that they made" not in json.dumps(shown.counts)


async def test_who_asks_is_not_who_confirms(over, sessions, clock):
    admin, candidate = over.people["admin"].actor, over.people["candidate"].actor
    async with sessions.begin() as session:
        with pytest.raises(NotFound):  # nobody has asked for it
            await erasure.confirm(session, clock, admin, candidate.id, email=candidate.email)
        with pytest.raises(Forbidden):
            await erasure.ask(session, clock, over.people["lead"].actor, candidate.id)
        await erasure.ask(session, clock, candidate, candidate.id)
    async with sessions.begin() as session:
        for who in ("candidate", "lead"):
            with pytest.raises(Forbidden):
                await erasure.confirm(session, clock, over.people[who].actor, candidate.id, email=candidate.email)
        with pytest.raises(Invalid):
            await erasure.confirm(session, clock, admin, candidate.id, email="somebody@else.example")
        await erasure.withdraw(session, clock, candidate, candidate.id)
        with pytest.raises(NotFound):
            await erasure.confirm(session, clock, admin, candidate.id, email=candidate.email)


async def test_a_second_confirmation_finds_nothing(over, sessions, clock):
    candidate = over.people["candidate"]
    await erase(sessions, clock, over, candidate, candidate.actor.email)
    with pytest.raises(NotFound):
        await erase(sessions, clock, over, candidate, candidate.actor.email)


async def test_nobody_is_erased_in_the_middle_of_an_interview(held, sessions, clock):
    for who in ("candidate", "lead"):
        with pytest.raises(NotErasable, match="is not over"):
            await erase(sessions, clock, held, held.people[who], held.people[who].actor.email)


async def test_nor_while_something_is_graded(over, sessions, clock):
    async with sessions.begin() as session:
        await session.execute(text("UPDATE executions SET status = 'running'"))
    with pytest.raises(StillGraded):
        await erase(sessions, clock, over, over.people["candidate"], over.people["candidate"].actor.email)


async def test_what_was_under_way_meanwhile_is_swept_up(over, sessions, clock):
    candidate = await become(sessions, clock, over, "candidate")
    await erase(sessions, clock, over, candidate)
    async with sessions.begin() as session:  # a save that began before, and commits after
        await session.execute(text("UPDATE drafts SET solution = :code"), {"code": planting.CODE.encode()})
    assert "drafts" in await planting.found_in(sessions)
    clock.advance(timedelta(minutes=50))
    async with sessions.begin() as session:
        assert 1 == await erasure.sweep(session, clock.now())
    assert "drafts" not in await planting.found_in(sessions)
    clock.advance(timedelta(days=1))
    async with sessions.begin() as session:
        assert 0 == await erasure.sweep(session, clock.now())


async def test_it_is_one_moment_for_the_database_while_the_clock_goes_on(over, sessions):
    candidate = over.people["candidate"]
    await erase(sessions, SystemClock(), over, candidate, candidate.actor.email)
    assert set() == await planting.found_in(sessions, candidate.actor.email)


async def test_the_last_administrator_stays(over, sessions, clock, sign_in):
    admin = over.people["admin"].actor
    async with sessions.begin() as session:
        await erasure.ask(session, clock, admin, admin.id)
        with pytest.raises(NotErasable, match="another administrator"):
            await erasure.confirm(session, clock, admin, admin.id, email=admin.email)
    other = (await sign_in("other@example.com", Role.ADMIN)).actor
    async with sessions.begin() as session:
        await session.execute(text("UPDATE users SET active = false WHERE id = :id"), {"id": other.id})
        with pytest.raises(NotErasable, match="last administrator"):
            await erasure.confirm(session, clock, other, admin.id, email=admin.email)


async def test_a_refused_confirmation_leaves_their_mock_interviews_as_they_are(*, over, bob, bank, sessions):
    candidate, admin = over.people["candidate"], over.people["admin"].browser
    await paired(candidate, bob)
    async with sessions.begin() as session:
        await session.execute(text("UPDATE executions SET status = 'running'"))
    assert 303 == (await admin.post("/trust/erasures", data={"email": candidate.actor.email})).status_code
    form = {"email": candidate.actor.email}
    refused = await admin.post(f"/trust/erasures/{candidate.actor.id}/confirm", data=form)
    assert 422 == refused.status_code
    async with sessions() as session:
        states = await session.scalars(text("SELECT state FROM interviews WHERE kind = 'mock'"))
        assert ["planned", "planned"] == list(states)
