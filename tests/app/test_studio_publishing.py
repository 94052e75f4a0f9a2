"""From a verified version to a published one: the pilot, who may solve it blind, waiving, trials, and the bank's offers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from app.attempts import service as attempts
from app.attempts.grading import Worker, grade
from app.attempts.models import Attempt, Draft, Execution, ExecutionEvent, StaffDetail, Verdict
from app.audit.models import AuditEntry
from app.identity.actor import Role
from app.problems import openings, upgrades
from app.problems import repository as problems
from app.problems.lifecycle import State, Step
from app.problems.models import ProblemVersion, ProblemVersionStep
from app.statistics import service as statistics
from app.studio import drafts, tasks
from app.studio.models import PackageDraft, Verification
from tests.app import packages
from tests.app.desk import Desk
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, REJECTED, StandIn
from tests.app.test_lifecycle import TO_PUBLISHED, UUID_OF_DOUBLE, made_here, numbered
from tests.app.workspace import open_workspace, save


@pytest.fixture
async def desk(sessions, clock, sign_in) -> Desk:
    author = await sign_in("author@example.com", Role.AUTHOR)
    return Desk(sessions, clock, author, Worker(sessions, clock, StandIn()))


@pytest.fixture
async def colleague(sign_in):
    return await sign_in("colleague@example.com", Role.INTERVIEWER)


@pytest.fixture
async def pilot(desk) -> UUID:
    """A version in its pilot."""
    async with desk.sessions.begin() as session:
        version = await made_here(session, desk.clock, desk.author.actor, packages.package(), Step.VERIFY, Step.PILOT)
        return version.id


async def solve(desk: Desk, person, address: str, *, outcome: Any = ACCEPTED) -> str:
    """Write the right code at an attempt, and have it graded; gives the submission's id."""
    boot = await open_workspace(person.browser, address)
    revision = await save(person.browser, boot, RIGHT)
    made = await person.browser.post(f"/api/attempts/{boot['attempt']['id']}/submissions", json={"revision": revision})
    execution: str = made.json()["id"]
    await grade(Worker(desk.sessions, desk.clock, StandIn(outcome)), UUID(execution))
    return execution


async def begin(person, pilot: UUID) -> str:
    answer = await person.browser.post(f"/pilots/{pilot}")
    assert 303 == answer.status_code, answer.text
    address: str = answer.headers["location"]
    return address


async def step(person, version: UUID, name: str, reason: str = ""):
    return await person.browser.post(f"/studio/versions/{version}/{name}", data={"reason": reason})


async def test_a_pilot_is_solved_blind_as_an_ordinary_attempt_and_then_published(desk, colleague, ada, pilot):
    assert 409 == (await step(desk.author, pilot, "publish")).status_code
    assert "Double every number" in (await colleague.browser.get("/pilots")).text
    await solve(desk, colleague, await begin(colleague, pilot))
    assert "Solved blind by colleague" in (await desk.author.browser.get(f"/studio/problems/{UUID_OF_DOUBLE}")).text
    assert 404 == (await ada.browser.get("/problems/metrics/double")).status_code
    assert 303 == (await step(desk.author, pilot, "publish")).status_code
    assert "published" == await desk.state_of(pilot)
    assert 200 == (await ada.browser.get("/problems/metrics/double")).status_code
    async with desk.sessions() as session:
        last = select(ProblemVersionStep).where(ProblemVersionStep.step == "publish")
        kept = (await session.execute(last)).scalar_one()
    assert (False, True) == (kept.waived, kept.execution_id is not None)


async def test_a_pilot_and_a_trial_are_in_no_statistic_and_no_practice(desk, colleague, pilot, monkeypatch):
    await solve(desk, colleague, await begin(colleague, pilot))
    async with desk.sessions.begin() as session:
        version = await problems.version_locked(session, pilot)
        await made_here(session, desk.clock, desk.author.actor, packages.package(), Step.PUBLISH)
        assert version.state == State.PUBLISHED
    assert "Double every number" not in (await colleague.browser.get("/practice?status=solved")).text
    async with desk.sessions() as session:
        (line,) = await statistics.overview(session, desk.author.actor, "all")
        one = await statistics.one(session, desk.author.actor, "metrics", "double", setting="all")
        monkeypatch.setattr(statistics, "FEWEST_FOR_NEVER", 1)
        never = await statistics.never_failing(session, desk.author.actor)
    assert (0, 0, [], {}) == (line.attempts, one.figures.attempts, list(one.versions), never)


@pytest.mark.parametrize("path", ["", "/verify", "/history", "/package.zip"])
async def test_whoever_opened_the_draft_is_not_blind(desk, sign_in, pilot, path):
    draft = await desk.open()
    other = await sign_in("other@example.com", Role.AUTHOR)
    assert (await other.browser.get(f"/studio/{draft}{path}")).status_code < 400
    refused = await other.browser.post(f"/pilots/{pilot}")
    assert 409 == refused.status_code
    assert "You have looked inside" in refused.text
    assert "you cannot solve it blind" in (await other.browser.get(f"/pilots/{pilot}")).text


async def read(person, execution: str):
    return await person.browser.get(f"/executions/{execution}/evidence")


async def read_over_api(person, execution: str):
    return await person.browser.get(f"/api/executions/{execution}/evidence")


async def run_again(person, execution: str):
    return await person.browser.post(f"/api/executions/{execution}/reruns", json={"check": "oracle/random"})


@pytest.mark.parametrize("look", [read, read_over_api, run_again])
async def test_whoever_read_what_is_hidden_of_their_own_submission_is_not_blind_from_then_on(
    desk, colleague, pilot, look
):
    address = await begin(colleague, pilot)
    execution = await solve(desk, colleague, address, outcome=REJECTED)
    assert (await look(colleague, execution)).status_code < 400
    desk.clock.advance(timedelta(minutes=5))
    await solve(desk, colleague, address)
    assert 409 == (await step(desk.author, pilot, "publish")).status_code
    assert "you cannot solve it blind" in (await colleague.browser.get(f"/pilots/{pilot}")).text


async def test_whoever_reads_it_after_the_blind_solve_has_solved_it_blind(desk, colleague, pilot):
    execution = await solve(desk, colleague, await begin(colleague, pilot))
    desk.clock.advance(timedelta(minutes=5))
    assert 200 == (await read(colleague, execution)).status_code
    assert 303 == (await step(desk.author, pilot, "publish")).status_code


@pytest.mark.parametrize("path", ["", "/events"])
async def test_whoever_read_a_verification_is_not_blind(desk, sign_in, pilot, path):
    broken = await desk.ask(await desk.open(**{"problem.yaml": packages.PROBLEM.replace("junior", "wizard")}))
    other = await sign_in("other@example.com", Role.AUTHOR)
    assert 200 == (await other.browser.get(f"/api/studio/verifications/{broken}{path}")).status_code
    assert 409 == (await other.browser.post(f"/pilots/{pilot}")).status_code


async def test_a_verification_is_found_under_its_own_draft_only(desk, sign_in, pilot):
    verification = await desk.ask(await desk.open())
    other = await sign_in("other@example.com", Role.AUTHOR)
    new = {"pattern": "metrics", "slug": "another", "title": "Another"}
    elsewhere = (await other.browser.post("/studio/new", data=new)).headers["location"]
    for answer in (
        await other.browser.get(f"{elsewhere}/verify/{verification}"),
        await other.browser.post(f"{elsewhere}/verify/{verification}/cancel"),
    ):
        assert 404 == answer.status_code
    made, _ = await desk.look(verification)
    assert "queued" == made.status


async def test_whoever_opened_the_solution_of_an_earlier_version_is_not_blind(desk, colleague, pilot):
    async with desk.sessions.begin() as session:
        found = await problems.by_id(session, UUID_OF_DOUBLE)
        await attempts.note_solution_opened(session, desk.clock, colleague.actor, found)
    assert 409 == (await colleague.browser.post(f"/pilots/{pilot}")).status_code


async def test_whoever_begins_a_draft_is_not_blind(desk, sign_in, pilot):
    other = await sign_in("other@example.com", Role.AUTHOR)
    begun = await other.browser.post("/api/studio/drafts", json={"version_id": str(pilot)})
    assert 201 == begun.status_code
    assert 409 == (await other.browser.post(f"/pilots/{pilot}")).status_code


@pytest.mark.parametrize("looks", ["before", "after"])
async def test_who_looks_inside_counts_only_if_they_had_solved_it_before(desk, sign_in, pilot, looks):
    draft, other = await desk.open(), await sign_in("other@example.com", Role.AUTHOR)
    address = await begin(other, pilot)
    if looks == "before":
        await other.browser.get(f"/studio/{draft}")
    await solve(desk, other, address)
    desk.clock.advance(timedelta(seconds=1))
    if looks == "after":
        await other.browser.get(f"/studio/{draft}")
    assert (409 if looks == "before" else 303) == (await step(desk.author, pilot, "publish")).status_code


async def test_only_an_administrator_waives_a_blind_solve_and_says_why(desk, sign_in, pilot):
    admin = await sign_in("admin@example.com", Role.ADMIN)
    assert 409 == (await step(desk.author, pilot, "publish", "I am sure")).status_code
    assert 409 == (await step(admin, pilot, "publish", "  ")).status_code
    assert 303 == (await step(admin, pilot, "publish", "There is nobody else yet")).status_code
    page = (await admin.browser.get(f"/studio/problems/{UUID_OF_DOUBLE}")).text
    assert "without a blind solve" in page
    assert "There is nobody else yet" in page
    async with desk.sessions() as session:
        entry = select(AuditEntry).where(AuditEntry.action == "version_published")
        kept = (await session.execute(entry)).scalar_one()
    assert kept.facts["waived"] is True
    assert "nobody else" not in str(kept.facts)


@pytest.mark.parametrize("name", ["leak", "restore"])
async def test_some_steps_need_a_reason(desk, name):
    async with desk.sessions.begin() as session:
        version = await made_here(session, desk.clock, desk.author.actor, packages.package(), *TO_PUBLISHED)
    if name == "restore":
        await step(desk.author, version.id, "retire")
    assert 422 == (await step(desk.author, version.id, name)).status_code
    assert 303 == (await step(desk.author, version.id, name, "found on a forum")).status_code


async def test_the_gates_own_step_is_nobodys(desk):
    async with desk.sessions.begin() as session:
        version = await made_here(session, desk.clock, desk.author.actor, packages.package())
    assert 404 == (await step(desk.author, version.id, "verify")).status_code


async def test_candidates_find_no_pilot_and_authors_pages_are_theirs(desk, ada, colleague, pilot):
    for path in (
        "/pilots",
        f"/pilots/{pilot}",
        f"/studio/problems/{UUID_OF_DOUBLE}",
        "/studio/problems/metrics/double",
    ):
        assert 404 == (await ada.browser.get(path)).status_code
    assert 404 == (await ada.browser.post(f"/pilots/{pilot}")).status_code
    assert 404 == (await colleague.browser.get(f"/studio/problems/{UUID_OF_DOUBLE}")).status_code
    assert 404 == (await step(colleague, pilot, "publish", "x")).status_code


async def test_publishing_closes_the_draft_whose_text_it_was_and_no_other(desk, sign_in, sessions):
    admin, draft = await sign_in("admin@example.com", Role.ADMIN), await desk.open()
    async with sessions.begin() as session:
        version = await made_here(session, desk.clock, desk.author.actor, packages.package(), Step.VERIFY, Step.PILOT)
    await step(admin, version.id, "publish", "waived")
    async with sessions.begin() as session:
        assert (await session.get_one(PackageDraft, draft)).closed_at is not None
        other = await drafts.create_from_version(session, desk.clock, admin.actor, version.id)
        later = await made_here(session, desk.clock, admin.actor, numbered("1.1.0"), Step.VERIFY, Step.PILOT)
    await step(admin, later.id, "publish", "waived")
    async with sessions() as session:
        assert (await session.get_one(PackageDraft, other)).closed_at is None


async def test_an_author_tries_a_draft_as_a_candidate_would(desk, ada):
    draft = await desk.open()
    tried = await desk.author.browser.post(f"/studio/{draft}/trial")
    page = (await desk.author.browser.get(tried.headers["location"])).text
    assert "You try a draft as a candidate would" in page
    assert 'data-open="start-over"' not in page
    assert tried.headers["location"] == (await desk.author.browser.post(f"/studio/{draft}/trial")).headers["location"]
    assert 404 == (await ada.browser.get(tried.headers["location"])).status_code
    assert 404 == (await ada.browser.post(f"/studio/{draft}/trial")).status_code
    await solve(desk, desk.author, tried.headers["location"])


async def test_a_trial_is_forgotten_some_weeks_after_the_last_of_it_and_the_text_it_was_of_with_it(desk, sessions):
    draft = await desk.open()
    tried = await desk.author.browser.post(f"/studio/{draft}/trial")
    await solve(desk, desk.author, tried.headers["location"])

    async def kept() -> list[int]:
        tables = (Attempt, Draft, Execution, ExecutionEvent, StaffDetail, Verdict, ProblemVersion)
        async with sessions() as session:
            return [(await session.execute(select(func.count()).select_from(each))).scalar_one() for each in tables]

    before = await kept()
    assert 0 not in before
    desk.clock.advance(tasks.TRIALS_KEPT)
    assert 0 == await tasks.forget_trials(desk.worker)
    assert before == await kept()
    desk.clock.advance(timedelta(seconds=1))
    assert 1 == await tasks.forget_trials(desk.worker)
    assert [0] * len(before) == await kept()
    assert 303 == (await desk.author.browser.post(f"/studio/{draft}/trial")).status_code  # the draft itself is there


async def test_a_text_that_was_verified_long_ago_and_never_published_goes_and_gives_its_number_up(desk, sessions):
    kept, author = timedelta(days=10), desk.author.actor
    async with sessions.begin() as session:
        verified = await made_here(session, desk.clock, author, numbered("1.0.0"), Step.VERIFY)
        reworked = await made_here(session, desk.clock, author, numbered("1.1.0"), Step.VERIFY, Step.REWORK)
        piloted = await made_here(session, desk.clock, author, numbered("1.2.0"), Step.VERIFY, Step.PILOT)
        published = await made_here(session, desk.clock, author, numbered("1.3.0"), *TO_PUBLISHED)
        wanted = await made_here(session, desk.clock, author, numbered("1.4.0"), Step.VERIFY)
    draft = await desk.open()
    async with sessions.begin() as session:
        values = {"status": "finished", "mutants": False, "requested_by": author.id, "created_at": desk.clock.now()}
        session.add(Verification(draft_id=draft, revision=1, version_id=wanted.id, **values))
    desk.clock.advance(kept)
    assert 0 == await tasks.forget_texts(desk.worker, kept)
    desk.clock.advance(timedelta(seconds=1))
    assert 2 == await tasks.forget_texts(desk.worker, kept)
    async with sessions() as session:
        left = {piloted.id, published.id, wanted.id}
        assert left == set((await session.execute(select(ProblemVersion.id))).scalars())
        assert left == set((await session.execute(select(ProblemVersionStep.version_id))).scalars())
    assert ("version_reworked", None) == (await desk.audited(verified.id))[-1]
    assert "version_reworked" in [action for action, _ in await desk.audited(reworked.id)]
    async with sessions.begin() as session:
        await made_here(session, desk.clock, author, numbered("1.0.0", "Written anew."), Step.VERIFY)


async def test_neither_practice_nor_a_pilot_is_forgotten_and_no_other_verdict_may_go(desk, colleague, pilot, sessions):
    await solve(desk, colleague, await begin(colleague, pilot))
    desk.clock.advance(2 * tasks.TRIALS_KEPT)
    assert 0 == await tasks.forget_trials(desk.worker)
    async with sessions.begin() as session:
        assert 1 == (await session.execute(select(func.count()).select_from(Verdict))).scalar_one()
        with pytest.raises(IntegrityError, match="never change"):
            await session.execute(delete(Verdict))
        await session.rollback()


async def test_pilots_stand_in_the_head_of_the_page_for_those_who_may_solve_them(colleague, ada):
    for person, stands in ((colleague, True), (ada, False)):
        page = (await person.browser.get("/practice")).text
        assert stands == ('<a href="/pilots"' in page)


async def test_a_draft_that_is_no_package_cannot_be_tried_and_the_page_says_why(desk):
    draft = await desk.open(**{"grader.py": "def reference(:\n"})
    refused = await desk.author.browser.post(f"/studio/{draft}/trial")
    assert 422 == refused.status_code
    assert "grader.py:1" in refused.text


async def test_an_offer_of_the_bank_is_read_and_decided_on(desk, ada):
    async with desk.sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
        await made_here(session, desk.clock, desk.author.actor, numbered("1.1.0", "Ours."), *TO_PUBLISHED)
        await upgrades.sync_package(session, numbered("1.2.0", "Theirs."))
        (offer,) = await problems.open_offers(session)
    assert f"/studio/offers/{offer.id}" in (await desk.author.browser.get("/studio")).text
    page = (await desk.author.browser.get(f"/studio/offers/{offer.id}")).text
    assert "Theirs." in page
    assert "Ours." in page
    assert 404 == (await ada.browser.get(f"/studio/offers/{offer.id}")).status_code
    assert 404 == (await ada.browser.post(f"/studio/offers/{offer.id}/take")).status_code
    async with desk.sessions() as session:
        assert await openings.has_opened(session, desk.author.actor.id, UUID_OF_DOUBLE)  # it is a whole package
    opened = await desk.author.browser.post(f"/studio/offers/{offer.id}/draft")
    async with desk.sessions() as session:
        _, files = await drafts.files(session, UUID(opened.headers["location"].rpartition("/")[2]))
        assert "Theirs." == files["statement.md"]
        assert [] == await problems.open_offers(session)
