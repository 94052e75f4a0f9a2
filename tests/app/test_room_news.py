"""Those who are in the room are told to look when something happened, and only what they may know of makes a sound."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.attempts.models import HeldProblem
from app.identity.gate import COOKIE
from app.interviews import mocks
from app.interviews.models import InterviewProblem
from app.rooms.seats import Interviews
from app.timeline.live import HAPPENED, News
from tests.app.interview import SECRETS
from tests.app.mocking import bank, begin, bob, paired, round_of
from tests.app.packages import RIGHT
from tests.app.peers import Peer
from tests.app.roomkit import serving
from tests.app.test_room_secrets import whole_interview

__all__ = ["bank", "bob"]

STATEMENT = {"kind": "assumption", "problem": 0, "text": "No value is missing."}


@pytest.fixture
async def port(app, clock, monkeypatch):
    monkeypatch.setattr(app.state.rooms, "house", Interviews(clock))
    await app.state.news.connected.wait()
    async with serving(app) as port:
        yield port


@pytest.fixture
async def enter(port):
    peers = []

    async def come(interview, who) -> Peer:
        peer = Peer(interview.browser(who).cookies[COOKIE], interview.id)
        peers.append(peer)
        await peer.come(port)
        return peer

    yield come
    for peer in peers:
        await peer.leave()


def looks(peer) -> int:
    return peer.events.count(HAPPENED)


async def test_what_one_side_says_the_other_is_told_to_look_at(held, enter):
    lead, candidate = await enter(held, "lead"), await enter(held, "candidate")
    for number, (who, path, body) in enumerate(
        [
            ("candidate", "statements", STATEMENT),
            ("lead", "hints", {"problem": 0, "index": 0}),
            ("candidate", "messages", {"text": "Hello."}),
        ],
        start=1,
    ):
        await held.done(who, path, body)
        for peer in (lead, candidate):
            await peer.until(lambda peer=peer, number=number: looks(peer) >= number)


async def test_a_candidate_does_not_even_hear_that_something_private_happened(held, enter):
    lead, candidate = await enter(held, "lead"), await enter(held, "candidate")
    await held.done("candidate", "messages", {"text": "Hello."})
    await candidate.until(lambda: looks(candidate))
    await lead.until(lambda: looks(lead))
    heard = looks(candidate)
    await held.done("lead", "notes", {"text": "Calm."})
    await held.done("interviewer", "statements", {**STATEMENT, "aloud": True})
    await lead.until(lambda: looks(lead) >= heard + 2)
    assert heard == looks(candidate)
    await held.done("lead", "feedback", {"text": "Good."})
    await candidate.until(lambda: looks(candidate) == heard + 1)


async def test_who_may_type_follows_the_clock_at_once(held, enter):
    candidate, observer = await enter(held, "candidate"), await enter(held, "observer")
    writes = lambda peer: [event["writes"] for event in peer.events if event["type"] == "place"]  # noqa: E731 - two uses
    await candidate.until(lambda: writes(candidate) == [True])
    await observer.until(lambda: writes(observer) == [False])
    await held.step("lead", "pause")
    await candidate.until(lambda: writes(candidate) == [True, False])
    candidate.type("while the clock stands")
    await candidate.until(lambda: candidate.refusals)
    await held.step("lead", "resume")
    await candidate.until(lambda: writes(candidate) == [True, False, True])
    await held.step("lead", "end")
    await candidate.until(lambda: writes(candidate)[-1] is False)


async def test_the_candidate_is_not_let_in_before_the_start(planned, port):
    await planned.open_lobby()
    await planned.room("lead")
    peer = Peer(planned.browser("candidate").cookies[COOKIE], planned.id)
    await peer.come(port)
    await peer.until(lambda: peer.code is not None)
    assert (4404, "") == (peer.code, peer.text())


async def test_a_run_is_of_what_was_typed_and_acknowledged(held, enter):
    candidate = await enter(held, "candidate")
    candidate.type(RIGHT)
    await candidate.settled()
    view = await held.done("candidate", "problems/0/runs")
    assert (candidate.text(), candidate.seq) == (view["solution"], view["revision"])
    assert RIGHT in view["solution"]


async def test_no_frame_of_a_whole_interview_tells_a_candidate_what_is_not_theirs(held, enter, sessions, clock):
    candidate, lead = await enter(held, "candidate"), await enter(held, "lead")
    await whole_interview(held, sessions, clock)
    await held.step("lead", "end")
    await candidate.until(lambda: [e for e in candidate.events if e.get("type") == "place"][-1]["writes"] is False)
    heard = json.dumps([candidate.events, candidate.refusals, list(candidate.cursors.values())])
    assert [] == [name for name, secret in SECRETS.items() if secret in heard]
    assert {"happened", "place", "focus"} >= {event["type"] for event in candidate.events}
    assert looks(lead)


async def test_whoever_may_not_be_in_one_room_any_more_ends_the_news_of_no_other(
    *, held, port, bank, bob, ada, sessions, clock, enter
):
    round_one = round_of(await paired(ada, bob), 1, sessions, clock, peer=ada, candidate=bob)
    await begin(round_one)
    leaving, candidate = await enter(round_one, "peer"), await enter(held, "candidate")
    async with sessions.begin() as session:
        asked = select(InterviewProblem.problem_id).where(InterviewProblem.interview_id == round_one.id)
        problem_id = await session.scalar(asked)
        session.add(HeldProblem(interview_id=UUID(int=1), problem_id=problem_id, user_id=ada.actor.id))
    async with sessions.begin() as session:
        await mocks.cancel(session, clock, None, round_one.id)
    await leaving.until(lambda: leaving.code is not None)
    assert 4404 == leaving.code
    await held.done("candidate", "messages", {"text": "Hello."})
    await candidate.until(lambda: looks(candidate), 10)
    back = await enter(round_one, "peer")
    await back.until(lambda: back.code is not None)
    assert 4404 == back.code


@pytest.mark.parametrize("faulty", ["places", "news"])
async def test_a_fault_of_ours_in_one_interview_ends_the_news_of_no_other(
    *, held, port, bank, bob, ada, sessions, clock, enter, monkeypatch, faulty
):
    round_one = round_of(await paired(ada, bob), 1, sessions, clock, peer=ada, candidate=bob)
    await begin(round_one)
    struck, candidate = await enter(round_one, "peer"), await enter(held, "candidate")
    target = (Interviews, "place") if faulty == "places" else (News, "_tell")
    does, broken = getattr(*target), []

    async def breaks(*arguments: Any, **options: Any) -> Any:
        if round_one.id in arguments:
            broken.append(1)
            raise RuntimeError("nobody foresaw this")
        return await does(*arguments, **options)

    monkeypatch.setattr(*target, breaks)
    async with sessions.begin() as session:
        await mocks.cancel(session, clock, None, round_one.id)
    async with asyncio.timeout(10):
        while not broken:  # noqa: ASYNC110 - what is waited for is a fault
            await asyncio.sleep(0.05)
    await held.done("candidate", "messages", {"text": "Hello."})
    await candidate.until(lambda: looks(candidate), 10)
    if faulty == "places":
        await struck.until(lambda: struck.code is not None, 10)
