"""The list of interviews, the ways there, and what each side reads before and in the room."""

from datetime import timedelta

import pytest

from app.identity.actor import Role
from app.interviews.service import PAGE_SIZE
from tests.app.interviewing import hold, plan


async def test_the_list_holds_the_own_interviews_by_state_and_text(sign_in, problem):
    held = await hold(sign_in, title="Needle in a round")
    await plan(held.lead, title="Another 100% round")
    other = await sign_in("ina@example.com", Role.INTERVIEWER)
    admin = await sign_in("root@example.com", Role.ADMIN)

    async def titles(who, query=""):
        page = (await who.browser.get(f"/interviews{query}")).text
        return {title for title in ("Needle in a round", "Another 100% round") if title in page}

    both = {"Needle in a round", "Another 100% round"}
    assert both == await titles(held.lead)
    assert set() == await titles(other)
    assert {"Needle in a round"} == await titles(held.candidate)
    assert set() == await titles(admin)
    assert both == await titles(admin, "?whose=all")
    assert set() == await titles(other, "?whose=all")
    assert {"Needle in a round"} == await titles(held.lead, "?q=needle")
    assert {"Needle in a round"} == await titles(held.lead, "?q=KIM")
    assert {"Another 100% round"} == await titles(held.lead, "?q=100%25")
    assert set() == await titles(held.lead, "?q=_")
    assert set() == await titles(held.lead, "?state=over")
    await held.step(held.lead, "end")
    assert {"Needle in a round"} == await titles(held.lead, "?state=over")
    assert both == await titles(held.lead, "?state=nonsense&page=minus")
    assert set() == await titles(held.lead, "?page=2")


async def test_the_list_finds_an_interview_over_whose_time_has_run_out(sign_in, problem, clock):
    held = await hold(sign_in)
    await held.begin()
    clock.advance(timedelta(hours=2))
    assert "ML round" in (await held.lead.browser.get("/interviews?state=over")).text


async def test_the_head_leads_to_interviews_for_staff_and_for_candidates_who_have_one(sign_in, ada, problem):
    held = await hold(sign_in)

    async def has_link(who):
        return 'href="/interviews"' in (await who.browser.get("/practice")).text

    reviewer = await sign_in("rev@example.com", Role.REVIEWER)
    assert [True, True, True, False] == [await has_link(who) for who in (held.lead, reviewer, held.candidate, ada)]


async def test_the_lobby_tells_what_is_recorded_how_long_what_is_assessed_and_what_help_is_allowed(
    app, sign_in, problem, sessions
):
    held = await hold(sign_in, policy="Paper only.\nNo phones.")
    page = (await held.candidate.browser.get(held.url)).text
    for told in (
        f"{app.state.settings.retention_days} days",
        "every run and submission",
        "No camera, microphone or screen",
        "Paper only.\nNo phones.",
        "Correctness",
        "Assumptions",
        "any defensible choice that you keep to counts",
        "The clock has not started",
    ):
        assert told in page
    assert "Readability" not in page  # it is not assessed in this one
    assert "I am ready" not in page
    await held.step(held.lead, "open_lobby")
    assert "I am ready" in (await held.candidate.browser.get(held.url)).text
    assert "I am ready" in (await held.lead.browser.get(held.url)).text


async def test_the_room_begins_with_what_a_candidate_may_see_of_each_problem(sign_in, problem):
    held = await hold(sign_in)
    await held.begin()
    for who in (held.candidate, held.lead):
        page = (await who.browser.get(held.url)).text
        assert 'id="room"' in page
        assert "Multiply by two" not in page
        (shown,) = (await who.browser.get(f"/api/interviews/{held.id}/room")).json()["problems"]
        assert shown["starter"].startswith("def double(x)")
    over = (await held.step(held.lead, "end")).json()
    assert "ended" == over["state"]
    assert "The interview is over" in (await held.candidate.browser.get(held.url)).text


async def test_forms_lead_back_to_the_interview(sign_in, problem):
    held = await hold(sign_in)
    answer = await held.lead.browser.post(f"{held.url}/steps", data={"step": "open_lobby"})
    assert (303, held.url) == (answer.status_code, answer.headers["location"])
    assert 422 == (await held.lead.browser.post(f"{held.url}/steps", data={"step": "explode"})).status_code
    assert 404 == (await held.lead.browser.get("/interviews/not-an-id")).status_code


async def test_a_long_list_comes_in_pages_that_keep_the_filters(lead, problem):
    for number in range(PAGE_SIZE + 1):
        await plan(lead, title=f"Round {number}")
    first = (await lead.browser.get("/interviews?q=round")).text
    assert 'href="/interviews?q=round&amp;page=2"' in first or 'href="/interviews?q=round&page=2"' in first
    assert f"{PAGE_SIZE + 1} interviews" in first
    assert PAGE_SIZE == first.count("interview-card__when")
    second = (await lead.browser.get("/interviews?q=round&page=2")).text
    assert 1 == second.count("interview-card__when")
    assert 'rel="prev"' in second


@pytest.mark.parametrize("who", ["lead", "admin", "interviewer", "observer"])
async def test_addresses_are_for_whoever_changes_the_plan(planned, who):
    page, told = await planned.browser(who).get(f"/interviews/{planned.id}/plan"), await planned.get(who, "plan")
    assert [200, 200] == [page.status_code, told.status_code]
    for answer in (page, told):
        assert (who in {"lead", "admin"}) == ("candidate@example.com" in answer.text)
    found = [
        len((await planned.browser(who).get(f"/api/interviews?whose=all&q={text}")).json()["items"])
        for text in ("candidate@", "candidate")
    ]
    assert [int(who in {"lead", "admin"}), 1] == found
