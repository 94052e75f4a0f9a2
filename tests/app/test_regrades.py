"""Regrading: what is graded again and by what, the difference, and what applying or cancelling does and leaves alone."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.attempts import grading, regrades
from app.attempts.grading import Worker
from app.attempts.models import Attempt, Execution, ExecutionEvent, Verdict
from app.audit.models import AuditEntry
from app.errors import Invalid, NotFound, RegradeOpen, RegradeState
from app.identity.actor import Role
from app.problems import repository as problems
from app.problems.errors import WrongVersionState
from app.problems.lifecycle import Step
from app.statistics import service as statistics
from tests.app import packages
from tests.app.packages import GRADER, PROBLEM, RIGHT
from tests.app.standin import ACCEPTED, REJECTED, StandIn
from tests.app.test_lifecycle import TO_PUBLISHED, UUID_OF_DOUBLE, made_here, numbered
from tests.app.workspace import submit, view


@pytest.fixture
async def author(sign_in):
    return await sign_in("author@example.com", Role.AUTHOR)


@pytest.fixture
async def graded(sessions, clock, ada, sign_in, problem):
    """Ada's submission was accepted, Bob's was not."""
    bob = await sign_in("bob@example.com")
    found = {}
    for person, steps in ((ada, ACCEPTED), (bob, REJECTED)):
        execution = await submit(person.browser, problem)
        await grading.grade(Worker(sessions, clock, StandIn(steps)), execution)
        found[person.actor.id] = execution
    return found


@pytest.fixture
async def newer(sessions, clock, author, graded):
    """The versions before, and the one that is published now."""
    async with sessions.begin() as session:
        older = [version.id for version in await problems.versions(session, UUID_OF_DOUBLE)]
        version = await made_here(session, clock, author.actor, numbered("1.1.0"), *TO_PUBLISHED)
        return older, version.id


async def ask(sessions, clock, person, newer) -> UUID:
    async with sessions.begin() as session:
        return (await regrades.request(session, clock, person.actor, newer[1], newer[0])).id


async def items(sessions, regrade: UUID) -> list[Execution]:
    async with sessions() as session:
        found = select(Execution).where(Execution.regrade_id == regrade).order_by(Execution.created_at, Execution.id)
        return list((await session.execute(found)).scalars())


async def regraded(sessions, clock, regrade: UUID, said) -> None:
    """Each submission graded again, with what the new version says by submission."""
    for item in await items(sessions, regrade):
        await grading.grade(Worker(sessions, clock, StandIn(said[item.regrade_of])), item.id)


async def test_submissions_are_graded_again_on_the_same_inputs_before_nobody_else(
    sessions, clock, author, graded, newer
):
    regrade = await ask(sessions, clock, author, newer)
    found = await items(sessions, regrade)
    assert set(graded.values()) == {item.regrade_of for item in found}
    async with sessions() as session:
        for item in found:
            original = await session.get_one(Execution, item.regrade_of)
            assert (original.seed, original.solution) == (item.seed, item.solution)
            assert (newer[1], "regrade", None) == (item.problem_version_id, item.kind, item.requested_by)
        jobs = await session.connection()
        rows = await jobs.exec_driver_sql("SELECT id FROM procrastinate_jobs WHERE queue_name = 'regrade.numpy'")
        queued = rows.all()
    assert {item.job_id for item in found} == {row.id for row in queued}
    engine = StandIn(ACCEPTED)
    await grading.grade(Worker(sessions, clock, engine), found[0].id)
    (job,) = engine.jobs
    assert ("regrade", f"regrade {regrade}", "submit") == (job.priority, job.owner, job.mode)
    assert "1.1.0" == job.package.spec["version"]
    async with sessions() as session:
        verdict = await session.get_one(Verdict, found[0].id)
        events = select(func.count()).where(ExecutionEvent.execution_id == found[0].id)
        assert (newer[1], 0) == (verdict.problem_version_id, (await session.execute(events)).scalar_one())


async def test_the_difference_is_told_per_submission_and_per_check_before_and_after_a_decision(
    *, sessions, clock, author, ada, graded, newer
):
    ada_s, other = graded[ada.actor.id], next(each for who, each in graded.items() if who != ada.actor.id)
    regrade = await ask(sessions, clock, author, newer)
    await regraded(sessions, clock, regrade, {ada_s: REJECTED, other: ACCEPTED})
    for decided in (False, True):
        async with sessions.begin() as session:
            found = await regrades.difference(session, await regrades.find(session, author.actor, regrade))
            if not decided:
                await regrades.apply(session, clock, author.actor, regrade, reason="the reference was wrong")
        assert (2, 1, 1) == (found.graded, found.count("to_rejected"), found.count("to_accepted"))
        one = next(each for each in found.changed if each.execution_id == ada_s)
        assert ("oracle/random", "passed", "failed_silently") in one.checks
        assert ("oracle/random", 1, 1) == next(
            (each.check, each.gained, each.lost) for each in found.by_check if each.check == "oracle/random"
        )


async def test_applied_it_is_in_force_and_what_was_said_before_stays(*, sessions, clock, author, ada, graded, newer):
    ada_s, other = graded[ada.actor.id], next(each for who, each in graded.items() if who != ada.actor.id)
    regrade = await ask(sessions, clock, author, newer)
    await regraded(sessions, clock, regrade, {ada_s: REJECTED, other: ACCEPTED})
    async with sessions.begin() as session:
        await regrades.apply(session, clock, author.actor, regrade, reason="the reference was wrong")
    async with sessions() as session:
        assert "accepted" == (await session.get_one(Verdict, ada_s)).verdict
        solved = await session.execute(select(Attempt.user_id).where(Attempt.solved_at.is_not(None)))
        assert ada.actor.id not in set(solved.scalars())
        entries = select(AuditEntry.action).where(AuditEntry.subject_kind == "regrade").order_by(AuditEntry.number)
        assert ["regrade_asked", "regrade_applied"] == list((await session.execute(entries)).scalars())
    seen = await view(ada.browser, ada_s)
    assert "accepted" == seen["verdict"]  # what a candidate was told is history
    async with sessions.begin() as session:
        with pytest.raises(RegradeState, match="applied already"):
            await regrades.cancel(session, clock, author.actor, regrade, reason="")


async def test_statistics_count_at_the_version_in_force_and_not_at_the_first_one_any_more(
    *, sessions, clock, author, ada, graded, newer
):
    ada_s, other = graded[ada.actor.id], next(each for who, each in graded.items() if who != ada.actor.id)

    async def counted():
        async with sessions() as session:
            before, after = [
                await statistics.one(session, author.actor, "metrics", "double", setting="all", version_id=version)
                for version in (newer[0][0], newer[1])
            ]
            return before.figures, after.figures, {version: count for _, version, count in after.versions}

    regrade = await ask(sessions, clock, author, newer)
    await regraded(sessions, clock, regrade, {ada_s: REJECTED, other: REJECTED})
    before, after, versions = await counted()
    assert (2, 1, 0, {"1.0.0": 2}) == (before.attempts, before.solved, after.attempts, versions)
    async with sessions.begin() as session:
        await regrades.apply(session, clock, author.actor, regrade, reason="the reference was wrong")
    before, after, versions = await counted()
    assert (0, 2, 0, {"1.1.0": 2}) == (before.attempts, after.attempts, after.solved, versions)
    item = next(each for each in after.checks if each.check.id == "oracle/random")
    assert (2, 0.0, 1.0) == (item.reached, item.passed, item.silent)


async def test_cancelled_it_changes_nothing_and_stops(sessions, clock, author, graded, newer):
    regrade = await ask(sessions, clock, author, newer)
    first, second = await items(sessions, regrade)
    await grading.grade(Worker(sessions, clock, StandIn(REJECTED)), first.id)
    async with sessions.begin() as session:
        with pytest.raises(RegradeState, match="1 of 2"):
            await regrades.apply(session, clock, author.actor, regrade, reason="")
        await regrades.cancel(session, clock, author.actor, regrade, reason="not needed")
    engine = StandIn(ACCEPTED)
    assert await grading.grade(Worker(sessions, clock, engine), second.id) is None
    assert [] == engine.jobs
    async with sessions() as session:
        solved = await session.execute(select(func.count()).where(Attempt.solved_at.is_not(None)))
        assert 1 == solved.scalar_one()
    assert regrade != await ask(sessions, clock, author, newer)  # another one may be asked for


async def test_a_second_regrade_is_compared_with_what_is_in_force(sessions, clock, author, graded, newer):
    regrade = await ask(sessions, clock, author, newer)
    await regraded(sessions, clock, regrade, dict.fromkeys(graded.values(), REJECTED))
    async with sessions.begin() as session:
        await regrades.apply(session, clock, author.actor, regrade, reason="")
    clock.advance(grading.HEARTBEAT)
    again = await ask(sessions, clock, author, newer)
    await regraded(sessions, clock, again, dict.fromkeys(graded.values(), ACCEPTED))
    async with sessions() as session:
        found = await regrades.difference(session, await regrades.find(session, author.actor, again))
        before = await regrades.difference(session, await regrades.find(session, author.actor, regrade))
    assert (2, 0) == (found.count("to_accepted"), found.count("to_rejected"))
    assert (0, 1) == (before.count("to_accepted"), before.count("to_rejected"))


async def test_what_cannot_be_asked_for_says_why(*, sessions, clock, author, ada, newer):
    older, version = newer
    async with sessions.begin() as session:
        for person, to, chosen, error in (
            (ada, version, older, NotFound),
            (author, older[0], older, WrongVersionState),
            (author, version, [], Invalid),
            (author, version, [version], Invalid),
        ):
            with pytest.raises(error):
                await regrades.request(session, clock, person.actor, to, chosen)
    await ask(sessions, clock, author, newer)
    with pytest.raises(RegradeOpen):
        await ask(sessions, clock, author, newer)


async def test_a_fixed_grader_turns_a_wrong_verdict_on_the_real_engine(sessions, clock, author, ada, engine):
    broken = packages.package(**{"grader.py": GRADER.replace("return 2.0 * x", "return 2.0 * x + (x > 0)")})
    fixed = packages.package(**{"problem.yaml": PROBLEM.replace("version: 1.0.0", "version: 1.0.1")})
    worker = Worker(sessions, clock, engine)
    async with sessions.begin() as session:
        old = await made_here(session, clock, author.actor, broken, *TO_PUBLISHED)
    execution = await submit(ada.browser, "/problems/metrics/double", RIGHT)
    await grading.grade(worker, execution)
    assert "rejected" == (await view(ada.browser, execution))["verdict"]
    async with sessions.begin() as session:
        new = await made_here(session, clock, author.actor, fixed, *TO_PUBLISHED)
    regrade = await ask(sessions, clock, author, ([old.id], new.id))
    for item in await items(sessions, regrade):
        await grading.grade(worker, item.id)
    async with sessions() as session:
        found = await regrades.difference(session, await regrades.find(session, author.actor, regrade))
    (one,) = found.changed
    assert ("rejected", "accepted") == (one.old, one.new)
    assert ("oracle/random", "failed_silently", "passed") in one.checks


async def test_pilots_and_trials_are_not_regraded(sessions, clock, author, sign_in):
    async with sessions.begin() as session:
        old = await made_here(session, clock, author.actor, packages.package(), Step.VERIFY, Step.PILOT)
    colleague = await sign_in("colleague@example.com", Role.INTERVIEWER)
    address = (await colleague.browser.post(f"/pilots/{old.id}")).headers["location"]
    execution = await submit(colleague.browser, address)
    await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), execution)
    async with sessions.begin() as session:
        await made_here(session, clock, author.actor, packages.package(), Step.PUBLISH)
        new = await made_here(session, clock, author.actor, numbered("1.1.0"), *TO_PUBLISHED)
        with pytest.raises(Invalid, match="no submission"):
            await regrades.request(session, clock, author.actor, new.id, [old.id])
