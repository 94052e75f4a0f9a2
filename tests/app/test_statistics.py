"""Item statistics: figures of hand-made attempts, and who may read them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from app.attempts.models import Attempt, Execution, Verdict
from app.identity.actor import Role
from app.problems import lifecycle, openings, upgrades
from app.problems import repository as versions
from app.problems import service as problems
from app.problems.lifecycle import Step
from app.problems.loader import build
from app.statistics import service
from app.statistics.measures import Sitting, Submission, correlation, figures
from tests.app import packages
from tests.app.test_lifecycle import UUID_OF_DOUBLE
from tests.app.workspace import submit

RANDOM, SECRET, ZERO = "oracle/random", "oracle/secret", "edge/zero"
PASSED = dict.fromkeys((RANDOM, SECRET, ZERO), "passed")


def sitting(clock, *states: dict[str, str], minutes=None):
    """An attempt whose submissions had these states; solved after so many minutes."""
    began = clock.now()
    graded = [Submission(began + timedelta(minutes=place), each == PASSED, each) for place, each in enumerate(states)]
    return Sitting(began, None if minutes is None else began + timedelta(minutes=minutes), graded)


def of(check, found):
    return next(each for each in found.checks if each.check.id == check)


def test_a_check_is_counted_at_the_first_submission_only(clock):
    failing = PASSED | {ZERO: "failed_silently"}
    loud = PASSED | {ZERO: "failed_loudly"}
    found = figures(
        packages.package(),
        [
            sitting(clock, failing, PASSED, minutes=20),
            sitting(clock, loud),
            sitting(clock, PASSED, failing, minutes=4),
            sitting(clock, PASSED | {ZERO: "not_reached"}),
            sitting(clock),
        ],
    )
    zero = of(ZERO, found)
    assert (5, 4, 2) == (found.attempts, found.submitted, found.solved)
    assert (3, 1 / 3, 1 / 3, 1 / 2) == (zero.reached, zero.passed, zero.silent, zero.recovered)
    assert (12, 1.5) == (found.minutes, found.submissions)


def test_a_trap_counts_those_it_caught_and_those_who_recovered(clock):
    failing = PASSED | {ZERO: "failed_silently"}
    found = figures(
        packages.package(), [sitting(clock, failing, PASSED), sitting(clock, failing), sitting(clock, PASSED)]
    )
    late = next(trap for trap in found.mistakes if trap.name == "edge_cases_late")
    assert (2, 1) == (late.caught, late.recovered)


def test_a_wrong_solution_is_named_when_just_its_checks_fail(clock):
    package = packages.package()
    wrong = next(each for each in package.solutions("rejected") if each.caught_by)
    states = PASSED | dict.fromkeys(wrong.caught_by, "failed_silently")
    found = figures(package, [sitting(clock, states), sitting(clock, PASSED)])
    assert wrong.name.replace("_", " ") in {trap.name for trap in found.misconceptions}
    assert {1} == {trap.caught for trap in found.misconceptions}


@pytest.mark.parametrize(("attempts", "shown"), [(9, False), (10, True)])
def test_discrimination_needs_enough_submissions(clock, attempts, shown):
    strong, weak = PASSED, dict.fromkeys(PASSED, "failed_silently")
    found = figures(packages.package(), [sitting(clock, strong if place % 2 else weak) for place in range(attempts)])
    assert shown == (of(ZERO, found).discrimination is not None)
    if shown:
        assert 1 == pytest.approx(of(ZERO, found).discrimination)


def test_a_check_that_the_weak_pass_and_the_strong_fail_has_a_negative_discrimination(clock):
    strong = PASSED | {ZERO: "failed_loudly"}
    weak = dict.fromkeys(PASSED, "failed_loudly") | {ZERO: "passed"}
    found = figures(packages.package(), [sitting(clock, strong if place % 2 else weak) for place in range(12)])
    assert -1 == pytest.approx(of(ZERO, found).discrimination)


@pytest.mark.parametrize(("attempts", "never"), [(19, False), (20, True)])
def test_a_check_that_never_failed_is_marked(clock, attempts, never):
    found = figures(packages.package(), [sitting(clock, PASSED) for _ in range(attempts)])
    assert never == of(ZERO, found).never_fails
    assert of(ZERO, found).discrimination is None


def test_a_correlation_needs_both_sides_to_vary():
    assert correlation([(1, 0.5), (1, 0.7)]) is None
    assert 0 == pytest.approx(correlation([(0, 0), (0, 1), (1, 0), (1, 1)]))


async def grade(sessions, clock, execution_id: UUID, verdict: str, states: dict[str, str]) -> None:
    """End an execution as a worker does."""
    async with sessions.begin() as session:
        execution = await session.get_one(Execution, execution_id)
        execution.status, execution.finished_at = "finished", clock.now()
        attempt = await session.get_one(Attempt, execution.attempt_id)
        session.add(
            Verdict(
                execution_id=execution_id,
                problem_version_id=attempt.problem_version_id,
                verdict=verdict,
                checks=states,
                policies={},
                timing={},
                environment={},
                grader_version="1",
                seed=execution.seed,
                formed_at=clock.now(),
            )
        )
        if verdict == "accepted":
            attempt.solved_at = clock.now()


async def test_what_was_graded_is_counted_by_problem_and_setting(sign_in, sessions, clock, problem):
    author, ada = await sign_in("author@example.com", Role.AUTHOR), await sign_in("ada@example.com")
    first = await submit(ada.browser, problem, "def double(x): return x")
    await grade(sessions, clock, first, "rejected", PASSED | {ZERO: "failed_silently"})
    clock.advance(timedelta(minutes=6))
    await grade(sessions, clock, await submit(ada.browser, problem), "accepted", PASSED)
    async with sessions() as session:
        lines = await service.overview(session, author.actor, "all")
        found = await service.one(session, author.actor, "metrics", "double", setting="practice")
        apart = await service.one(session, author.actor, "metrics", "double", setting="interviews")
    assert [(1, 1, 1, 0)] == [(each.attempts, each.submitted, each.solved, each.faults) for each in lines]
    assert 6 == pytest.approx(lines[0].minutes)
    assert (2, 1) == (found.figures.submissions, of(ZERO, found.figures).recovered)
    assert 0 == apart.figures.attempts


async def test_checks_that_never_failed_are_told_by_problem_and_only_from_enough_first_submissions(
    sign_in, sessions, clock, problem, monkeypatch
):
    author = (await sign_in("author@example.com", Role.AUTHOR)).actor
    for name in ("ada", "ben"):
        person = await sign_in(f"{name}@example.com")
        states = PASSED | {ZERO: "failed_silently" if name == "ada" else "passed"}
        await grade(sessions, clock, await submit(person.browser, problem), "rejected", states)
        clock.advance(timedelta(minutes=1))
        await grade(
            sessions, clock, await submit(person.browser, problem), "rejected", PASSED | {RANDOM: "failed_loudly"}
        )
    async with sessions() as session:
        assert {} == await service.never_failing(session, author)
        monkeypatch.setattr(service, "FEWEST_FOR_NEVER", 2)
        assert [[RANDOM, SECRET]] == list((await service.never_failing(session, author)).values())


async def test_a_fault_of_ours_is_counted_as_such(sign_in, sessions, problem):
    author, ada = await sign_in("author@example.com", Role.AUTHOR), await sign_in("ada@example.com")
    execution_id = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(update(Execution).where(Execution.id == execution_id).values(status="platform_error"))
    async with sessions() as session:
        lines = await service.overview(session, author.actor, "all")
        found = await service.one(session, author.actor, "metrics", "double", setting="all")
    assert (1, 0, 1) == (lines[0].attempts, lines[0].submitted, lines[0].faults)
    assert (1, 0) == (found.faults, found.figures.submitted)


async def test_what_is_graded_in_the_background_counts_for_nothing(sign_in, sessions, clock, problem):
    author, ada = await sign_in("author@example.com", Role.AUTHOR), await sign_in("ada@example.com")
    execution_id = await submit(ada.browser, problem)
    await grade(sessions, clock, execution_id, "accepted", PASSED)
    async with sessions.begin() as session:
        asked = await session.get_one(Execution, execution_id)
        for kind in ("snapshot", "ablation"):
            same = {name: getattr(asked, name) for name in ("attempt_id", "revision", "solution", "checks", "seed")}
            session.add(Execution(kind=kind, status="platform_error", created_at=clock.now(), binds={}, **same))
    async with sessions() as session:
        (line,) = await service.overview(session, author.actor, "all")
        found = await service.one(session, author.actor, "metrics", "double", setting="all")
    assert (1, 1, 0, 0) == (line.attempts, line.submitted, line.faults, found.faults)


async def test_the_pages_say_what_there_is_and_name_nobody(sign_in, sessions, clock, problem):
    author, ada = await sign_in("author@example.com", Role.AUTHOR), await sign_in("ada@example.com")
    empty = await author.browser.get("/statistics")
    assert "nobody has tried it" in empty.text
    await grade(sessions, clock, await submit(ada.browser, problem), "accepted", PASSED)
    overview, one = [await author.browser.get(f"/statistics{path}") for path in ("", "/metrics/double?where=practice")]
    assert (200, 200) == (overview.status_code, one.status_code)
    assert "Double every number" in overview.text
    assert "edge/zero" in one.text
    assert "ada" not in overview.text + one.text
    other = await author.browser.get("/statistics/metrics/double?where=interviews")
    assert "No submission yet" in other.text


@pytest.mark.parametrize("path", ["/statistics/metrics/double", "/api/statistics/metrics/double"])
async def test_whoever_reads_the_statistics_of_a_problem_has_looked_inside(sign_in, sessions, problem, path):
    author = await sign_in("author@example.com", Role.AUTHOR)
    assert 200 == (await author.browser.get(path)).status_code
    async with sessions() as session:
        assert await openings.has_opened(session, author.actor.id, UUID_OF_DOUBLE)


async def test_a_problem_that_was_retired_stays_with_its_figures(sign_in, sessions, clock, problem):
    author, ada = await sign_in("author@example.com", Role.AUTHOR), await sign_in("ada@example.com")
    await grade(sessions, clock, await submit(ada.browser, problem), "accepted", PASSED)
    async with sessions.begin() as session:
        version = await problems.find_latest(session, "metrics", "double")
        locked = await versions.version_locked(session, version.id)
        await lifecycle.take(session, None, locked, Step.RETIRE, at=clock.now())
    overview, one, studio = [
        await author.browser.get(path) for path in ("/statistics", "/statistics/metrics/double", "/studio")
    ]
    assert [200] * 3 == [each.status_code for each in (overview, one, studio)]
    assert 'Double every number</a> <span class="quiet">(retired)' in overview.text
    assert "edge/zero" in one.text
    assert "/problems/metrics/double" not in one.text
    assert "Retired" in studio.text
    async with sessions() as session:
        (line,) = await service.overview(session, author.actor, "all")
    assert ("retired", 1, 1) == (line.version.state, line.attempts, line.solved)


@pytest.mark.parametrize("role", sorted(Role))
async def test_only_those_who_answer_for_the_bank_may_read_them(sign_in, problem, role):
    person = await sign_in("person@example.com", role)
    expected = 200 if role in {Role.ADMIN, Role.AUTHOR} else 404
    for path in ("/statistics", "/statistics/metrics/double"):
        assert expected == (await person.browser.get(path)).status_code
    home = await person.browser.get("/practice")
    assert (expected == 200) == ('href="/statistics"' in home.text)


@pytest.mark.parametrize("query", ["?where=nonsense", "?where=", "?version=5f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11"])
async def test_what_means_nothing_is_the_whole_or_not_found(sign_in, problem, query):
    author = await sign_in("author@example.com", Role.AUTHOR)
    answer = await author.browser.get(f"/statistics/metrics/double{query}")
    assert (404 if "version" in query else 200) == answer.status_code


async def test_a_version_of_another_problem_is_not_found(sign_in, sessions, problem):
    author = await sign_in("author@example.com", Role.AUTHOR)
    text = packages.PROBLEM.replace("uuid: 5f", "uuid: 6f").replace("number: 7", "number: 8")
    async with sessions.begin() as session:
        await upgrades.sync_package(session, build("metrics", "triple", packages.files(**{"problem.yaml": text})))
        version = (await problems.find(session, author.actor, "metrics", "triple")).current_version_id
    assert 200 == (await author.browser.get(f"/statistics/metrics/triple?version={version}")).status_code
    assert 404 == (await author.browser.get(f"/statistics/metrics/double?version={version}")).status_code
