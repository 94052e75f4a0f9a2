"""The problems of an interview cannot be practised while it is under way, and staff read who has practised them."""

from datetime import timedelta

import pytest

from app.attempts import grading
from app.attempts.grading import Worker
from app.identity.actor import Role
from tests.app.interviewing import Held, add, hold, plan, take_home
from tests.app.standin import ACCEPTED, REJECTED, StandIn
from tests.app.workspace import open_workspace, save, submit


async def practise(sessions, clock, browser, problem, script=ACCEPTED):
    """A submission of practice, graded; gives its id."""
    execution = await submit(browser, problem)
    await grading.grade(Worker(sessions, clock, StandIn(script)), execution)
    return execution


def ways_in(problem, boot, execution):
    """Every address that shows or does something with the problem in practice."""
    attempt = boot["attempt"]["id"]
    revision = {"revision": boot["draft"]["revision"]}
    return [
        ("GET", problem, None),
        ("POST", f"{problem}/attempts", None),
        ("GET", f"/attempts/{attempt}", None),
        ("GET", f"/executions/{execution}/evidence", None),
        ("GET", f"/api/attempts/{attempt}/draft", None),
        ("PUT", f"/api/attempts/{attempt}/draft", {**revision, "solution": "x", "checks": ""}),
        ("POST", f"/api/attempts/{attempt}/runs", revision),
        ("POST", f"/api/attempts/{attempt}/submissions", revision),
        ("GET", f"/api/attempts/{attempt}/executions", None),
        ("GET", f"/api/executions/{execution}", None),
        ("GET", f"/api/executions/{execution}/events", None),
        ("POST", f"/api/executions/{execution}/counterexamples", {"check": "oracle/random"}),
        ("POST", f"/api/attempts/{attempt}/reports", {"about": "question", "text": "Unclear."}),
        ("GET", f"{problem}/bench", None),
        ("GET", f"/api{problem}/bench", None),
        ("POST", f"/api{problem}/bench/runs", {"checks": "assert True"}),
        ("POST", f"/api{problem}/bench/bugs/1", None),
    ]


async def refusals(browser, ways):
    """Which addresses do not say that the problem is part of an interview."""
    found = []
    for method, path, body in ways:
        answer = await browser.request(method, path, json=body)
        told = (
            answer.json()["type"] == "about:holdout:in-interview"
            if path.startswith("/api/")
            else "part of an interview that is running" in answer.text
        )
        if not (answer.status_code == 409 and told):
            found.append((method, path, answer.status_code))
    return found


@pytest.mark.parametrize("paused", [False, True])
async def test_a_problem_that_is_being_asked_can_be_reached_by_no_way_of_practice(
    sign_in, problem, sessions, clock, paused
):
    held = await hold(sign_in)
    browser = held.candidate.browser
    execution = await practise(sessions, clock, browser, problem, REJECTED)
    ways = ways_in(problem, await open_workspace(browser, problem), execution)
    staff = [way for way in ways if "evidence" in way[1]]
    await held.step(held.lead, "open_lobby")
    assert 200 == (await browser.get(problem)).status_code  # before the clock nothing tells which problem it will be
    for who in (held.candidate, held.lead):
        await held.step(who, "ready")
    if paused:
        await held.step(held.lead, "pause")
    assert [("GET", staff[0][1], 403)] == await refusals(browser, ways)
    page = await browser.get(problem)
    assert f'href="{held.url}"' in page.text
    assert held.id == (await browser.get(f"/api/executions/{execution}")).json()["interview"]
    await held.step(held.lead, "end")
    assert 200 == (await browser.get(problem)).status_code
    await held.step(held.lead, "reopen")
    assert 409 == (await browser.get(problem)).status_code


async def test_staff_who_are_interviewed_are_candidates_like_all_others(sign_in, problem, sessions, clock):
    lead = await sign_in("lead@example.com", Role.INTERVIEWER)
    kim = await sign_in("kim@example.com", Role.INTERVIEWER, Role.AUTHOR)
    execution = await practise(sessions, clock, kim.browser, problem)
    ways = ways_in(problem, await open_workspace(kim.browser, problem), execution)
    held = Held(await plan(lead), lead, kim)
    await add(lead, held.id, "kim@example.com")
    await held.begin()
    assert [] == await refusals(kim.browser, ways)


async def test_others_go_on_practising_and_so_does_the_lead(sign_in, problem):
    held = await hold(sign_in)
    await held.begin()
    stranger = await sign_in("stranger@example.com")
    for who in (held.lead, stranger):
        assert 200 == (await who.browser.get(problem)).status_code


async def test_a_first_visit_during_the_interview_makes_no_attempt(sign_in, problem, sessions, clock):
    held = await take_home(sign_in, clock)
    await held.step(held.candidate, "start")
    assert 409 == (await held.candidate.browser.get(problem)).status_code
    await held.step(held.candidate, "end")
    plan = (await held.lead.browser.get(f"{held.url}/plan")).text
    assert "in practice" not in plan


async def test_an_interview_whose_time_ran_out_lets_go_when_the_candidate_follows_the_link(sign_in, problem, clock):
    held = await hold(sign_in)
    await held.begin()
    clock.advance(timedelta(hours=2))
    await held.candidate.browser.get(held.url)
    assert 200 == (await held.candidate.browser.get(problem)).status_code


async def test_the_plan_says_that_the_candidate_has_practised_the_problem(sign_in, problem, sessions, clock):
    held = await hold(sign_in)
    browser = held.candidate.browser

    async def said():
        page = (await held.lead.browser.get(f"{held.url}/plan")).text
        return [words for words in ("opened it in practice", "not solved it", "and solved it") if words in page]

    assert [] == await said()
    boot = await open_workspace(browser, problem)
    assert ["opened it in practice"] == await said()
    await save(browser, boot)
    await practise(sessions, clock, browser, problem, REJECTED)
    assert ["not solved it"] == await said()
    await browser.post(f"{problem}/attempts")
    await practise(sessions, clock, browser, problem)
    assert ["and solved it"] == await said()
    assert "(2 attempts)" in (await held.lead.browser.get(f"{held.url}/plan")).text
    assert "solved it" not in (await browser.get(held.url)).text


async def test_the_plan_says_that_what_is_hidden_in_the_problem_was_seen(sign_in, problem):
    held = await hold(sign_in)
    browser = held.candidate.browser
    plan = f"/api{held.url}/plan"

    async def known():
        (found,) = (await held.lead.browser.get(plan)).json()["problems"]
        return found["known"]

    assert [] == await known()
    asked = await browser.post(f"/api{problem}/bench/runs", json={"checks": "assert double([1])[0] == 2"})
    assert 201 == asked.status_code, asked.text
    assert [{"way": "inside", "attempts": None}] == await known()
    assert "what is hidden in it" in (await held.lead.browser.get(f"{held.url}/plan")).text


async def test_what_is_practised_after_the_interview_was_not_known_before(sign_in, problem, sessions, clock):
    held = await hold(sign_in)
    await held.begin()
    await held.step(held.lead, "end")
    clock.advance(timedelta(minutes=1))
    await practise(sessions, clock, held.candidate.browser, problem)
    await held.candidate.browser.post(f"/api{problem}/bench/runs", json={"checks": "assert True"})
    assert "what is hidden in it" not in (await held.lead.browser.get(f"{held.url}/plan")).text
    assert "has practised it" not in (await held.lead.browser.get(f"{held.url}/plan")).text
