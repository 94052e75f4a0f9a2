import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.errors import WrongState
from app.interviews import service
from app.interviews.lifecycle import TRANSITIONS, State, Step, after, possible
from app.interviews.models import InterviewProblem
from app.problems.models import ProblemVersion
from tests.app.interviewing import hold, kinds

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
