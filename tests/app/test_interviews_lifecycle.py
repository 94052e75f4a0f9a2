import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.errors import WrongState
from app.events.models import TimelineEvent
from app.interviews import service, tasks, timing
from app.interviews.lifecycle import TRANSITIONS, State, Step, after, possible
from app.interviews.models import Interview, InterviewProblem
from app.interviews.timing import Timing
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from app.problems.models import ProblemVersion
from tests.app.interviewing import hold, kinds, person_id, row, take_home

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
EVERY_WAY = {
    ("planned", "open_lobby"): "lobby",
    ("planned", "end"): "ended",
    ("lobby", "start"): "live",
    ("lobby", "end"): "ended",
    ("live", "pause"): "paused",
    ("live", "end"): "ended",
    ("paused", "resume"): "live",
    ("paused", "end"): "ended",
    ("ended", "reopen"): "paused",
    ("ended", "review"): "reviewed",
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_way_between_states_is_the_one_written_down_and_every_other_is_refused(state, step):
    expected = EVERY_WAY.get((state, step))
    if expected is not None:
        assert expected == after(state, step)
        return
    with pytest.raises(WrongState) as caught:
        after(state, step)
    assert caught.value.fields == {"state": state, "possible": [str(each) for each in possible(state)]}


def test_every_state_can_be_reached_and_only_reviewed_is_final():
    assert set(State) - {State.PLANNED} == set(TRANSITIONS.values())
    assert [State.REVIEWED] == [state for state in State if not possible(state)]


# What a request for each step needs to be in each state: everything that is not listed is a 409.
ALLOWED = {
    "planned": {"open_lobby", "end"},
    "lobby": {"ready", "not_ready", "end"},
    "live": {"pause", "extend", "end"},
    "paused": {"resume", "extend", "end"},
    "ended": {"reopen", "review"},
    "reviewed": set(),
}


async def bring_to(held, state):
    if state == "planned":
        return
    await held.step(held.lead, "open_lobby")
    if state == "lobby":
        return
    for who in (held.candidate, held.lead):
        await held.step(who, "ready")
    for step in {"live": [], "paused": ["pause"], "ended": ["end"], "reviewed": ["end", "review"]}[state]:
        assert 200 == (await held.step(held.lead, step)).status_code
    assert state == await held.state()


@pytest.mark.parametrize("state", ALLOWED)
async def test_a_request_for_a_step_the_state_does_not_allow_says_what_is_possible(sign_in, problem, sessions, state):
    held = await hold(sign_in)
    await bring_to(held, state)
    before = await kinds(sessions, held.id)
    steps = {"open_lobby", "ready", "not_ready", "pause", "resume", "extend", "end", "reopen", "review"}
    for step in sorted(steps - ALLOWED[state]):
        answer = await held.step(held.lead, step, minutes=5)
        assert (409, "about:holdout:wrong-state") == (answer.status_code, answer.json()["type"]), step
        assert state == answer.json()["state"]
        assert {str(each) for each in possible(State(state))} == set(answer.json()["possible"])
    assert (state, before) == (await held.state(), await kinds(sessions, held.id))


async def test_a_whole_interview_leaves_one_event_for_each_step(sign_in, problem, sessions, clock):
    held = await hold(sign_in)
    await held.begin()
    for step in ("pause", "resume", "extend", "end", "reopen", "resume", "end", "review"):
        clock.advance(timedelta(minutes=1))
        answer = await held.step(held.lead, step, minutes=5)
        assert 200 == answer.status_code, answer.text
    assert [
        "interview_planned",
        "person_added",
        "person_added",
        "lobby_opened",
        "agreed",
        "agreed",
        "interview_started",
        "clock_paused",
        "clock_resumed",
        "clock_extended",
        "interview_ended",
        "interview_reopened",
        "clock_resumed",
        "interview_ended",
        "interview_reviewed",
    ] == await kinds(sessions, held.id)


async def test_a_step_that_is_rolled_back_leaves_neither_state_nor_event(sign_in, problem, sessions, monkeypatch):
    held = await hold(sign_in)

    def broken(*_: object, **__: object):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("app.interviews.views.interview", broken)  # after everything was written
        assert 500 == (await held.step(held.lead, "open_lobby")).status_code
    assert "planned" == await held.state()
    assert "lobby_opened" not in await kinds(sessions, held.id)


async def test_of_two_who_end_it_at_once_one_does(sign_in, problem, sessions):
    held = await hold(sign_in)
    await held.begin()
    answers = await asyncio.gather(*(held.step(held.lead, "end") for _ in range(4)))
    assert [200, 409, 409, 409] == sorted(answer.status_code for answer in answers)
    assert 1 == (await kinds(sessions, held.id)).count("interview_ended")


# --- the lobby --------------------------------------------------------------------------------------------------


async def test_the_lobby_needs_a_problem_and_a_candidate(sign_in, problem):
    held = await hold(sign_in, problem_1="")
    refused = await held.step(held.lead, "open_lobby")
    assert (409, "about:holdout:not-ready") == (refused.status_code, refused.json()["type"])
    assert "no problem" in refused.json()["detail"]


async def test_opening_the_lobby_pins_the_version_of_each_problem(sign_in, problem, sessions):
    held = await hold(sign_in)
    await held.step(held.lead, "open_lobby")
    async with sessions() as session:
        version = (await session.execute(select(ProblemVersion))).scalar_one()
        place = (await session.execute(select(InterviewProblem))).scalar_one()
    assert version.id == place.problem_version_id
    assert version.pinned_at is not None


async def test_the_clock_starts_only_when_candidate_and_lead_are_both_ready(sign_in, problem):
    held = await hold(sign_in)
    await held.step(held.lead, "open_lobby")
    assert "lobby" == (await held.step(held.candidate, "ready")).json()["state"]
    assert "lobby" == (await held.step(held.candidate, "not_ready")).json()["state"]
    assert "lobby" == (await held.step(held.lead, "ready")).json()["state"]
    assert "live" == (await held.step(held.candidate, "ready")).json()["state"]


async def test_somebody_who_was_ready_and_left_does_not_start_the_clock(sign_in, problem, clock):
    held = await hold(sign_in)
    await held.step(held.lead, "open_lobby")
    await held.step(held.candidate, "ready")
    clock.advance(timedelta(seconds=61))
    assert "lobby" == (await held.step(held.lead, "ready")).json()["state"]
    await held.candidate.browser.post(f"/api{held.url}/presence")  # back on the page, and still ready
    assert "live" == (await held.step(held.lead, "ready")).json()["state"]


async def test_the_lobby_tells_who_is_there(sign_in, problem, clock):
    held = await hold(sign_in)

    async def here():
        return {each["name"]: each["here"] for each in (await held.view(held.lead))["people"]}

    assert {"lead": False, "kim": False} == await here()
    await held.candidate.browser.post(f"/api{held.url}/presence")
    assert {"lead": False, "kim": True} == await here()
    clock.advance(service.HERE_WITHIN)
    assert {"lead": False, "kim": False} == await here()


# --- the clock --------------------------------------------------------------------------------------------------


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
