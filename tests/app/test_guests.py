"""Without an account: coming in, what is open and how much of it, and the tour."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.attempts import tasks, visits
from app.attempts.grading import Worker
from app.attempts.models import Execution, OpenedSolution
from app.guests import service
from app.guests.service import Step
from app.identity import visitors
from app.identity.actor import Role
from app.identity.models import User, Visitor
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from tests.app import visiting
from tests.app.conftest import browser
from tests.app.standin import ACCEPTED, StandIn
from tests.app.visiting import OWN, _bank, count, guest, invited, set_to, submit
from tests.app.workspace import open_workspace, save, work

__all__ = ["_bank", "guest", "invited", "set_to"]


@pytest.fixture
async def queue(database_url):
    queue = new_app(libpq_url(database_url), pool_size=4)
    tasks.register(queue)
    async with queue.open_async():
        yield queue


@pytest.fixture
def drain(engine, sessions, clock, queue):
    """Work until the queue is empty."""
    return lambda: work(queue, Worker(sessions, clock, engine))


# --- coming in ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_bank")
async def test_the_start_page_has_one_way_in_without_an_account(anybody):
    page = await anybody.get("/")
    assert 200 == page.status_code
    assert ['action="/visits"'] == re.findall(r'action="[^"]*"', page.text)


async def test_without_the_problems_of_the_tour_there_is_only_signing_in(anybody, problem):
    del problem
    assert 'action="/visits"' not in (await anybody.get("/")).text
    assert 404 == (await anybody.post("/visits")).status_code


@pytest.mark.usefixtures("_bank")
async def test_an_operator_may_let_nobody_in(anybody, set_to):
    set_to(guests=0)
    assert 'action="/visits"' not in (await anybody.get("/")).text
    assert 404 == (await anybody.post("/visits")).status_code


async def test_a_visitor_is_nobody_by_name_and_is_listed_nowhere(guest, sign_in, sessions):
    assert "/tour" == (await guest.get("/")).headers["location"]
    root = await sign_in("root@example.com", Role.ADMIN)
    for state in ("active", "guest", "inactive"):
        assert "Visitor" not in (await root.browser.get(f"/people?state={state}")).text
    async with sessions() as session:
        user = (await session.execute(select(User).where(User.visitor))).scalar_one()
    assert ("Visitor", True, "!") == (user.name, user.guest, user.password_hash)
    assert 404 == (await root.browser.get(f"/people/{user.id}")).status_code


@pytest.mark.usefixtures("_bank")
async def test_whoever_is_known_stays_who_they_are(ada, sessions):
    assert 303 == (await ada.browser.post("/visits")).status_code
    assert 0 == await count(sessions, Visitor)
    assert 200 == (await ada.browser.get("/tour")).status_code


@pytest.mark.usefixtures("_bank")
async def test_an_address_begins_so_often_and_no_more_within_the_hour(app, clock, monkeypatch):
    monkeypatch.setattr(visitors, "PER_ADDRESS", 2)
    for expected in (303, 303, 429):
        async with browser(app) as client:
            assert expected == (await client.post("/visits")).status_code
    clock.advance(timedelta(hours=1, seconds=1))
    async with browser(app) as client:
        assert 303 == (await client.post("/visits")).status_code


@pytest.mark.usefixtures("_bank")
async def test_a_flood_from_everywhere_ends_at_the_ceiling(app, set_to, sessions):
    set_to(guests=2)
    for expected in (303, 303, 429):
        async with browser(app) as client:
            answer = await client.post("/visits")
            assert expected == answer.status_code
    assert "as there is room for" in answer.text
    assert 2 == await count(sessions, Visitor)


# --- what is open ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/drill", "/practice/readiness", "/problems/metrics/double", "/api/drill"])
async def test_what_needs_an_account_is_not_there(guest, problem, path):
    del problem
    assert 404 == (await guest.get(path)).status_code


async def test_practice_leads_to_the_tour_and_the_list_is_empty(guest):
    assert "/tour" == (await guest.get("/practice")).headers["location"]
    assert 0 == (await guest.get("/api/problems")).json()["total"]


@pytest.mark.usefixtures("_bank")
async def test_an_interviews_guest_has_no_tour(invited):
    for path in ("/tour", "/api/tour", OWN):
        assert 404 == (await invited.browser.get(path)).status_code
    assert 404 == (await submit(invited.browser, "leak")).status_code


async def test_a_visitor_types_and_runs_and_has_no_tokens_passkeys_reports_or_second_attempt(guest):
    boot = await open_workspace(guest, OWN)
    revision = await save(guest, boot, "def time_split(ts, test_start, embargo):\n    return [], []\n")
    attempt = boot["attempt"]["id"]
    assert 201 == (await guest.post(f"/api/attempts/{attempt}/runs", json={"revision": revision})).status_code
    assert 403 == (await guest.post(f"{OWN}/attempts")).status_code
    report = {"about": "question", "text": "Unclear."}
    assert 403 == (await guest.post(f"/api/attempts/{attempt}/reports", json=report)).status_code
    assert 403 == (await guest.get("/account/tokens")).status_code
    assert 422 == (await guest.post("/account/data/erasure")).status_code


async def test_a_visitors_texts_are_short(guest):
    boot = await open_workspace(guest, OWN)
    long = {"revision": boot["draft"]["revision"], "solution": "#" * (visits.MAX_CODE_BYTES + 1), "checks": ""}
    answer = await guest.put(f"/api/attempts/{boot['attempt']['id']}/draft", json=long)
    assert (413, "solution") == (answer.status_code, answer.json()["field"])


async def test_a_visitor_has_so_many_submissions(guest, monkeypatch):
    monkeypatch.setattr(visits, "MOST_EXECUTIONS", 1)
    assert 303 == (await submit(guest, "leak")).status_code
    boot = await open_workspace(guest, OWN)
    asked = {"revision": boot["draft"]["revision"]}
    answer = await guest.post(f"/api/attempts/{boot['attempt']['id']}/runs", json=asked)
    assert (403, "about:holdout:account-needed") == (answer.status_code, answer.json()["type"])


async def test_all_visitors_together_have_so_many_under_way(app, guest, monkeypatch):
    monkeypatch.setattr(visits, "MOST_WAITING", 1)
    assert 303 == (await submit(guest, "leak")).status_code
    async with visiting.visitor(app) as other:
        assert 429 == (await submit(other, "leak")).status_code


async def test_visitors_wait_behind_everybody_else_and_take_turns_as_one(guest, ada, sessions, clock, queue):
    await submit(guest, "leak")
    await submit(ada.browser, "leak")
    async with sessions() as session:
        found = await session.execute(text("SELECT priority FROM procrastinate_jobs ORDER BY id"))
        behind, before = found.scalars()
    assert behind < before
    grader = StandIn(ACCEPTED, ACCEPTED)
    await work(queue, Worker(sessions, clock, grader))
    assert [str(ada.actor.id), visits.OWNER] == [job.owner for job in grader.jobs]


async def test_what_a_visitor_waits_for_stays_behind_when_its_job_was_lost(guest, sessions, clock):
    await submit(guest, "leak")
    async with sessions.begin() as session:
        before = (await session.execute(text("DELETE FROM procrastinate_jobs RETURNING priority"))).scalars().all()
    assert 1 == len(await tasks.rescue_abandoned(Worker(sessions, clock, StandIn())))
    async with sessions() as session:
        assert before == (await session.execute(text("SELECT priority FROM procrastinate_jobs"))).scalars().all()


# --- the tour -------------------------------------------------------------------------------------------------------


async def test_the_leak_is_caught_and_the_recovery_is_accepted(guest, drain, sessions):
    shown = (await guest.get("/api/tour")).json()
    assert [True, False] == [each["code"] is not None for each in shown["steps"]]
    assert 303 == (await submit(guest, "leak")).status_code
    assert "data-execution" in (await guest.get("/tour")).text
    await drain()
    leak, recovery = (await guest.get("/api/tour")).json()["steps"]
    assert ("rejected", None) == (leak["execution"]["verdict"], recovery["execution"])
    failed = [e["data"] for e in leak["execution"]["events"] if e["data"].get("state", "").startswith("failed")]
    assert {"failed_silently"} == {each["state"] for each in failed}
    assert ["perturb/test-rows"] == [each["id"] for each in failed if each["gate"]]
    assert "<mark>" in (await guest.get("/tour")).text
    assert 303 == (await submit(guest, "recovery")).status_code
    await drain()
    recovery = (await guest.get("/api/tour")).json()["steps"][1]["execution"]
    assert ("accepted", recovery["total"]) == (recovery["verdict"], recovery["passed"])
    assert OWN in (await guest.get("/tour")).text
    assert 1 == await count(sessions, OpenedSolution)  # the problem is a familiar one from now on


async def test_a_step_is_submitted_once_however_often_it_is_pressed(guest, sessions):
    for _ in range(3):
        assert 303 == (await submit(guest, "leak")).status_code
    assert 1 == await count(sessions, Execution)
    twin = await guest.post("/api/tour/leak")
    assert (201, "queued") == (twin.status_code, twin.json()["status"])
    assert 404 == (await guest.post("/api/tour/other")).status_code


async def test_the_tour_counts_for_nothing_in_practice(ada, sessions):
    await visiting.fill(sessions)
    await submit(ada.browser, "leak")
    listed = (await ada.browser.get("/api/problems")).json()["items"]
    assert {"new"} == {each["status"] for each in listed}


def test_the_table_of_the_tour_is_what_the_prepared_code_computes():
    np = pytest.importorskip("numpy")
    names: dict = {}
    exec(service.prepared(Step.LEAK), names)  # noqa: S102 - our own text
    train = np.array([[1.0], [3.0], [5.0]])
    page = (service.PREPARED.parent / "templates/guests/tour.html").read_text()
    for last in (7.0, 70.0):
        scores, _ = names["standardize"](train, np.array([[3.0], [last]]))
        assert all(f'"{score:.2f}"'.replace("-", "\N{MINUS SIGN}") in page for score in scores[:, 0])
