"""Seats: who gets one, who keeps one, and what is refused."""

import asyncio
from uuid import UUID

import pytest

from app.identity import service as identity
from app.identity.actor import Role
from app.interviews import people
from app.interviews.models import InterviewPerson
from tests.app.interviewing import add, hold, kinds, person_id, plan, seats


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
