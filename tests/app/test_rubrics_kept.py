"""Rubrics of an installation's own: written, offered, chosen with a plan."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.identity.actor import Role
from app.interviews.models import InterviewTemplate
from app.rubrics import service
from app.rubrics.models import KeptRubric
from app.rubrics.rubric import DEFAULT
from tests.app.interviewing import PLAN, plan, row

TEXT = DEFAULT.read_text()
HOUSE = TEXT.replace("id: default", "id: house", 1).replace("title: The ten criteria", "title: Our ten criteria", 1)
NEWER = HOUSE.replace("version: 1.0.0", "version: 1.1.0", 1)


@pytest.fixture
async def author(sign_in):
    return await sign_in("author@example.com", Role.AUTHOR)


async def write(person, source=HOUSE):
    return await person.browser.post("/rubrics/new", data={"source": source.replace("\n", "\r\n")})


async def test_an_author_writes_one_from_another_and_everybody_on_the_staff_reads_it(author, lead):
    form = await author.browser.get("/rubrics/new?like=default%201.0.0")
    assert 404 == form.status_code  # nobody has looked at the list or planned yet: the default is in no table
    assert "id: default" in (await author.browser.get("/rubrics/new")).text
    answer = await write(author)
    assert (303, "/rubrics/house%201.0.0") == (answer.status_code, answer.headers["location"])
    shown = (await lead.browser.get("/rubrics/house%201.0.0")).text
    assert "Our ten criteria" in shown
    assert "offered to new plans" in shown
    assert HOUSE == (await lead.browser.get("/rubrics/house%201.0.0/file")).text
    listed = (await lead.browser.get("/rubrics")).text
    assert listed.index("default 1.0.0") != -1 != listed.index("house 1.0.0")
    assert "comes with Holdout" in listed


@pytest.mark.parametrize("roles", [(Role.CANDIDATE,), (Role.REVIEWER,), (Role.INTERVIEWER,)])
async def test_only_authors_and_administrators_write_and_candidates_do_not_read(sign_in, sessions, roles):
    person = await sign_in("x@example.com", *roles)
    reads = 403 if Role.CANDIDATE in roles else 200
    assert reads == (await person.browser.get("/rubrics")).status_code
    assert 403 == (await person.browser.get("/rubrics/new")).status_code
    assert 403 == (await write(person)).status_code
    async with sessions() as session:
        assert [] == list((await session.execute(select(KeptRubric.id).where(KeptRubric.id.like("house%")))).scalars())


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (HOUSE.replace("title: Below the bar", "titel: Below the bar", 1), "Line 8: "),
        (HOUSE.replace("id: house", "id: ../etc", 1), "id"),
        (TEXT, "belongs to the rubric that comes with Holdout"),
        ("a: [", "Line 1: "),
        ("", "Nothing was saved"),
        ("x" * (service.MAX_SOURCE + 1), "at most"),
        (HOUSE.replace("Correctness\n", "<script>alert(1)</script>\n", 1) + "more: 1\n", "more"),
    ],
)
async def test_what_cannot_be_used_is_shown_again_with_what_is_wrong(author, source, message):
    answer = await write(author, source)
    assert 422 == answer.status_code
    assert message in answer.text
    assert "<script>alert" not in answer.text


async def test_what_people_scored_by_is_never_replaced(author, sessions):
    await write(author)
    answer = await write(author, HOUSE.replace("Our ten", "Their ten", 1))
    assert 422 == answer.status_code
    assert "Raise its version" in answer.text
    assert 303 == (await write(author, NEWER)).status_code
    async with sessions() as session:
        kept = list((await session.execute(select(KeptRubric.title).order_by(KeptRubric.id))).scalars())
        assert 2 == len([title for title in kept if title.startswith("Our ten")])
        actions = list((await session.execute(select(AuditEntry.action))).scalars())
        assert ["rubric_added", "rubric_added"] == actions


async def test_a_plan_names_its_rubric_and_keeps_it_when_it_is_no_longer_offered(author, lead, problem, sessions):
    await write(author)
    assert "default 1.0.0" == (await row(sessions, await plan(lead))).rubric_id
    interview_id = await plan(lead, rubric_id="house 1.0.0")
    assert "house 1.0.0" == (await row(sessions, interview_id)).rubric_id
    assert 303 == (await author.browser.post("/rubrics/house%201.0.0/offer", data={})).status_code
    refused = await lead.browser.post("/interviews/new", data={**PLAN, "rubric_id": "house 1.0.0"})
    assert 422 == refused.status_code
    assert "no longer offered" in refused.text
    kept = await lead.browser.post(
        f"/interviews/{interview_id}/change", data={**PLAN, "title": "Another", "rubric_id": "house 1.0.0"}
    )
    assert 303 == kept.status_code
    found = await row(sessions, interview_id)
    assert ("Another", "house 1.0.0") == (found.title, found.rubric_id)


async def test_the_default_cannot_be_withdrawn(author):
    await author.browser.get("/rubrics")
    assert 422 == (await author.browser.post("/rubrics/default%201.0.0/offer", data={})).status_code
    assert 404 == (await author.browser.get("/rubrics/house%209.9.9")).status_code


async def test_a_template_without_a_choice_follows_the_default(lead, problem, sessions, monkeypatch):
    made = await lead.browser.post("/interviews/templates/new", data=PLAN)
    assert 303 == made.status_code
    newer = service.default().model_copy(update={"version": "2.0.0"})
    monkeypatch.setattr(service, "default", lambda: newer)
    listed = (await lead.browser.get("/interviews/templates")).text
    template_id = listed.partition("/interviews/new?template=")[2].partition('"')[0]
    form = (await lead.browser.get(f"/interviews/new?template={template_id}")).text
    assert '<option value="default 2.0.0">' in form
    assert "default 2.0.0" == (await row(sessions, await plan(lead))).rubric_id


async def test_a_name_that_no_text_can_be_is_no_rubric(author):
    for path in ("/api/rubrics/%00", "/rubrics/%00", "/rubrics/%00/file"):
        assert 404 == (await author.browser.get(path)).status_code, path
    assert 404 == (await author.browser.put("/api/rubrics/%00/offer", json={"offered": True})).status_code


async def templates_of(sessions) -> list[tuple[str, str | None]]:
    async with sessions() as session:
        columns = select(InterviewTemplate.title, InterviewTemplate.rubric_id).order_by(InterviewTemplate.title)
        return [tuple(each) for each in await session.execute(columns)]


async def test_a_new_template_names_a_rubric(author, lead, problem, sessions):
    await write(author)
    made = await lead.browser.post("/interviews/templates/new", data={**PLAN, "rubric_id": "house 1.0.0"})
    assert 303 == made.status_code
    assert [("ML round", "house 1.0.0")] == await templates_of(sessions)


async def test_a_template_that_names_a_rubric_no_longer_offered_stays_as_it_was(author, lead, problem, sessions):
    await write(author)
    await lead.browser.post("/interviews/templates/new", data=PLAN)
    await author.browser.post("/rubrics/house%201.0.0/offer", data={})
    listed = (await lead.browser.get("/interviews/templates")).text
    template_id = listed.partition("/interviews/new?template=")[2].partition('"')[0]
    wanted = {**PLAN, "title": "Another", "rubric_id": "house 1.0.0"}
    for form in (f"/interviews/templates/{template_id}", "/interviews/templates/new"):
        refused = await lead.browser.post(form, data=wanted)
        assert (422, True) == (refused.status_code, "no longer offered" in refused.text)
    assert [("ML round", None)] == await templates_of(sessions)
