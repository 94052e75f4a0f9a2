"""Asking for runs of own checks, and for the code of planted bugs. What the worker does with a run is in `work`."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import lines, presence
from app.attempts import service as attempts
from app.bench import exercise, outcome, repository, tutorial
from app.bench.exercise import Exercise, Implementation
from app.bench.models import BenchRun
from app.bench.schemas import MOST_CHECKS_BYTES
from app.errors import AlreadyRunning, CodeTooLarge, EmptySubmission, NoBench, NotFound, ReadFirst, TooManyRequests
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.kit.jobs import enqueue
from app.problems import service as problems
from app.problems.models import Problem, ProblemVersion
from sandbox.job import need

TASK = "bench:run"
KEEP = 50  # runs of a person; older ones are forgotten
WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where checks are run: the version of the person's attempt at a problem, or its current one."""

    problem: Problem
    version: ProblemVersion
    exercise: Exercise | None
    own_checks: str  # of the person's draft
    reads_first: bool = False  # what a bench names would say where to look


async def place(session: AsyncSession, actor: Actor, pattern: str, name: str) -> Place:
    """The bench of a problem. NotFound for a problem the person may not open, InInterview while it is held."""
    problem = await problems.find(session, actor, pattern, name)
    attempt = await attempts.current(session, actor, problem)
    begun_with = attempt.problem_version_id if attempt else None
    version_id = begun_with or (problem.current.id if problem.current else None)
    if version_id is None:
        raise NotFound
    version = await problems.pinned_version(session, version_id)
    made = exercise.of(problems.package_of(version))
    own_checks, reads_first = (attempt.draft.checks, attempt.runs_held) if attempt else ("", False)
    return Place(problem, version, made, own_checks, reads_first)


async def request(
    session: AsyncSession, clock: Clock, actor: Actor, at: Place, checks: str, *, per_minute: int
) -> BenchRun:
    """Run checks on the implementations of a problem, whose misconceptions the person learns by it.

    Raises:
        NoBench, ReadFirst, EmptySubmission, CodeTooLarge, AlreadyRunning, TooManyRequests
    """
    _require(at)
    made = await _put_in(session, clock, actor, checks, version_id=at.version.id, per_minute=per_minute)
    await problems.pin(session, at.version, clock.now())
    await attempts.note_solution_opened(session, clock, actor, at.problem)
    return made


def _require(at: Place) -> Exercise:
    if at.reads_first:
        raise ReadFirst
    if at.exercise is None:
        raise NoBench
    return at.exercise


async def request_tutorial(
    session: AsyncSession, clock: Clock, actor: Actor, checks: str, *, per_minute: int
) -> BenchRun:
    """Run checks on the implementations of the tutorial. Raises what `request` does, but NoBench."""
    return await _put_in(session, clock, actor, checks, version_id=None, per_minute=per_minute)


async def _put_in(
    session: AsyncSession, clock: Clock, actor: Actor, checks: str, *, version_id: UUID | None, per_minute: int
) -> BenchRun:
    """Row and job in the caller's transaction."""
    if not checks.strip():
        raise EmptySubmission("Write a check first: an assert, or functions named test_…")
    if len(checks.encode()) > MOST_CHECKS_BYTES:
        message = f"Checks may hold at most {MOST_CHECKS_BYTES // 1024} KiB. Shorten them."
        raise CodeTooLarge(message, field="checks", limit=MOST_CHECKS_BYTES)
    await _refuse_when_fast(session, clock, actor, per_minute)
    values = {"id": uuid4(), "user_id": actor.id, "problem_version_id": version_id, "checks": checks}
    made = await repository.insert(session, {**values, "status": "queued", "tries": 0, "created_at": clock.now()})
    if made is None:
        raise AlreadyRunning(run_id=str(await repository.active(session, actor.id)))
    await put_in(session, made)
    await repository.forget(session, actor.id, KEEP)
    return made


async def _refuse_when_fast(session: AsyncSession, clock: Clock, actor: Actor, per_minute: int) -> None:
    now = clock.now()
    begun = await repository.begun_since(session, actor.id, now - WINDOW)
    if len(begun) >= per_minute:
        wait = (begun[len(begun) - per_minute] + WINDOW - now).total_seconds()
        message = f"{per_minute} runs of checks a minute are the limit."
        raise TooManyRequests(message, retry_after=max(1, int(wait) + 1))


async def put_in(session: AsyncSession, made: BenchRun) -> None:
    """Write its job, in the caller's transaction."""
    needs = need(tutorial.EXERCISE.environment, tutorial.EXERCISE.memory_mb)
    if made.problem_version_id is not None:
        needs = await problems.need_of(session, made.problem_version_id)
    place = lines.place("practice", needs, made.created_at)
    queue = (await presence.takers(session)).queue(place)
    made.job_id = await enqueue(session, TASK, queue=queue, priority=place.priority, run_id=str(made.id))
    await session.flush()


async def run(session: AsyncSession, actor: Actor, run_id: UUID) -> tuple[BenchRun, Exercise, set[str]]:
    """A person's run with what it was run on, and the planted bugs they gave up. InInterview while it is held."""
    found = await repository.by_id(session, actor.id, run_id)
    if found.problem_version_id is None:
        return found, tutorial.EXERCISE, set()
    version = await problems.pinned_version(session, found.problem_version_id)
    await attempts.current(session, actor, version.problem)  # says whether it is held
    made = exercise.of(problems.package_of(version))
    if made is None:
        raise NotFound
    return found, made, await repository.given_up(session, actor.id, version.id)


async def give_up(session: AsyncSession, clock: Clock, actor: Actor, at: Place, number: int) -> Implementation:
    """The code of a planted bug, by its number; one that the last run has not caught counts as given up.

    Raises:
        NoBench, ReadFirst, NotFound
    """
    on = _require(at)
    if not 1 <= number <= len(on.wrong):
        raise NotFound
    bug = on.wrong[number - 1]
    last = await repository.last_finished(session, actor.id, at.version.id)
    if last is None or bug.path not in caught(last):
        await repository.give_up(session, actor.id, at.version.id, bug.path, clock.now())
    await problems.pin(session, at.version, clock.now())
    await attempts.note_solution_opened(session, clock, actor, at.problem)
    return bug


def caught(found: BenchRun) -> set[str]:
    """The paths of the planted bugs that a run's checks caught, by tests that accept all right code."""
    told = (found.found or {}).get("implementations", [])
    alarms = outcome.unsound(told)
    return {each["path"] for each in told if not each["right"] and outcome.is_sound(each, alarms)}
