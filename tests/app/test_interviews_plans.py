import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.events.models import TimelineEvent
from app.identity import service as identity
from app.identity.actor import Role
from app.interviews import people
from app.interviews.models import Interview, InterviewPerson, InterviewProblem
from app.interviews.service import PAGE_SIZE
from app.problems import service as problems
from tests.app import packages
from tests.app.interviewing import PLAN, PROBLEM_ID, add, hold, kinds, person_id, plan, row


@pytest.fixture
async def lead(sign_in):
    return await sign_in("lead@example.com", Role.INTERVIEWER)


async def seats(sessions, interview_id):
    async with sessions() as session:
        statement = select(InterviewPerson.part).where(InterviewPerson.interview_id == UUID(interview_id))
        return sorted((await session.execute(statement)).scalars())


# --- the plan ---------------------------------------------------------------------------------------------------


async def test_whoever_plans_an_interview_leads_it(lead, problem, sessions, app):
    interview_id = await plan(lead)
    found = await row(sessions, interview_id)
    assert ("ML round", "planned", 60, "Documentation only.", ["correctness", "ambiguity"], True) == (
        found.title,
        found.state,
        found.minutes,
        found.policy,
        found.criteria,
        found.lint,
    )
    assert app.state.settings.retention_days == found.retention_days
    assert ["lead"] == await seats(sessions, interview_id)
    assert ["interview_planned", "person_added"] == await kinds(sessions, interview_id)


@pytest.mark.parametrize("roles", [(Role.CANDIDATE,), (Role.REVIEWER,), (Role.AUTHOR,)])
async def test_planning_needs_the_role(sign_in, problem, roles):
    person = await sign_in("x@example.com", *roles)
    for path in ("/interviews/new", "/interviews/templates", "/interviews/templates/new"):
        assert 403 == (await person.browser.get(path)).status_code
    assert 403 == (await person.browser.post("/interviews/new", data=PLAN)).status_code


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": "  "}, "title", "Give it a title"),
        ({"title": "x" * 201}, "title", "Give it a title"),
        ({"minutes": "4"}, "minutes", "Between 5 and 480"),
        ({"minutes": "1e3"}, "minutes", "Between 5 and 480"),
        ({"minutes": ""}, "minutes", "Between 5 and 480"),
        ({"level": "wizard"}, "level", "Choose a level"),
        ({"kind": "duel"}, "kind", "Choose live or take-home"),
        ({"criteria": []}, "criteria", "Choose at least one"),
        ({"criteria": ["looks"]}, "criteria", "Choose at least one"),
        ({"policy": ""}, "policy", "Say what is allowed"),
        ({"problem_2": PROBLEM_ID}, "problem_ids", "A problem can be chosen once"),
        ({"problem_2": str(uuid4())}, "problem_ids", "no longer there"),
        ({"problem_2": "x"}, "problem_ids", "no longer there"),
        ({"kind": "take_home"}, "deadline_at", "it has to lie ahead"),
        ({"kind": "take_home", "deadline_at": "2020-01-01T10:00"}, "deadline_at", "it has to lie ahead"),
        ({"scheduled_at": "tomorrow"}, "scheduled_at", "a date and a time"),
        ({"scheduled_at": "2027-02-30T10:00"}, "scheduled_at", "a date and a time"),
    ],
)
async def test_what_does_not_fit_is_told_beside_its_field_and_nothing_typed_is_lost(  # noqa: PLR0917 - fixtures and parameters
    lead, problem, sessions, changes, field, message
):
    answer = await lead.browser.post("/interviews/new", data={**PLAN, **changes})
    assert 422 == answer.status_code
    told = answer.text.partition(f'id="{field}-fault"')[2]
    assert message in told[:400]
    assert "aria-invalid" in answer.text
    assert "Documentation only." in answer.text or "policy" in changes
    async with sessions() as session:
        assert [] == list((await session.execute(select(Interview.id))).scalars())


async def test_a_time_that_is_sent_is_utc_and_comes_back_as_it_was(lead, problem, sessions):
    interview_id = await plan(lead, scheduled_at="2027-07-01T10:00")
    assert "2027-07-01T10:00:00+00:00" == (await row(sessions, interview_id)).scheduled_at.isoformat()
    assert 'value="2027-07-01T10:00"' in (await lead.browser.get(f"/interviews/{interview_id}/change")).text


async def test_a_plan_can_be_changed_until_the_lobby_opens_and_says_what_was(sign_in, problem, sessions):
    held = await hold(sign_in)
    changed = {**PLAN, "minutes": "45", "problem_1": "", "lint": []}
    assert 303 == (await held.lead.browser.post(f"{held.url}/change", data=changed)).status_code
    found = await row(sessions, held.id)
    assert (45, False) == (found.minutes, found.lint)
    async with sessions() as session:
        assert [] == list((await session.execute(select(InterviewProblem))).scalars())
        statement = select(TimelineEvent.payload).where(TimelineEvent.kind == "interview_changed")
        assert [{"changed": ["minutes", "lint", "problems"]}] == list((await session.execute(statement)).scalars())
    await held.lead.browser.post(f"{held.url}/change", data=PLAN)
    await held.step(held.lead, "open_lobby")
    assert 409 == (await held.lead.browser.get(f"{held.url}/change")).status_code
    assert 409 == (await held.lead.browser.post(f"{held.url}/change", data=changed)).status_code


async def test_the_problems_keep_the_order_in_which_they_were_chosen(lead, problem, sessions):
    other = str(uuid4())
    async with sessions.begin() as session:
        text = packages.PROBLEM.replace(PROBLEM_ID, other).replace("number: 7", "number: 8")
        await problems.sync_package(
            session, packages.build("metrics", "triple", packages.files(**{"problem.yaml": text}))
        )
    await plan(lead, problem_1=other, problem_3=PROBLEM_ID)
    async with sessions() as session:
        statement = select(InterviewProblem).order_by(InterviewProblem.position)
        placed = [(each.position, str(each.problem_id)) for each in (await session.execute(statement)).scalars()]
    assert [(0, other), (1, PROBLEM_ID)] == placed


# --- templates --------------------------------------------------------------------------------------------------


async def test_a_template_is_kept_changed_planned_from_and_deleted(lead, problem, sessions, sign_in):
    made = await lead.browser.post("/interviews/templates/new", data={**PLAN, "title": "Standard round"})
    assert (303, "/interviews/templates") == (made.status_code, made.headers["location"])
    colleague = await sign_in("ina@example.com", Role.INTERVIEWER)
    page = (await colleague.browser.get("/interviews/templates")).text
    assert "Standard round" in page
    template_id = next(
        part.partition('"')[0] for part in page.split('href="/interviews/templates/')[1:] if "new" not in part[:4]
    )
    changed = await lead.browser.post(
        f"/interviews/templates/{template_id}", data={**PLAN, "title": "Standard", "minutes": "75"}
    )
    assert 303 == changed.status_code
    form = (await colleague.browser.get(f"/interviews/new?template={template_id}")).text
    assert 'value="Standard"' in form
    assert 'value="75"' in form
    assert f'value="{PROBLEM_ID}" selected' in form
    refused = await lead.browser.post(f"/interviews/templates/{template_id}", data={**PLAN, "minutes": "1"})
    assert 422 == refused.status_code
    assert 303 == (await lead.browser.post(f"/interviews/templates/{template_id}/delete")).status_code
    assert 404 == (await lead.browser.get(f"/interviews/templates/{template_id}")).status_code


async def test_a_take_home_template_needs_no_deadline(lead, problem):
    answer = await lead.browser.post("/interviews/templates/new", data={**PLAN, "kind": "take_home"})
    assert 303 == answer.status_code


async def test_another_interview_is_planned_like_one_there_was(sign_in, problem):
    held = await hold(sign_in, title="First of many")
    assert 'value="First of many"' in (await held.lead.browser.get(f"/interviews/new?like={held.id}")).text
    other = await sign_in("ina@example.com", Role.INTERVIEWER)
    assert 404 == (await other.browser.get(f"/interviews/new?like={held.id}")).status_code


# --- people -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "part", "field", "message"),
    [
        ("nobody", "interviewer", "email", "is not an e-mail address"),
        ("", "observer", "email", "is not an e-mail address"),
        ("new@example.com", "observer", "email", "no account with a staff role"),
        ("ada@example.com", "lead", "email", "no account with a staff role"),
        ("kim@example.com", "observer", "email", "no account with a staff role"),
        ("lead@example.com", "observer", "email", "has a seat in this interview already"),
        ("ada@example.com", "candidate", "part", "kim is the candidate"),
    ],
)
async def test_a_seat_that_cannot_be_given_is_told_beside_its_field(  # noqa: PLR0917 - fixtures and parameters
    sign_in, ada, problem, sessions, email, part, field, message
):
    held = await hold(sign_in)
    answer = await add(held.lead, held.id, email, part)
    assert 422 == answer.status_code
    assert message in answer.text.partition(f'id="{field}-fault"')[2][:400].replace("&#39;", "'")
    assert ["candidate", "lead"] == await seats(sessions, held.id)


async def test_a_guest_gets_no_staff_part(lead, problem):
    interview_id = await plan(lead)
    await add(lead, interview_id, "gus@example.org")
    other = await plan(lead)
    assert 422 == (await add(lead, other, "gus@example.org", "observer")).status_code


async def test_of_two_candidates_added_at_once_one_is(lead, problem, sessions):
    interview_id = await plan(lead)
    answers = await asyncio.gather(*(add(lead, interview_id, f"{name}@example.com") for name in "abcd"))
    assert [303, 422, 422, 422] == sorted(answer.status_code for answer in answers)
    assert ["candidate", "lead"] == await seats(sessions, interview_id)


async def test_an_interview_always_has_a_lead(sign_in, problem, sessions):
    held = await hold(sign_in)
    seat = await person_id(sessions, held.id, "lead@example.com")
    for path, data in ((f"people/{seat}", {"part": "observer"}), (f"people/{seat}/remove", {})):
        refused = await held.lead.browser.post(f"{held.url}/{path}", data=data)
        assert 409 == refused.status_code
        assert "needs a lead" in refused.text
    ina = await sign_in("ina@example.com", Role.REVIEWER)
    await add(held.lead, held.id, "ina@example.com", "observer")
    other = await person_id(sessions, held.id, "ina@example.com")
    assert 303 == (await held.lead.browser.post(f"{held.url}/people/{other}", data={"part": "lead"})).status_code
    left = await held.lead.browser.post(f"{held.url}/people/{seat}/remove")
    assert (303, "/interviews") == (left.status_code, left.headers["location"])
    assert 404 == (await held.lead.browser.get(held.url)).status_code
    assert ["candidate", "lead"] == await seats(sessions, held.id)
    assert ["person_changed", "person_removed"] == (await kinds(sessions, held.id))[-2:]
    assert 200 == (await ina.browser.get(held.url)).status_code


async def test_of_two_leads_who_leave_at_once_one_stays(sign_in, problem, sessions):
    held = await hold(sign_in)
    ina = await sign_in("ina@example.com", Role.INTERVIEWER)
    await add(held.lead, held.id, "ina@example.com", "lead")
    leaving = [(held.lead, "lead@example.com"), (ina, "ina@example.com")]
    ids = [await person_id(sessions, held.id, email) for _, email in leaving]
    answers = await asyncio.gather(
        *(who.browser.post(f"{held.url}/people/{seat}/remove") for (who, _), seat in zip(leaving, ids, strict=True))
    )
    assert [303, 409] == sorted(answer.status_code for answer in answers)
    assert "lead" in await seats(sessions, held.id)


async def test_nobody_changes_sides(sign_in, problem, sessions):
    held = await hold(sign_in)
    for email, part in (("kim@example.com", "lead"), ("lead@example.com", "candidate")):
        seat = await person_id(sessions, held.id, email)
        assert 422 == (await held.lead.browser.post(f"{held.url}/people/{seat}", data={"part": part})).status_code


async def test_the_candidate_stays_once_the_clock_has_started(sign_in, problem, sessions):
    held = await hold(sign_in)
    await held.begin()
    seat = await person_id(sessions, held.id, "kim@example.com")
    assert 409 == (await held.lead.browser.post(f"{held.url}/people/{seat}/remove")).status_code


@pytest.mark.parametrize("minutes", ["241", "99999"])
async def test_extra_time_has_an_end(sign_in, problem, sessions, minutes):
    held = await hold(sign_in)
    seat = await person_id(sessions, held.id, "kim@example.com")
    answer = await held.lead.browser.post(f"{held.url}/people/{seat}", data={"extra_minutes": minutes})
    assert 422 == answer.status_code


async def test_an_interview_has_a_bounded_number_of_people(lead, problem, sessions, clock):
    interview_id = await plan(lead)
    async with sessions.begin() as session:
        for number in range(people.MAX_PEOPLE - 1):
            actor = await identity.account_or_guest(session, email=f"{number}@example.com", name="")
            session.add(
                InterviewPerson(
                    interview_id=UUID(interview_id), user_id=actor.id, part="observer", added_at=clock.now()
                )
            )
    assert 422 == (await add(lead, interview_id, "more@example.com")).status_code


# --- the list and the way there ---------------------------------------------------------------------------------


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
