"""The problems of mock pairs: drawn, picked, and known to both from then on."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.attempts.models import OpenedSolution
from app.errors import NotReady
from app.identity.actor import Role
from app.interviews.models import InterviewProblem
from app.mock import service
from app.mock.schemas import PickIn
from tests.app import interviewing
from tests.app.interview import SECRETS
from tests.app.mocking import add_problem, bank, bob, join, pair, paired, round_of

__all__ = ["bank", "bob", "pair"]


async def test_problems_are_drawn_that_neither_has_met(ada, bob, bank, sessions, clock):
    await ada.browser.get("/problems/metrics/aa")
    async with sessions.begin() as session:
        opened = await session.scalar(select(InterviewProblem.problem_id).limit(1)) or UUID(
            "2f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11"
        )
        session.add(OpenedSolution(user_id=bob.actor.id, problem_id=opened, opened_at=clock.now()))
    found = await paired(ada, bob)
    async with sessions() as session:
        asked = {str(each)[0] for each in (await session.execute(select(InterviewProblem.problem_id))).scalars()}
    assert {"3", "4"} == asked
    assert 409 == (await join(bob, (await ada.browser.post("/api/mocks", json={})).json()["link"])).status_code
    assert 409 == (await ada.browser.put(f"/api/mocks/{found['id']}/rounds/1/problem")).status_code


async def test_another_problem_is_drawn_until_the_lobby_is_open(pair, ada, bob, sessions, clock):
    before = pair["rounds"][0]["problem"]
    after = (await ada.browser.put(f"/api/mocks/{pair['id']}/rounds/1/problem")).json()["rounds"]
    assert before != after[0]["problem"]
    assert after[1]["problem"] is None  # of the round in which one is asked
    await round_of(pair, 1, sessions, clock, peer=ada, candidate=bob).step("peer", "open_lobby")
    assert 409 == (await ada.browser.put(f"/api/mocks/{pair['id']}/rounds/1/problem")).status_code


async def test_whoever_interviews_picks_by_name_pattern_or_level_what_neither_has_met(*, pair, ada, bob, sessions):
    problem = f"/api/mocks/{pair['id']}/rounds/1/problem"
    async with sessions() as session:
        taken = {str(each)[0] for each in (await session.execute(select(InterviewProblem.problem_id))).scalars()}
    free = sorted({"1", "2", "3", "4"} - taken)
    name, title = f"metrics/{'abcd'[int(free[0]) - 1] * 2}", f"Problem {'abcd'[int(free[0]) - 1] * 2}"
    picked = await ada.browser.put(problem, json={"problem": name})
    assert (200, title) == (picked.status_code, picked.json()["rounds"][0]["problem"])
    assert 200 == (await ada.browser.put(problem, json={"pattern": "metrics", "level": "junior"})).status_code
    for wish in ({"pattern": "windows"}, {"level": "staff"}):
        assert 409 == (await ada.browser.put(problem, json=wish)).status_code, wish
    for wish in ({"pattern": "none"}, {"problem": "metrics/nothing"}, {"problem": "\0"}, {"level": "none"}):
        assert 422 == (await ada.browser.put(problem, json=wish)).status_code, wish
    assert 403 == (await bob.browser.put(problem, json={"problem": name})).status_code


async def test_what_one_of_the_two_has_met_is_offered_to_the_other_like_everything_and_refused(
    pair, ada, bob, sessions
):
    async with sessions() as session:
        taken = {str(each)[0] for each in (await session.execute(select(InterviewProblem.problem_id))).scalars()}
    free = [f"metrics/{letter * 2}" for number, letter in enumerate("abcd", 1) if str(number) not in taken]
    await bob.browser.get(f"/problems/{free[0]}")
    page = f"/practice/mock/{pair['id']}"
    shown = (await ada.browser.get(page)).text
    assert all(f'value="{name}"' in shown for name in free)  # what is missing would tell of bob's practice
    refused = await ada.browser.post(f"{page}/rounds/1/problem", data={"problem": free[0]})
    assert (409, True) == (refused.status_code, "One of you has met this problem" in refused.text)
    assert f'value="{free[0]}"' not in (await bob.browser.get(page)).text
    assert 303 == (await ada.browser.post(f"{page}/rounds/1/problem", data={"problem": free[1]})).status_code


async def test_the_interviewer_counts_as_having_seen_the_problem_from_the_open_lobby_on(
    pair, ada, bob, sessions, clock
):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    assert 409 == (await ada.browser.get(f"/api/mocks/scripts/{held.id}")).status_code
    await held.step("peer", "open_lobby")
    script = (await ada.browser.get(f"/api/mocks/scripts/{held.id}")).json()
    assert SECRETS["hint_two"] in script["hints"]
    async with sessions() as session:
        seen = (await session.execute(select(OpenedSolution.user_id))).scalars().all()
    assert [ada.actor.id] == seen


async def test_the_plan_of_a_real_interview_says_who_knows_its_problem_from_a_mock_one_and_no_more(
    *, pair, ada, bob, sign_in, sessions, clock
):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    async with sessions() as session:
        asked = str(
            await session.scalar(select(InterviewProblem.problem_id).where(InterviewProblem.interview_id == held.id))
        )
    lead = await sign_in("lead@example.com", Role.INTERVIEWER)
    plans = {}
    for person in (ada, bob):
        plans[person.actor.id] = await interviewing.plan(lead, problem_1=asked)
        await interviewing.add(lead, plans[person.actor.id], person.actor.email)

    async def known(person) -> list[str]:
        found = await lead.browser.get(f"/api/interviews/{plans[person.actor.id]}/plan")
        return [each["way"] for each in found.json()["problems"][0]["known"]]

    await held.step("peer", "open_lobby")
    assert (["inside"], []) == (await known(ada), await known(bob))
    for who in ("candidate", "peer"):
        await held.step(who, "ready")
    assert (["inside"], ["mock"]) == (await known(ada), await known(bob))
    page = (await lead.browser.get(f"/interviews/{plans[bob.actor.id]}/plan")).text
    assert "bob was asked it in a mock interview." in page
    assert "ada" not in page
    theirs = interviewing.Held(plans[bob.actor.id], lead, bob)
    await held.step("peer", "end")
    clock.advance(timedelta(minutes=1))
    await theirs.begin()
    assert ["mock"] == await known(bob)
    assert "mock" not in (await bob.browser.get(theirs.url)).text


async def waits(work) -> asyncio.Task:
    """The work, which goes on only when something else is over."""
    task = asyncio.create_task(work)
    done, _ = await asyncio.wait({task}, timeout=0.5)
    assert not done
    return task


async def test_two_pairs_of_one_person_never_get_the_same_problem_at_the_same_moment(
    *, ada, bob, bank, sign_in, sessions, clock
):
    cem = await sign_in("cem@example.com")
    links = [(await ada.browser.post("/api/mocks", json={})).json()["link"] for _ in "12"]
    tokens = [link.rpartition("/")[2] for link in links]
    async with sessions.begin() as first, sessions.begin() as second:
        pairs = [await service.join(first, clock, bob.actor, tokens[0], retention_days=9)]
        joining = await waits(service.join(second, clock, cem.actor, tokens[1], retention_days=9))
        await first.commit()
        pairs.append(await joining)
    async with sessions() as session:
        asked = list(await session.scalars(select(InterviewProblem.problem_id)))
    assert (4, 4) == (len(asked), len(set(asked)))
    await add_problem(sessions, 5, "ee")
    wish = PickIn(problem="metrics/ee")
    async with sessions.begin() as first, sessions.begin() as second:
        await service.pick(first, ada.actor, pairs[0].id, 1, wish)
        picking = await waits(service.pick(second, ada.actor, pairs[1].id, 1, wish))
        await first.commit()
        with pytest.raises(NotReady, match="has met this problem"):
            await picking
