"""What candidates report in practice: who reads it, and what is told beside it."""

from datetime import timedelta

import pytest

from app.attempts import service
from app.identity.actor import Role
from app.problems import openings
from tests.app.test_lifecycle import UUID_OF_DOUBLE
from tests.app.test_statistics import PASSED, ZERO, grade
from tests.app.workspace import open_workspace, submit

CODE = "def double(x): return x"


@pytest.fixture
async def author(sign_in):
    return await sign_in("author@example.com", Role.AUTHOR)


@pytest.fixture
async def reported(ada, sessions, clock, problem) -> dict[str, str]:
    """Two reports of one person: of the platform with nothing on show, then of the question beside a submission."""
    attempt = (await open_workspace(ada.browser, problem))["attempt"]["id"]
    execution_id = await submit(ada.browser, problem, CODE)
    await grade(sessions, clock, execution_id, "rejected", PASSED | {ZERO: "failed_silently"})
    made = {}
    for about, text, shown in (("platform", "It was slow.", None), ("question", "Zero\nis fine.", str(execution_id))):
        given = {"about": about, "text": text, "execution_id": shown}
        told = await ada.browser.post(f"/api/attempts/{attempt}/reports", json=given)
        assert 201 == told.status_code, told.text
        made[about] = told.json()["id"]
    return made


async def test_they_are_listed_by_what_they_are_about_and_name_nobody(author, reported):
    everything = (await author.browser.get("/api/statistics/reports")).json()
    assert (2, None) == (everything["total"], everything["next"])
    assert {"It was slow.", "Zero\nis fine."} == {each["text"] for each in everything["items"]}
    only = (await author.browser.get("/api/statistics/reports?about=question")).json()
    assert [reported["question"]] == [each["id"] for each in only["items"]]
    page = (await author.browser.get("/statistics/reports")).text
    assert "It was slow." in page
    assert "It was slow." not in (await author.browser.get("/statistics/reports?about=question")).text
    assert "ada" not in page + str(everything)


async def test_one_has_what_was_on_show_and_whoever_opens_it_has_looked_inside(author, reported, sessions):
    await author.browser.get("/statistics/reports")
    async with sessions() as session:
        assert not await openings.has_opened(session, author.actor.id, UUID_OF_DOUBLE)
    whole = (await author.browser.get(f"/api/statistics/reports/{reported['question']}")).json()
    assert ("submission", CODE, "rejected", [ZERO]) == tuple(
        whole[name] for name in ("kind", "solution", "verdict", "failed")
    )
    async with sessions() as session:
        assert await openings.has_opened(session, author.actor.id, UUID_OF_DOUBLE)
    page = (await author.browser.get(f"/statistics/reports/{reported['question']}")).text
    assert CODE in page
    assert "not accepted" in page
    empty = await author.browser.get(f"/statistics/reports/{reported['platform']}")
    assert "No result" in empty.text


async def test_what_is_reported_in_an_interview_is_its_interviewers(planned, author):
    await planned.start()
    made = await planned.done("candidate", "problems/0/reports", {"about": "question", "text": "XYREPORTX"})
    assert "XYREPORTX" not in (await author.browser.get("/statistics/reports")).text
    assert 404 == (await author.browser.get(f"/api/statistics/reports/{made['id']}")).status_code


@pytest.mark.parametrize("role", sorted(Role))
async def test_only_those_who_answer_for_the_bank_may_read_them(sign_in, reported, role):
    person = await sign_in("person@example.com", role)
    expected = 200 if role in {Role.ADMIN, Role.AUTHOR} else 404
    for path in ("/statistics/reports", "/api/statistics/reports", f"/statistics/reports/{reported['question']}"):
        assert expected == (await person.browser.get(path)).status_code


async def test_what_means_nothing_is_all_of_them_and_an_empty_list_says_so(author, problem):
    for query in ("", "?about=nonsense", "?page=x"):
        assert "Nothing was reported yet" in (await author.browser.get(f"/statistics/reports{query}")).text
    assert "See all reports" in (await author.browser.get("/statistics/reports?about=platform")).text


async def test_one_person_sends_so_many_a_day_and_no_more(ada, clock, problem, monkeypatch):
    monkeypatch.setattr(service, "MOST_REPORTS", 2)
    attempt = (await open_workspace(ada.browser, problem))["attempt"]["id"]

    async def report() -> int:
        given = {"about": "platform", "text": "It is slow."}
        return (await ada.browser.post(f"/api/attempts/{attempt}/reports", json=given)).status_code

    assert [201, 201, 429] == [await report() for _ in range(3)]
    clock.advance(timedelta(days=1, seconds=1))
    assert 201 == await report()
