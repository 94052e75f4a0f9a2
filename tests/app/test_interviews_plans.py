from uuid import uuid4

import pytest
from sqlalchemy import select

from app.events.models import TimelineEvent
from app.identity.actor import Role
from app.interviews.models import Interview, InterviewProblem
from app.problems import upgrades
from tests.app import packages
from tests.app.interviewing import PLAN, PROBLEM_ID, hold, kinds, plan, row, seats


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
        await upgrades.sync_package(
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
