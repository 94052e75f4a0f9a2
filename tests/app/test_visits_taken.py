"""Signing in where somebody tried Holdout without an account: what they did is taken along, or left and removed."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.attempts.models import Attempt, Draft, Execution, OpenedSolution
from app.audit.actions import Action
from app.audit.models import AuditEntry
from app.identity.actor import Role
from app.identity.gate import COOKIE, VISIT
from app.identity.models import Mail, Session, User
from app.people import sign_up
from app.problems.models import ProblemOpening
from app.trust import erasure
from app.trust import visits as sweeping
from tests.app import visiting
from tests.app.conftest import PASSWORD
from tests.app.interviewing import add, link, person_id, plan
from tests.app.test_guests import MAILING, OWN, count, link_of, set_to
from tests.app.workspace import open_workspace, save

WORK = "def time_split(ts, test_start, embargo):\n    return [], []  # of the visit\n"
OFFER = "You began without an account"
__all__ = ["set_to"]


@pytest.fixture
async def guest(app, sessions):
    await visiting.fill(sessions)
    async with visiting.visitor(app) as client:
        yield client


async def try_it(guest) -> str:
    """The leak of the tour, and a beginning of one's own; gives the attempt."""
    assert 303 == (await guest.post("/tour/leak")).status_code
    boot = await open_workspace(guest, OWN)
    await save(guest, boot, WORK)
    return boot["attempt"]["id"]


async def come_in(guest, person) -> None:
    """Sign in with the browser of the visit."""
    answer = await guest.post("/signin", data={"email": person.actor.email, "password": PASSWORD})
    assert (303, "/practice") == (answer.status_code, answer.headers["location"]), answer.text


async def owners(sessions) -> set[UUID]:
    async with sessions() as session:
        return set((await session.execute(select(Attempt.user_id))).scalars())


async def settled(sessions) -> None:
    """What is under way ends."""
    async with sessions.begin() as session:
        await session.execute(update(Execution).values(status="platform_error"))


async def test_whoever_signs_in_is_asked_and_takes_all_of_it_along(guest, ada, sessions, clock):
    attempt = await try_it(guest)
    await come_in(guest, ada)
    page = (await guest.get("/practice")).text
    assert OFFER in page
    assert "Split" in page
    assert OFFER not in (await ada.browser.get("/practice")).text  # another browser of the same person
    assert 303 == (await guest.post("/visits/taken")).status_code
    assert OFFER not in (await guest.get("/practice")).text
    assert not guest.cookies.get(VISIT)
    boot = await open_workspace(ada.browser, OWN)
    assert (attempt, WORK) == (boot["attempt"]["id"], boot["draft"]["solution"])
    assert (await ada.browser.get("/api/tour")).json()["steps"][0]["execution"] is not None
    assert {ada.actor.id} == await owners(sessions)
    async with sessions() as session:
        assert {ada.actor.id} == set((await session.execute(select(Execution.requested_by))).scalars())
        for opened in (OpenedSolution, ProblemOpening):
            assert [ada.actor.id] == list((await session.execute(select(opened.user_id))).scalars())
        entry = select(AuditEntry.facts).where(AuditEntry.action == Action.VISIT_TAKEN_ALONG)
        assert {"attempts": 2} == (await session.execute(entry)).scalar_one()
    await settled(sessions)
    assert 1 == await sweeping.sweep(sessions, clock)  # nothing of the visit is left to go
    assert WORK == (await open_workspace(ada.browser, OWN))["draft"]["solution"]


async def test_taking_it_along_twice_is_taking_it_once(guest, ada, sessions):
    await try_it(guest)
    await come_in(guest, ada)
    visit = guest.cookies[VISIT]
    for _ in range(2):
        guest.cookies.set(VISIT, visit)
        assert 303 == (await guest.post("/visits/taken")).status_code
    assert 2 == await count(sessions, Attempt)


async def test_another_tab_that_opens_the_same_problem_meanwhile_gives_way(guest, ada, sessions):
    attempt = UUID(await try_it(guest))
    await come_in(guest, ada)
    async with sessions.begin() as tab:
        theirs = await tab.get_one(Attempt, attempt)
        place = {"problem_id": theirs.problem_id, "problem_version_id": theirs.problem_version_id}
        tab.add(Attempt(id=uuid4(), user_id=ada.actor.id, created_at=theirs.created_at, **place))
        await tab.flush()
        taking = asyncio.create_task(guest.post("/visits/taken"))
        await asyncio.sleep(0.5)
        assert not taking.done()
    assert 303 == (await taking).status_code
    async with sessions() as session:
        current = select(Attempt.id).where(Attempt.problem_id == theirs.problem_id, Attempt.superseded_at.is_(None))
        assert [attempt] == list((await session.execute(current)).scalars())


async def test_a_grading_that_ends_meanwhile_does_so(guest, ada, sessions, clock):
    attempt = UUID(await try_it(guest))
    await come_in(guest, ada)
    async with sessions.begin() as worker:
        tour = (await worker.execute(select(Execution).with_for_update())).scalar_one()
        taking = asyncio.create_task(guest.post("/visits/taken"))
        await asyncio.sleep(0.5)
        assert not taking.done()
        await worker.execute(update(Attempt).where(Attempt.id == tour.attempt_id).values(solved_at=clock.now()))
    assert 303 == (await taking).status_code
    async with sessions() as session:
        assert {attempt, tour.attempt_id} == set((await session.execute(select(Attempt.id))).scalars())
        assert {ada.actor.id} == set((await session.execute(select(Attempt.user_id))).scalars())


async def test_an_attempt_in_which_something_was_done_stays_the_one_and_the_other_can_be_read(guest, ada, sessions):
    own = await open_workspace(ada.browser, OWN)
    await save(ada.browser, own, "# of the account\n")
    attempt = await try_it(guest)
    await come_in(guest, ada)
    await guest.post("/visits/taken")
    now = await open_workspace(ada.browser, OWN)
    assert (own["attempt"]["id"], "# of the account\n") == (now["attempt"]["id"], now["draft"]["solution"])
    read = await open_workspace(ada.browser, f"/attempts/{attempt}")
    assert (True, WORK) == (read["attempt"]["readonly"], read["draft"]["solution"])


async def test_an_attempt_that_was_only_opened_gives_way(guest, ada):
    own = await open_workspace(ada.browser, OWN)
    attempt = await try_it(guest)
    await come_in(guest, ada)
    await guest.post("/visits/taken")
    now = await open_workspace(ada.browser, OWN)
    assert (attempt, WORK) == (now["attempt"]["id"], now["draft"]["solution"])
    assert (await open_workspace(ada.browser, f"/attempts/{own['attempt']['id']}"))["attempt"]["readonly"]


async def test_what_is_left_behind_is_removed(guest, ada, sessions, clock):
    await try_it(guest)
    await come_in(guest, ada)
    assert 303 == (await guest.post("/visits/left")).status_code
    await settled(sessions)
    assert 1 == await sweeping.sweep(sessions, clock)
    async with sessions() as session:
        assert {""} == set((await session.execute(select(Draft.solution))).scalars())
    assert ada.actor.id not in await owners(sessions)


async def test_until_somebody_decides_it_is_kept_as_long_as_ever(guest, ada, sessions, clock):
    await try_it(guest)
    await come_in(guest, ada)
    await settled(sessions)
    assert 0 == await sweeping.sweep(sessions, clock)
    await guest.post("/signout")
    assert 0 == await sweeping.sweep(sessions, clock)
    await come_in(guest, ada)
    assert OFFER in (await guest.get("/practice")).text


async def test_whoever_did_nothing_is_not_asked(guest, ada):
    await come_in(guest, ada)
    assert OFFER not in (await guest.get("/practice")).text


async def test_an_invitation_of_somebody_who_was_a_guest_already_leaves_the_visit_to_be_taken(
    *, guest, sign_in, set_to, sessions
):
    seated = await sign_in("seated@example.com")
    async with sessions.begin() as session:
        await session.execute(update(User).where(User.id == seated.actor.id).values(guest=True))
    await try_it(guest)
    set_to(sign_up=True, **MAILING)
    await guest.post("/signup", data={"email": "seated@example.com"})
    made = await guest.post(await link_of(sessions, sign_up.KIND), data={"name": "Grace", "password": PASSWORD})
    assert 303 == made.status_code
    assert OFFER in (await guest.get("/practice")).text
    await guest.post("/visits/taken")
    assert {seated.actor.id} == await owners(sessions)


async def test_a_link_to_an_interview_ends_no_visit_and_a_guest_takes_nothing(
    *, guest, sign_in, problem, sessions, clock
):
    del problem
    await try_it(guest)
    lead = await sign_in("lead@example.com", Role.INTERVIEWER)
    interview = await plan(lead)
    await add(lead, interview, "new@example.com")
    address = await link(lead, interview, await person_id(sessions, interview, "new@example.com"))
    assert 303 == (await guest.post(address)).status_code
    assert 404 == (await guest.post("/visits/taken")).status_code
    await settled(sessions)
    assert 0 == await sweeping.sweep(sessions, clock)


async def test_somebody_known_is_no_visit_whatever_the_cookie_says(guest, ada, sign_in, sessions):
    bob = await sign_in("bob@example.com")
    await open_workspace(bob.browser, OWN)
    ada.browser.cookies.set(VISIT, bob.browser.cookies[COOKIE])
    await ada.browser.post("/visits/taken")
    assert {bob.actor.id} == await owners(sessions)
    async with sessions() as session:
        assert (await session.execute(select(Session).where(Session.user_id == bob.actor.id))).scalars().all()


async def test_erasing_who_took_it_along_leaves_no_word_of_it(guest, ada, sign_in, sessions, clock):
    await try_it(guest)
    await come_in(guest, ada)
    await guest.post("/visits/taken")
    await settled(sessions)
    root = await sign_in("root@example.com", Role.ADMIN)
    async with sessions.begin() as session:
        await erasure.ask(session, clock, root.actor, ada.actor.id)
        await erasure.confirm(session, clock, root.actor, ada.actor.id, email=ada.actor.email)
    async with sessions() as session:
        assert {""} == set((await session.execute(select(Draft.solution))).scalars())
        assert {""} == set((await session.execute(select(Execution.solution))).scalars())
    assert 0 == await count(sessions, OpenedSolution)


async def test_the_mail_to_an_address_that_has_an_account_says_that_it_can_be_taken_along(guest, ada, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    await guest.post("/signup", data={"email": ada.actor.email})
    async with sessions() as session:
        (mail,) = (await session.execute(select(Mail.text))).scalars()
    assert "the browser in which you began" in mail
