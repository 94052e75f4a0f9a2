"""Without an account: coming in, the tour, what is open and how much of it, becoming an account, and going again."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from app.attempts import tasks, visits
from app.attempts.grading import Worker
from app.attempts.models import Draft, Execution, OpenedSolution
from app.guests import service
from app.guests.service import Step
from app.identity import visitors
from app.identity.actor import Role
from app.identity.models import Mail, Session, User, Visitor
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from app.people import sign_up
from app.people.models import AccountInvitation
from app.problems.service import FIRST
from app.settings import Settings
from app.trust import visits as sweeping
from tests.app import visiting
from tests.app.conftest import PASSWORD, browser
from tests.app.standin import ACCEPTED, StandIn
from tests.app.workspace import open_workspace, save, work

OWN = "/problems/{}/{}".format(*FIRST)
BASE = "https://holdout.example.com"
MAILING = {"public_url": BASE, "smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_security": "none"}


@pytest.fixture
async def _bank(sessions):
    await visiting.fill(sessions)


@pytest.fixture
async def guest(app, _bank):
    async with visiting.visitor(app) as client:
        yield client


@pytest.fixture
async def invited(sign_in, sessions):
    """The guest of an interview."""
    person = await sign_in("seated@example.com")
    async with sessions.begin() as session:
        await session.execute(update(User).where(User.id == person.actor.id).values(guest=True))
    return person


@pytest.fixture
def set_to(app):
    """Change settings of the running application for one test."""
    usual = app.state.settings

    def change(**values: Any):
        app.state.settings = Settings(executions_per_minute=60, rate_factor=0, **values)

    yield change
    app.state.settings = usual


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


async def count(sessions, of) -> int:
    async with sessions() as session:
        return (await session.execute(select(func.count()).select_from(of))).scalar_one()


async def the_user(sessions) -> User:
    async with sessions() as session:
        return (await session.execute(select(User))).scalar_one()


async def submit(client, step: str):
    return await client.post(f"/tour/{step}")


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


# --- becoming an account --------------------------------------------------------------------------------------------


async def link_of(sessions, kind: str) -> str:
    async with sessions() as session:
        found = (await session.execute(select(Mail.text).where(Mail.kind == kind).order_by(Mail.created_at))).scalars()
        mail = list(found)[-1]
    return re.search(rf"{BASE}(/\S+)", mail)[1]


async def make_account(client, link: str):
    return await client.post(link, data={"name": "Grace", "password": PASSWORD})


async def test_signing_up_keeps_what_was_done_on_whatever_device(app, guest, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    boot = await open_workspace(guest, OWN)
    await save(guest, boot, "# mine")
    asked = await guest.post("/signup", data={"email": "grace@example.com"})
    assert "on its way to grace@example.com" in asked.text
    async with browser(app) as phone:
        answer = await make_account(phone, await link_of(sessions, sign_up.KIND))
        assert (303, "/practice") == (answer.status_code, answer.headers["location"])
        again = await open_workspace(phone, OWN)
        assert (boot["attempt"]["id"], "# mine") == (again["attempt"]["id"], again["draft"]["solution"])
        assert 200 == (await phone.get("/drill")).status_code
    user = await the_user(sessions)
    assert ("grace@example.com", "Grace", False, False) == (user.email, user.name, user.guest, user.visitor)
    assert 0 == await count(sessions, Visitor)
    assert 303 == (await guest.get("/tour")).status_code  # the session without an account has ended: to the sign-in


async def test_an_administrators_invitation_opened_in_the_browser_keeps_it_too(guest, sign_in, sessions):
    boot = await open_workspace(guest, OWN)
    root = await sign_in("root@example.com", Role.ADMIN)
    invited = {"email": "grace@example.com", "name": "", "roles": ["interviewer"]}
    address = (await root.browser.post("/api/people/invitations", json=invited)).json()["address"]
    assert "is kept" in (await guest.get(address)).text
    assert 303 == (await make_account(guest, address)).status_code
    assert boot["attempt"]["id"] == (await open_workspace(guest, OWN))["attempt"]["id"]
    assert 200 == (await guest.get("/interviews")).status_code


@pytest.mark.usefixtures("_bank")
async def test_signing_up_tells_nobody_whether_an_address_has_an_account(ada, anybody, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    pages = [
        (await anybody.post("/signup", data={"email": email})).text.replace(email, "…")
        for email in (ada.actor.email, "new@example.com")
    ]
    assert pages[0].replace(_nonce(pages[0]), "") == pages[1].replace(_nonce(pages[1]), "")
    async with sessions() as session:
        mails = {mail.to: mail.text for mail in (await session.execute(select(Mail))).scalars()}
    assert ("/signin" in mails[ada.actor.email], "/invitations/" in mails["new@example.com"]) == (True, True)
    assert "/invitations/" not in mails[ada.actor.email]


def _nonce(page: str) -> str:
    return re.search(r'name="csp-nonce" content="([^"]*)"', page)[1]


async def test_nobody_takes_over_a_seat_without_reading_its_mailbox(invited, guest, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    page = await guest.post("/signup", data={"email": invited.actor.email})
    assert "/invitations/" not in page.text
    assert 303 == (await make_account(guest, await link_of(sessions, sign_up.KIND))).status_code  # the mail was theirs
    async with sessions() as session:
        seated = await session.get(User, invited.actor.id)
    assert ("Grace", False) == (seated.name, seated.guest)


async def test_a_mailbox_gets_few_mails_and_the_last_link_counts(anybody, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    for _ in range(sign_up.PER_MAILBOX + 2):
        assert 200 == (await anybody.post("/signup", data={"email": "New@example.com"})).status_code
    assert sign_up.PER_MAILBOX == await count(sessions, Mail)
    async with sessions() as session:
        open_ones = select(func.count()).where(AccountInvitation.revoked_at.is_(None))
        assert 1 == (await session.execute(open_ones)).scalar_one()


async def test_an_installation_sends_so_many_mails_within_the_hour(anybody, set_to, monkeypatch):
    set_to(sign_up=True, **MAILING)
    monkeypatch.setattr(sign_up, "PER_INSTALLATION", 1)
    assert 200 == (await anybody.post("/signup", data={"email": "a@example.com"})).status_code
    assert 429 == (await anybody.post("/signup", data={"email": "b@example.com"})).status_code


async def test_what_an_administrator_invited_is_not_replaced_by_signing_up(anybody, sign_in, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    root = await sign_in("root@example.com", Role.ADMIN)
    invited = {"email": "new@example.com", "name": "", "roles": ["author"]}
    address = (await root.browser.post("/api/people/invitations", json=invited)).json()["address"]
    await anybody.post("/signup", data={"email": "new@example.com"})
    assert 200 == (await anybody.get(address)).status_code
    assert 1 == await count(sessions, AccountInvitation)


async def test_where_nobody_signs_up_the_page_says_whom_to_ask(guest, sessions):
    assert "administrator" in (await guest.get("/signup")).text
    assert 200 == (await guest.post("/signup", data={"email": "new@example.com"})).status_code
    assert 0 == await count(sessions, Mail)


async def test_no_address_is_said_so(anybody, set_to):
    set_to(sign_up=True, **MAILING)
    answer = await anybody.post("/signup", data={"email": "nobody"})
    assert (422, True) == (answer.status_code, "is not an e-mail address" in answer.text)


# --- going again ----------------------------------------------------------------------------------------------------


async def test_whoever_did_nothing_is_gone_after_an_hour_without_a_trace(guest, sessions, clock):
    assert 0 == await sweeping.sweep(sessions, clock)
    clock.advance(sweeping.IDLE)
    assert 1 == await sweeping.sweep(sessions, clock)
    assert [0, 0, 0] == [await count(sessions, each) for each in (User, Visitor, Session)]
    assert 303 == (await guest.get("/tour")).status_code


async def test_whoever_tried_something_stays_for_days_and_then_every_word_goes(guest, sessions, clock):
    boot = await open_workspace(guest, OWN)
    await save(guest, boot, "# my secret")
    clock.advance(timedelta(days=6, hours=23))
    assert 0 == await sweeping.sweep(sessions, clock)
    clock.advance(timedelta(hours=2))
    assert 1 == await sweeping.sweep(sessions, clock)
    async with sessions() as session:
        assert "" == (await session.execute(select(Draft.solution))).scalar_one()
    user = await the_user(sessions)
    assert (f"erased-{user.id}", False) == (user.email, user.active)
    assert 0 == await count(sessions, Visitor)
    assert 0 == await sweeping.sweep(sessions, clock)


async def test_signing_out_is_leaving(guest, sessions, clock):
    await open_workspace(guest, OWN)
    await guest.post("/signout")
    assert 1 == await sweeping.sweep(sessions, clock)


async def test_a_grading_that_is_under_way_ends_first(guest, sessions, clock):
    await submit(guest, "leak")
    clock.advance(timedelta(days=8))
    assert 0 == await sweeping.sweep(sessions, clock)
    async with sessions.begin() as session:
        await session.execute(update(Execution).values(status="platform_error"))
    assert 1 == await sweeping.sweep(sessions, clock)


async def test_a_removal_of_a_visitor_is_of_no_use_for_anybody_else(ada, sessions):
    with pytest.raises(Exception, match="this person is no visitor"):
        async with sessions.begin() as session:
            await session.execute(
                text(
                    "INSERT INTO removals (id, purpose, person_id, at) VALUES (gen_random_uuid(), 'visit', :who, now())"
                ),
                {"who": ada.actor.id},
            )


async def test_links_to_sign_up_that_nobody_used_are_forgotten(anybody, set_to, sessions, clock):
    set_to(sign_up=True, **MAILING)
    await anybody.post("/signup", data={"email": "new@example.com"})
    clock.advance(sign_up.VALID_FOR)
    async with sessions.begin() as session:
        await sign_up.tidy(session, clock.now())
    assert 0 == await count(sessions, AccountInvitation)
