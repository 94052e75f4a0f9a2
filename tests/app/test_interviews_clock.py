"""The clock of an interview: pauses, extensions, extra time, its end, and the take-home's."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.events.models import TimelineEvent
from app.interviews import tasks, timing
from app.interviews.models import Interview
from app.interviews.timing import Timing
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from tests.app.interviewing import hold, kinds, person_id, row, take_home

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_clock_that_has_not_started_has_all_its_time():
    known = Timing(minutes=45, extra_minutes=15)
    assert timedelta(hours=1) == timing.remaining(known, NOW)
    assert timing.ends_at(known) is None


seconds = st.integers(0, 7200)


@given(run=seconds, paused=seconds, again=seconds, minutes=st.integers(5, 120), extra=st.integers(0, 60))
def test_a_pause_costs_nobody_time(run, paused, again, minutes, extra):
    started = Timing(minutes=minutes, extra_minutes=extra, started_at=NOW)
    pause_at = NOW + timedelta(seconds=run)
    standing = Timing(minutes=minutes, extra_minutes=extra, started_at=NOW, paused_at=pause_at)
    resume_at = pause_at + timedelta(seconds=paused)
    left = timing.remaining(started, pause_at)
    assert left == timing.remaining(standing, resume_at)
    assert timing.ends_at(standing) is None
    resumed = Timing(
        minutes=minutes,
        extra_minutes=extra,
        started_at=NOW,
        paused_seconds=timing.paused_seconds(standing, resume_at),
    )
    later = resume_at + timedelta(seconds=again)
    assert max(left - timedelta(seconds=again), timedelta(0)) == timing.remaining(resumed, later)
    assert timing.ends_at(started) + timedelta(seconds=paused) == timing.ends_at(resumed)


def test_a_clock_of_the_server_that_is_set_back_never_shows_more_time_than_there_is():
    started = Timing(minutes=45, started_at=NOW)
    assert timedelta(minutes=45) == timing.remaining(started, NOW - timedelta(hours=1))


async def test_a_pause_stops_the_clock_and_an_extension_moves_its_end(sign_in, problem, clock):
    held = await hold(sign_in)
    await held.begin()
    clock.advance(timedelta(minutes=10))
    paused = (await held.step(held.lead, "pause")).json()["clock"]
    assert (None, 50 * 60) == (paused["ends_at"], paused["remaining_seconds"])
    clock.advance(timedelta(hours=3))
    assert "paused" == await held.state()
    extended = (await held.step(held.lead, "extend", minutes=15)).json()["clock"]
    assert 65 * 60 == extended["remaining_seconds"]
    resumed = (await held.step(held.lead, "resume")).json()["clock"]
    assert clock.now() + timedelta(minutes=65) == datetime.fromisoformat(resumed["ends_at"])
    clock.advance(timedelta(minutes=64))
    assert "live" == await held.state()


@pytest.mark.parametrize("minutes", [0, 121, 1000])
async def test_an_extension_has_a_sensible_length(sign_in, problem, minutes):
    held = await hold(sign_in)
    await held.begin()
    answer = await held.step(held.lead, "extend", minutes=minutes)
    assert (422, "about:holdout:invalid") == (answer.status_code, answer.json()["type"])


async def test_extra_time_of_the_candidate_counts_also_when_it_is_given_while_the_clock_runs(
    sign_in, problem, sessions, clock
):
    held = await hold(sign_in)
    seat = await person_id(sessions, held.id, "kim@example.com")
    await held.lead.browser.post(f"{held.url}/people/{seat}", data={"extra_minutes": "15"})
    await held.begin()
    assert 75 * 60 == (await held.view(held.candidate))["clock"]["total_seconds"]
    clock.advance(timedelta(minutes=74))
    await held.lead.browser.post(f"{held.url}/people/{seat}", data={"extra_minutes": "30"})
    clock.advance(timedelta(minutes=15))
    assert "live" == await held.state()
    clock.advance(timedelta(minutes=1))
    assert "ended" == await held.state()


async def test_whoever_looks_after_the_time_is_over_finds_it_ended_at_the_moment_it_ran_out(
    sign_in, problem, sessions, clock
):
    held = await hold(sign_in)
    await held.begin()
    began = clock.now()
    clock.advance(timedelta(hours=5))
    views = await asyncio.gather(*(held.view(held.candidate) for _ in range(4)))
    assert {"ended"} == {view["state"] for view in views}
    found = await row(sessions, held.id)
    assert (began + timedelta(minutes=60), "time_over") == (found.ended_at, found.end_reason)
    assert 1 == (await kinds(sessions, held.id)).count("interview_ended")
    async with sessions() as session:
        event = (
            await session.execute(select(TimelineEvent).where(TimelineEvent.kind == "interview_ended"))
        ).scalar_one()
    assert (found.ended_at, None) == (event.at, event.actor_id)


async def test_the_worker_ends_what_nobody_looks_at_and_only_once(sign_in, problem, sessions, clock):
    held = await hold(sign_in)
    await held.begin()
    assert 0 == await tasks.end_overdue(sessions, clock)
    clock.advance(timedelta(minutes=60))
    ended = await asyncio.gather(*(tasks.end_overdue(sessions, clock) for _ in range(3)))
    assert 1 == sum(ended)
    assert ("ended", 1) == (
        (await row(sessions, held.id)).state,
        (await kinds(sessions, held.id)).count("interview_ended"),
    )


async def test_a_reopened_interview_waits_with_the_time_it_had_and_needs_some_to_go_on(sign_in, problem, clock):
    held = await hold(sign_in)
    await held.begin()
    clock.advance(timedelta(minutes=20))
    await held.step(held.lead, "end")
    clock.advance(timedelta(hours=2))
    reopened = (await held.step(held.lead, "reopen")).json()
    assert ("paused", 40 * 60) == (reopened["state"], reopened["clock"]["remaining_seconds"])
    await held.step(held.lead, "resume")
    clock.advance(timedelta(minutes=41))
    assert "ended" == await held.state()
    await held.step(held.lead, "reopen")
    assert "about:holdout:not-ready" == (await held.step(held.lead, "resume")).json()["type"]
    await held.step(held.lead, "extend", minutes=5)
    assert 5 * 60 == (await held.step(held.lead, "resume")).json()["clock"]["remaining_seconds"]


async def test_a_cancelled_interview_stays_cancelled(sign_in, problem, sessions):
    held = await hold(sign_in)
    await held.step(held.lead, "end")
    assert "cancelled" == (await row(sessions, held.id)).end_reason
    assert "about:holdout:not-ready" == (await held.step(held.lead, "reopen")).json()["type"]


# --- take-home --------------------------------------------------------------------------------------------------


async def test_a_take_home_is_begun_by_its_candidate_alone(sign_in, problem, sessions, clock):
    held = await take_home(sign_in, clock)
    assert 403 == (await held.step(held.lead, "start")).status_code
    begun = await held.step(held.candidate, "start")
    assert (200, "live") == (begun.status_code, begun.json()["state"])
    assert ["lobby_opened", "interview_started"] == (await kinds(sessions, held.id))[-2:]
    assert 409 == (await held.step(held.candidate, "start")).status_code


async def test_a_take_home_begun_in_time_has_all_its_minutes_past_the_deadline(sign_in, problem, clock):
    held = await take_home(sign_in, clock, days=1)
    clock.advance(timedelta(hours=23, minutes=50))
    await held.step(held.candidate, "start")
    clock.advance(timedelta(minutes=59))
    assert "live" == await held.state()
    clock.advance(timedelta(minutes=1))
    assert "ended" == await held.state()


async def test_a_take_home_that_nobody_began_ends_with_its_deadline(sign_in, problem, sessions, clock):
    held = await take_home(sign_in, clock, days=1)
    clock.advance(timedelta(days=1, minutes=1))
    refused = await held.step(held.candidate, "start")
    assert (409, "ended") == (refused.status_code, refused.json()["state"])
    assert "The deadline has passed" in (await held.candidate.browser.get(held.url)).text
    found = await row(sessions, held.id)
    assert ("deadline_passed", found.deadline_at) == (found.end_reason, found.ended_at)


async def test_a_candidate_hands_in_a_take_home_but_neither_cancels_it_nor_ends_a_live_interview(
    sign_in, problem, clock
):
    held = await take_home(sign_in, clock)
    assert 409 == (await held.step(held.candidate, "end")).status_code
    await held.step(held.candidate, "start")
    assert "ended" == (await held.step(held.candidate, "end")).json()["state"]


async def test_a_live_interview_is_not_started_by_hand(sign_in, problem):
    held = await hold(sign_in)
    await held.step(held.lead, "open_lobby")
    for who in (held.lead, held.candidate):
        assert 403 == (await held.step(who, "start")).status_code
    assert 403 == (await held.step(held.candidate, "end")).status_code


async def test_a_pause_without_its_moment_cannot_be_stored(sessions, sign_in, problem):
    held = await hold(sign_in)
    async with sessions() as session:
        found = await session.get_one(Interview, UUID(held.id))
        found.state = "paused"
        with pytest.raises(IntegrityError, match="ck_interviews_paused"):
            await session.flush()


async def test_the_worker_is_taught_to_end_interviews(sign_in, problem, sessions, clock, database_url):
    held = await hold(sign_in)
    await held.begin()
    clock.advance(timedelta(hours=1))
    queue = new_app(libpq_url(database_url), pool_size=1)
    tasks.register(queue, queue="grading")
    worker = SimpleNamespace(sessionmaker=sessions, clock=clock)
    await queue.tasks["interviews:end"].func(SimpleNamespace(additional_context={"worker": worker}), 0)
    assert "ended" == (await row(sessions, held.id)).state
