"""Item statistics for those who answer for the bank: authors and administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.problems import service as problems
from app.problems.loader import Package
from app.problems.models import ProblemVersion
from app.statistics import repository
from app.statistics.measures import FEWEST_FOR_NEVER, PASSED, REACHED, Figures, Sitting, Submission, figures

MOST_ATTEMPTS = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """A problem in the overview, by its version; `minutes` is the median to the first accepted submission."""

    version: ProblemVersion
    attempts: int = 0
    submitted: int = 0
    solved: int = 0
    minutes: float | None = None
    faults: int = 0


@dataclass(frozen=True, slots=True)
class OneProblem:
    """The statistics of one version of a problem; `versions` are those that were attempted."""

    version: ProblemVersion
    package: Package
    versions: Sequence[Row[UUID, str, int]]
    figures: Figures
    faults: int
    cut: bool


async def overview(session: AsyncSession, actor: Actor, setting: str) -> list[Line]:
    """Every problem that is or was in the bank, those nobody has tried too. NotFound for whoever may not read it."""
    _require(actor)
    found = {row.problem_id: row for row in await repository.overview(session, setting)}
    return [_line(version, found.get(version.problem_id)) for version in await problems.all_latest(session)]


async def never_failing(session: AsyncSession, actor: Actor) -> dict[UUID, list[str]]:
    """By problem, the checks of its current version that have never failed. NotFound for whoever may not read it."""
    _require(actor)
    found: dict[UUID, list[str]] = {}
    rows = await repository.never_failing(session, fewest=FEWEST_FOR_NEVER, reached=sorted(REACHED), passed=PASSED)
    for problem_id, check in rows:
        found.setdefault(problem_id, []).append(check)
    return found


def _line(version: ProblemVersion, row: Row[Any] | None) -> Line:
    if row is None:
        return Line(version)
    minutes = None if row.seconds is None else float(row.seconds) / 60
    return Line(version, row.attempts, row.submitted, row.solved, minutes, int(row.faults))


async def one(
    session: AsyncSession, actor: Actor, pattern: str, name: str, *, setting: str, version_id: UUID | None = None
) -> OneProblem:
    """One problem, at the version that is or was published last, or at another. NotFound where it is not to be read."""
    _require(actor)
    latest = await problems.find_latest(session, pattern, name)
    version = latest if version_id is None else await problems.pinned_version(session, version_id)
    if version.problem_id != latest.problem_id:
        raise NotFound
    package = problems.package_of(version)
    rows = await repository.submissions(session, version.id, setting, limit=MOST_ATTEMPTS)
    sittings = [_sitting(list(group)) for _, group in groupby(rows, key=lambda row: row.id)]
    return OneProblem(
        version=version,
        package=package,
        versions=await repository.versions(session, latest.problem_id),
        figures=figures(package, sittings),
        faults=await repository.faults(session, version.id, setting),
        cut=len(sittings) == MOST_ATTEMPTS,
    )


def _sitting(rows: list[Row[Any]]) -> Sitting:
    graded = [Submission(row.at, row.verdict == "accepted", row.checks) for row in rows if row.at is not None]
    return Sitting(rows[0].created_at, rows[0].solved_at, graded)


def _require(actor: Actor) -> None:
    if not actor.may(Permission.STATISTICS):
        raise NotFound
