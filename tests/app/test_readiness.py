"""Readiness: which submissions count, and what of them is observed. Simulations: tests/readiness."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.attempts import regrades
from app.attempts import service as attempts
from app.attempts.models import Attempt, Execution, HeldProblem, Verdict
from app.identity.actor import Role
from app.problems import service as problems
from app.problems import upgrades
from app.problems.loader import build
from app.problems.patterns import Criterion
from app.readiness import service
from app.readiness.observed import Observed
from app.readiness.occasions import occasions, offered
from tests.app import packages
from tests.app.standin import REJECTED
from tests.app.test_regrade_pages import newer_version
from tests.app.test_regrades import items, regraded
from tests.app.workspace import submit

RANDOM, SECRET, ZERO = "oracle/random", "oracle/secret", "edge/zero"
PASSED = dict.fromkeys((RANDOM, SECRET, ZERO), "passed")
UNREACHED = dict.fromkeys(PASSED, "not_reached")
KEPT = {"empty": {"state": "inferred", "option": "empty"}}
WHOLE = {Criterion.CORRECTNESS: (1, 1), Criterion.EDGE_CASES: (1, 1), Criterion.AMBIGUITY: (1, 1)}


async def graded(sessions, clock, person, problem, *, states=PASSED, policies=KEPT) -> UUID:
    """Submit, and end it as a worker does."""
    clock.advance(timedelta(minutes=1))
    execution_id = await submit(person.browser, problem)
    async with sessions.begin() as session:
        execution = await session.get_one(Execution, execution_id)
        execution.status, execution.finished_at = "finished", clock.now()
        attempt = await session.get_one(Attempt, execution.attempt_id)
        session.add(
            Verdict(
                execution_id=execution_id,
                problem_version_id=attempt.problem_version_id,
                verdict="accepted" if states == PASSED else "rejected",
                checks=states,
                policies=policies,
                timing={},
                environment={},
                grader_version="1",
                seed=execution.seed,
                formed_at=clock.now(),
            )
        )
    return execution_id


async def observed(sessions, clock, person) -> list[Observed]:
    async with sessions() as session:
        found = await service.readiness(session, clock, person.actor)
    return [source.observed for pattern in found.patterns for source in pattern.sources]


async def second_problem(sessions) -> str:
    text = packages.PROBLEM.replace("uuid: 5f", "uuid: 6f").replace("number: 7", "number: 8")
    text = text.replace("title: Double", "title: Triple")
    async with sessions.begin() as session:
        await upgrades.sync_package(session, build("metrics", "triple", packages.files(**{"problem.yaml": text})))
    return "/problems/metrics/triple"


async def opened(sessions, clock, person, slug="double") -> None:
    async with sessions.begin() as session:
        problem = await problems.find(session, person.actor, "metrics", slug)
        await attempts.note_solution_opened(session, clock, person.actor, problem)


async def attempt_of(session, person) -> Attempt:
    return (await session.execute(select(Attempt).where(Attempt.user_id == person.actor.id))).scalar_one()


async def test_the_first_submission_counts_and_later_ones_do_not(ada, sessions, clock, problem):
    await graded(sessions, clock, ada, problem, states=PASSED | {ZERO: "failed_silently"})
    first = clock.now()
    await graded(sessions, clock, ada, problem)
    (found,) = await observed(sessions, clock, ada)
    assert ("metrics/double", "metrics", "junior", first) == (found.problem, found.pattern, found.level, found.at)
    assert WHOLE | {Criterion.EDGE_CASES: (0, 1)} == found.occasions


async def test_a_regrade_that_was_applied_is_what_counts(*, ada, sessions, clock, problem, sign_in):
    await graded(sessions, clock, ada, problem)
    at = clock.now()
    author = await sign_in("author@example.com", Role.AUTHOR)
    old, new = await newer_version(sessions, clock, author)
    async with sessions.begin() as session:
        regrade = (await regrades.request(session, clock, author.actor, new, [old])).id
    (item,) = await items(sessions, regrade)
    await regraded(sessions, clock, regrade, {item.regrade_of: REJECTED})
    assert [WHOLE] == [each.occasions for each in await observed(sessions, clock, ada)]
    async with sessions.begin() as session:
        await regrades.apply(session, clock, author.actor, regrade, reason="the reference was wrong")
    (found,) = await observed(sessions, clock, ada)
    assert (at, {Criterion.CORRECTNESS: (0, 1), Criterion.AMBIGUITY: (1, 1)}) == (found.at, found.occasions)


async def test_an_attempt_after_the_first_does_not_count(ada, sessions, clock, problem):
    await ada.browser.get(problem)
    clock.advance(timedelta(minutes=1))
    await ada.browser.post(f"{problem}/attempts")
    await graded(sessions, clock, ada, problem)
    assert [] == await observed(sessions, clock, ada)


async def test_a_problem_whose_solution_was_opened_before_does_not_count(ada, sessions, clock, problem):
    await opened(sessions, clock, ada)
    await graded(sessions, clock, ada, problem)
    assert [] == await observed(sessions, clock, ada)


async def test_a_solution_opened_afterwards_or_by_somebody_else_takes_nothing_away(
    ada, sign_in, sessions, clock, problem
):
    await opened(sessions, clock, await sign_in("bob@example.com"))
    await graded(sessions, clock, ada, problem)
    clock.advance(timedelta(minutes=1))
    await opened(sessions, clock, ada)
    await graded(sessions, clock, ada, problem)
    assert 1 == len(await observed(sessions, clock, ada))


async def test_opening_a_solution_twice_keeps_the_first_time(ada, sessions, clock, problem):
    await opened(sessions, clock, ada)
    await graded(sessions, clock, ada, problem)
    await opened(sessions, clock, ada)
    assert [] == await observed(sessions, clock, ada)


async def test_what_we_failed_to_grade_is_left_out_and_the_next_submission_counts(ada, sessions, clock, problem):
    execution_id = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(update(Execution).where(Execution.id == execution_id).values(status="platform_error"))
    assert [] == await observed(sessions, clock, ada)
    await graded(sessions, clock, ada, problem)
    assert [WHOLE] == [each.occasions for each in await observed(sessions, clock, ada)]


async def test_a_submission_after_a_twist_is_of_another_problem_and_does_not_count(ada, sessions, clock, problem):
    execution_id = await graded(sessions, clock, ada, problem)
    async with sessions.begin() as session:
        await session.execute(update(Execution).where(Execution.id == execution_id).values(twist_id="thrice"))
    assert [] == await observed(sessions, clock, ada)


async def test_code_that_did_not_load_told_nothing_so_the_next_submission_is_the_first(ada, sessions, clock, problem):
    await graded(sessions, clock, ada, problem, states=UNREACHED, policies={})
    await graded(sessions, clock, ada, problem, states=PASSED | {RANDOM: "failed_loudly"})
    (found,) = await observed(sessions, clock, ada)
    assert (0, 1) == found.occasions[Criterion.CORRECTNESS]


@pytest.mark.parametrize("first", [True, False])
async def test_a_problem_met_in_an_interview_is_no_practice(ada, sessions, clock, problem, *, first):
    await graded(sessions, clock, ada, problem)
    async with sessions.begin() as session:
        attempt = await attempt_of(session, ada)
        age = timedelta(days=1 if first else -1)
        session.add(
            Attempt(
                user_id=ada.actor.id,
                problem_id=attempt.problem_id,
                problem_version_id=attempt.problem_version_id,
                interview_id=UUID(int=1),
                position=1,
                created_at=attempt.created_at - age,
            )
        )
    assert (0 if first else 1) == len(await observed(sessions, clock, ada))


async def test_what_was_submitted_in_an_interview_is_not_counted(ada, sessions, clock, problem):
    await graded(sessions, clock, ada, problem)
    async with sessions.begin() as session:
        attempt = await attempt_of(session, ada)
        attempt.interview_id, attempt.position = UUID(int=1), 1
    assert [] == await observed(sessions, clock, ada)


async def test_while_an_interview_with_the_problem_is_under_way_nothing_is_told_of_it(ada, sessions, clock, problem):
    await graded(sessions, clock, ada, problem)
    async with sessions.begin() as session:
        attempt = await attempt_of(session, ada)
        session.add(HeldProblem(interview_id=UUID(int=1), problem_id=attempt.problem_id, user_id=ada.actor.id))
    assert [] == await observed(sessions, clock, ada)


async def test_a_retired_problem_still_counts(ada, sessions, clock, problem):
    await graded(sessions, clock, ada, problem)
    async with sessions.begin() as session:
        (await problems.find(session, ada.actor, "metrics", "double")).current_version_id = None
    assert 1 == len(await observed(sessions, clock, ada))


async def test_nobody_reads_of_another(ada, sign_in, sessions, clock, problem):
    await graded(sessions, clock, ada, problem)
    bob = await sign_in("bob@example.com")
    assert [] == await observed(sessions, clock, bob)
    assert "Computed from" not in (await bob.browser.get("/practice/readiness")).text


def test_what_a_candidate_may_not_see_and_what_people_judge_is_no_occasion():
    spec = packages.package().spec.as_json()
    assert WHOLE == occasions(spec, PASSED | {SECRET: "failed_silently"}, KEPT)
    spec["checks"][0]["criterion"] = "communication"
    assert {Criterion.EDGE_CASES: (1, 1)} == occasions(spec, PASSED, {})


def test_what_was_not_reached_is_no_occasion():
    spec = packages.package().spec.as_json()
    lost = {"empty": {"state": "not_reached", "option": None}}
    assert {Criterion.CORRECTNESS: (0, 1)} == occasions(spec, UNREACHED | {RANDOM: "failed_loudly"}, lost)


def test_a_decision_taken_in_two_ways_is_an_occasion_missed():
    wavering = {"empty": {"state": "inconsistent", "option": None}}
    assert (0, 1) == occasions(packages.package().spec.as_json(), PASSED, wavering)[Criterion.AMBIGUITY]


def test_that_a_problem_leaves_something_open_is_not_told_before_it_was_tried():
    assert {Criterion.CORRECTNESS: 1, Criterion.EDGE_CASES: 1} == offered(packages.package().spec.as_json())
