"""Who may do what in a room of a real interview: every part in every state, and what happens when either changes."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.identity.actor import Role
from app.identity.gate import COOKIE
from app.interviews import live
from app.interviews.lifecycle import State
from app.interviews.models import Interview, InterviewPerson, InterviewProblem
from app.problems.models import Problem
from tests.app.peers import Peer, in_step
from tests.app.roomkit import serving

PARTS = {"candidate": Role.CANDIDATE, "lead": Role.INTERVIEWER, "interviewer": Role.INTERVIEWER}
PARTS |= {"observer": Role.REVIEWER, "admin": Role.ADMIN, "stranger": Role.INTERVIEWER}
WRITERS = {"candidate", "lead", "interviewer"}


@pytest.fixture
async def port(app):
    async with serving(app) as port:
        yield port


@pytest.fixture
async def interview(sessions, sign_in, clock, problem):
    """An interview in its lobby with one person of each part; an administrator and a stranger beside it."""
    people = {part: await sign_in(f"{part}@example.com", role) for part, role in PARTS.items()}
    async with sessions.begin() as session:
        interview = Interview(
            title="Ada", kind="live", state="planned", level="mid", minutes=45, criteria=[], policy=""
        )
        interview.lint, interview.retention_days = True, 180
        interview.created_by, interview.created_at = people["lead"].actor.id, clock.now()
        session.add(interview)
        await session.flush()
        chosen = (await session.execute(select(Problem.id))).scalar_one()
        session.add(InterviewProblem(interview_id=interview.id, position=0, problem_id=chosen))
        for part in ("candidate", "lead", "interviewer", "observer"):
            person = people[part].actor.id
            session.add(InterviewPerson(interview_id=interview.id, user_id=person, part=part, added_at=clock.now()))
    return interview.id, people


async def in_state(sessions, clock, interview, people, state) -> None:
    lead, candidate = people["lead"].actor, people["candidate"].actor
    async with sessions.begin() as session:
        await live.open_lobby(session, clock, lead, interview)
        if state == State.LOBBY:
            return
        for actor in (lead, candidate):
            await live.agree(session, clock, actor, interview, ready=True)
        steps = {State.PAUSED: [live.pause], State.ENDED: [live.end], State.REVIEWED: [live.end, live.review]}
        for step in steps.get(state, []):
            await step(session, clock, lead, interview)


def peer(people, part, interview) -> Peer:
    return Peer(people[part].browser.cookies[COOKIE], interview)


@pytest.mark.parametrize("state", ["lobby", "live", "paused", "ended", "reviewed"])
@pytest.mark.parametrize("part", PARTS)
async def test_every_part_in_every_state(sessions, clock, interview, port, part, state):  # noqa: PLR0917 - a matrix
    room, people = interview
    await in_state(sessions, clock, room, people, State(state))
    person = await peer(people, part, room).come(port)
    if part == "stranger" or (part, state) == ("candidate", "lobby"):
        assert 4404 == person.code
        return
    assert "NotImplementedError" in person.text()
    await person.until(lambda: person.events)
    writes = part in WRITERS and state == "live"
    assert (part, writes) == (person.events[0]["part"], person.events[0]["writes"])
    person.type("x")
    await person.until(lambda: person.acknowledged or person.refusals)
    assert (writes, not writes) == (bool(person.acknowledged), bool(person.refusals))
    await person.leave()


async def test_there_is_no_room_before_the_lobby(interview, port):
    room, people = interview
    assert 4404 == (await peer(people, "lead", room).come(port)).code


async def test_typing_opens_and_closes_with_the_clock_on_open_connections(sessions, clock, interview, port):
    room, people = interview
    await in_state(sessions, clock, room, people, State.LOBBY)
    lead = await peer(people, "lead", room).come(port)
    await lead.until(lambda: lead.events)
    await both_do(sessions, clock, room, people, live.agree, ready=True)
    await lead.until(lambda: any(event.get("writes") for event in lead.events))
    candidate = await peer(people, "candidate", room).come(port)
    candidate.type("x = 1\n")
    assert "x = 1" in await in_step(lead, candidate)
    clock.advance(timedelta(minutes=46))  # nobody has looked at the interview since
    candidate.type("too late\n")
    await candidate.until(lambda: candidate.refusals)
    assert "read-only" == candidate.refusals[0]["code"]
    assert "too late" not in lead.text()
    for person in (lead, candidate):
        await person.leave()


async def both_do(sessions, clock, room, people, step, *, ready: bool) -> None:
    for part in ("lead", "candidate"):
        async with sessions.begin() as session:
            await step(session, clock, people[part].actor, room, ready=ready)


async def test_who_is_taken_off_the_interview_is_sent_away(sessions, clock, interview, port):
    room, people = interview
    await in_state(sessions, clock, room, people, State.LIVE)
    observer = await peer(people, "observer", room).come(port)
    async with sessions.begin() as session:
        gone = update(InterviewPerson).where(InterviewPerson.user_id == people["observer"].actor.id)
        await session.execute(gone.values(user_id=people["stranger"].actor.id))
        await live.pause(session, clock, people["lead"].actor, room)
    await observer.until(lambda: observer.code is not None)
    assert 4404 == observer.code


async def test_signing_out_ends_the_connection_at_the_next_look(sessions, clock, interview, port):
    room, people = interview
    await in_state(sessions, clock, room, people, State.LIVE)
    candidate = await peer(people, "candidate", room).come(port)
    await people["candidate"].browser.post("/signout")
    async with sessions.begin() as session:
        await live.pause(session, clock, people["lead"].actor, room)
    await candidate.until(lambda: candidate.code is not None)
    assert 4401 == candidate.code


async def test_two_who_come_first_at_once_find_one_room(sessions, clock, interview, port):
    room, people = interview
    await in_state(sessions, clock, room, people, State.LIVE)
    both = [peer(people, part, room) for part in ("lead", "candidate")]
    await asyncio.gather(*(person.come(port) for person in both))
    both[0].type("one room\n")
    assert 1 == (await in_step(*both)).count("NotImplementedError")
    for person in both:
        await person.leave()
