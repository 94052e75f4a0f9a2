"""Readiness: which submissions count, what is estimated of them, what is said of it. Simulations: tests/readiness."""

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
from app.readiness.advice import OpenProblem, advise
from app.readiness.estimate import Estimate, estimate
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


# --- the estimator, at its edges -----------------------------------------------------------------------------


def at_metrics(clock, *shares: tuple[int, int], days_apart: float = 1) -> list[Observed]:
    """First attempts, the oldest first, each with that many occasions met."""
    count = len(shares)
    return [
        Observed(
            problem=f"metrics/p{place}",
            pattern="metrics",
            level="mid",
            at=clock.now() - timedelta(days=days_apart * (count - place)),
            occasions={Criterion.CORRECTNESS: share},
        )
        for place, share in enumerate(shares)
    ]


def one(clock, *shares: tuple[int, int], days_apart: float = 1) -> Estimate:
    (found,) = estimate(at_metrics(clock, *shares, days_apart=days_apart), now=clock.now())
    return found


def test_of_nothing_there_is_no_estimate(clock):
    assert [] == estimate([], now=clock.now())


@pytest.mark.parametrize("count", [1, 4, 40, 400])
def test_an_interval_lies_within_0_and_1_and_holds_its_middle(clock, count):
    for shares in ([(3, 3)] * count, [(0, 3)] * count, [(1, 3), (3, 3)] * count):
        found = one(clock, *shares)
        assert 0 <= found.low < found.middle < found.high <= 1


def test_all_met_reaches_up_to_1_and_none_met_down_to_0(clock):
    assert 1 == one(clock, (3, 3), (4, 4)).high
    assert 0 == one(clock, (0, 3), (0, 4)).low


def test_met_and_missed_are_mirrored_where_nothing_was_learnt(clock):
    met, missed = one(clock, (1, 1)), one(clock, (0, 1))
    assert met.middle == pytest.approx(1 - missed.middle)
    assert met.low == pytest.approx(1 - missed.high)


def test_many_occasions_of_one_problem_say_less_than_one_each_of_many(clock):
    together, apart = one(clock, (6, 8)), one(clock, *[(1, 1)] * 6, *[(0, 1)] * 2)
    assert together.high - together.low > apart.high - apart.low


def test_the_newest_problems_weigh_most(clock):
    bad, good = [(0, 3)] * 5, [(3, 3)] * 5
    assert one(clock, *bad, *good).middle > 0.7 > one(clock, *good, *bad).middle


def test_what_is_long_ago_says_less(clock):
    fresh, old = one(clock, *[(2, 3)] * 4), one(clock, *[(2, 3)] * 4, days_apart=300)
    assert old.high - old.low > fresh.high - fresh.low


def test_a_pause_may_have_cost_something(clock):
    """A fortnight without practice is none."""
    record = at_metrics(clock, *[(2, 3)] * 6)
    fresh, rested, rusty = (estimate(record, now=clock.now() + timedelta(days=days))[0] for days in (0, 12, 100))
    assert fresh.middle == pytest.approx(rested.middle, abs=0.005)
    assert fresh.middle - 0.03 > rusty.middle
    assert rested.low - 0.1 > rusty.low


def test_problems_that_go_all_right_or_all_wrong_say_less(clock):
    mixed, lumps = one(clock, *[(2, 4)] * 6), one(clock, *[(4, 4), (0, 4)] * 3)
    assert lumps.high - lumps.low > 1.15 * (mixed.high - mixed.low)


def test_a_clock_that_runs_ahead_gives_no_weight(clock):
    (ahead,) = estimate(at_metrics(clock, (2, 3)), now=clock.now() - timedelta(days=4000))
    (even,) = estimate(at_metrics(clock, (2, 3), days_apart=0), now=clock.now())
    assert even.low == pytest.approx(ahead.low)


# --- what to practise next -----------------------------------------------------------------------------------


def guess(criterion: Criterion, low: float, high: float, pattern: str = "metrics") -> Estimate:
    return Estimate(pattern, criterion, low, (low + high) / 2, high, 4)


def there(
    slug: str, pattern: str = "metrics", *, familiar: bool = False, level: str = "mid", **offers: int
) -> OpenProblem:
    by = {Criterion(name): count for name, count in offers.items()}
    return OpenProblem(pattern, slug, slug.title(), level, 20, by, familiar)


def test_what_is_surely_weak_comes_before_what_is_unknown_and_that_before_what_is_unsure():
    known = [guess(Criterion.STABILITY, 0.1, 0.5, "components"), guess(Criterion.CORRECTNESS, 0.4, 0.95)]
    found = advise(known, [there("a"), there("b", "components"), there("c", "splits")])
    assert ["components", "splits", "metrics"] == [each.pattern for each in found]
    assert "Weakest here: Numerical stability, 10 to 50% from 4 problems." in found[0].reason


def test_the_unfamiliar_problem_that_asks_most_for_it_is_suggested():
    known = [guess(Criterion.STABILITY, 0.1, 0.5)]
    few, many = there("few", stability=1), there("many", stability=3, level="senior")
    (found,) = advise(known, [few, there("known", familiar=True, stability=9), many])
    assert many == found.problem


def test_where_every_problem_is_familiar_none_is_suggested():
    (found,) = advise([guess(Criterion.STABILITY, 0.1, 0.5)], [there("known", familiar=True, stability=2)])
    assert found.problem is None


def test_a_criterion_nothing_asked_for_is_named_once_all_else_is_good():
    known = [guess(Criterion.CORRECTNESS, 0.8, 0.95)]
    assert [] == advise(known, [there("a", correctness=2)])
    (found,) = advise(known, [there("a", correctness=2, stability=1)])
    assert Criterion.STABILITY == found.criterion
