"""The way of a reading: begun on a fresh attempt, located, explained, and then Run and Submit are open."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import service as attempts
from app.attempts.models import Attempt
from app.errors import Invalid, NotFound, NotYetRead
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import service as problems
from app.problems.loader import Package
from app.problems.models import Problem
from app.reading import repository
from app.reading.models import Reading
from app.reading.schemas import Stage

GIVEN = "given.py"


@dataclass(frozen=True, slots=True)
class Place:
    """A problem that hands out code, with the attempt the person is at and how it was begun."""

    problem: Problem
    package: Package
    attempt: Attempt | None
    reading: Reading | None

    @property
    def stage(self) -> Stage:
        """How far the reading is."""
        return stage(self.reading)

    @property
    def given(self) -> str:
        """The code handed out."""
        return self.package.files[GIVEN]


def stage(reading: Reading | None) -> Stage:
    """How far a reading is; none where the attempt did not begin with one."""
    if reading is None:
        return Stage.NONE
    if reading.explained_at is not None:
        return Stage.FIX
    if reading.left_at is not None:
        return Stage.LEFT
    return Stage.EXPLAIN if reading.located_at is not None else Stage.LOCATE


async def place(session: AsyncSession, actor: Actor, pattern: str, name: str, *, lock: bool = False) -> Place:
    """The reading of a problem. NotFound where no code is handed out; InInterview while the problem is held."""
    problem = await problems.find(session, actor, pattern, name)
    attempt = await attempts.current(session, actor, problem)
    package = await attempts.package_of(session, problem, attempt)
    if GIVEN not in package.files or not package.spec.bugs:
        raise NotFound
    reading = None if attempt is None else await repository.of_attempt(session, attempt.id, lock=lock)
    return Place(problem, package, attempt, reading)


async def begin(session: AsyncSession, clock: Clock, actor: Actor, at: Place) -> None:
    """Begin on an attempt in which nothing has been done; one that reads already goes on as it is."""
    if at.stage in (Stage.LOCATE, Stage.EXPLAIN):
        return
    fresh = attempts.untouched if at.reading is None else attempts.start_over
    attempt = await fresh(session, clock, actor, at.problem)
    await attempts.hold_runs(session, attempt, held=True)
    await repository.begin(session, attempt.id, clock.now())


async def locate(session: AsyncSession, clock: Clock, at: Place, lines: Sequence[int]) -> None:
    """Keep which lines are at fault; they can be changed until they are explained.

    Raises:
        NotYetRead, Invalid
    """
    reading = _reading(at, Stage.LOCATE, Stage.EXPLAIN)
    last = len(at.given.splitlines())
    if beyond := [line for line in lines if line > last]:
        raise Invalid(f"The given code has {last} lines; there is no line {beyond[0]}.")
    reading.lines, reading.located_at = sorted(set(lines)), clock.now()
    await session.flush()


async def explain(session: AsyncSession, clock: Clock, at: Place, text: str) -> None:
    """Keep what is wrong in words; from now on the code may be run. NotYetRead before lines were located."""
    reading = _reading(at, Stage.EXPLAIN)
    reading.explanation, reading.explained_at = text, clock.now()
    await _open(session, at)


async def leave(session: AsyncSession, clock: Clock, at: Place) -> None:
    """Go on without reading to the end: the code may be run. NotYetRead where there is nothing to leave."""
    _reading(at, Stage.LOCATE, Stage.EXPLAIN).left_at = clock.now()
    await _open(session, at)


async def compare(session: AsyncSession, clock: Clock, actor: Actor, at: Place) -> None:
    """Show the faults from now on, which makes the problem a familiar one. NotYetRead before they were explained."""
    reading = _reading(at, Stage.FIX)
    reading.compared_at = reading.compared_at or clock.now()
    await session.flush()
    await attempts.note_solution_opened(session, clock, actor, at.problem)


def _reading(at: Place, *stages: Stage) -> Reading:
    if at.reading is None or at.stage not in stages:
        raise NotYetRead(stage=at.stage)
    return at.reading


async def _open(session: AsyncSession, at: Place) -> None:
    assert at.attempt is not None  # noqa: S101 - a reading has one
    await attempts.hold_runs(session, at.attempt, held=False)
