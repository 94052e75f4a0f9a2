"""Whoever came without an account goes again, and every word of theirs with them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from app.attempts.models import Draft, Execution
from app.identity.models import Session, User, Visitor
from app.trust import visits as sweeping
from tests.app.visiting import OWN, count, guest, submit, the_user
from tests.app.workspace import open_workspace, save

__all__ = ["guest"]


async def test_whoever_did_nothing_is_gone_after_an_hour_without_a_trace(guest, sessions, clock):
    assert 0 == await sweeping.sweep(sessions, clock)
    clock.advance(sweeping.IDLE)
    assert 1 == await sweeping.sweep(sessions, clock)
    assert [0, 0, 0] == [await count(sessions, each) for each in (User, Visitor, Session)]
    assert 303 == (await guest.get("/tour")).status_code


async def test_whoever_tried_something_stays_for_days_and_then_every_word_goes(guest, sessions, clock):
    boot = await open_workspace(guest, OWN)
    await save(guest, boot, "# my secret")
    clock.advance(timedelta(days=6, hours=23))
    assert 0 == await sweeping.sweep(sessions, clock)
    clock.advance(timedelta(hours=2))
    assert 1 == await sweeping.sweep(sessions, clock)
    async with sessions() as session:
        assert "" == (await session.execute(select(Draft.solution))).scalar_one()
    user = await the_user(sessions)
    assert (f"erased-{user.id}", False) == (user.email, user.active)
    assert 0 == await count(sessions, Visitor)
    assert 0 == await sweeping.sweep(sessions, clock)


async def test_signing_out_is_leaving(guest, sessions, clock):
    await open_workspace(guest, OWN)
    await guest.post("/signout")
    assert 1 == await sweeping.sweep(sessions, clock)


async def test_a_grading_that_is_under_way_ends_first(guest, sessions, clock):
    await submit(guest, "leak")
    clock.advance(timedelta(days=8))
    assert 0 == await sweeping.sweep(sessions, clock)
    async with sessions.begin() as session:
        await session.execute(update(Execution).values(status="platform_error"))
    assert 1 == await sweeping.sweep(sessions, clock)


async def test_a_removal_of_a_visitor_is_of_no_use_for_anybody_else(ada, sessions):
    with pytest.raises(Exception, match="this person is no visitor"):
        async with sessions.begin() as session:
            await session.execute(
                text(
                    "INSERT INTO removals (id, purpose, person_id, at) VALUES (gen_random_uuid(), 'visit', :who, now())"
                ),
                {"who": ada.actor.id},
            )
