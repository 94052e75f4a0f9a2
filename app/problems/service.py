"""Problems as others see them: those that can be practised and planned, and the version an attempt began with."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFound
from app.identity.actor import Actor
from app.kit.log import log
from app.problems import repository
from app.problems.loader import Package, build
from app.problems.models import Problem, ProblemVersion
from sandbox.job import need

# What is open to visitors, who have no account: the problem of the tour, and the one to try oneself after it.
TOUR, FIRST = ("preprocessing", "standardize"), ("splits", "time-split")


async def find(session: AsyncSession, actor: Actor, pattern: str, name: str) -> Problem:
    """The problem everybody with an account may open, by slug or number; a guest sees those of their interview only."""
    if "\0" in pattern + name:  # PostgreSQL has no such text, so there is no such problem
        raise NotFound
    if actor.guest and not (actor.visitor and (pattern, name) in {TOUR, FIRST}):
        raise NotFound
    return await repository.current_by_name(session, pattern, name)


async def find_latest(session: AsyncSession, pattern: str, name: str) -> ProblemVersion:
    """The version of a problem that is published, else was so last: for callers who may read of what is retired."""
    if "\0" in pattern + name:
        raise NotFound
    return await repository.latest_by_name(session, pattern, name)


async def all_latest(session: AsyncSession) -> Sequence[ProblemVersion]:
    """Those versions of all problems, in the order of the bank, without their files; for the same callers."""
    return await repository.latest(session)


async def browse(
    session: AsyncSession,
    actor: Actor,
    *,
    pattern: str | None,
    level: str | None,
    minutes: int | None,
    text: str | None,
) -> list[Problem]:
    """The problems a person may open, filtered: all of the bank for an account, none for a guest."""
    if actor.guest:
        return []
    return await repository.all_open(session, pattern=pattern, level=level, minutes=minutes, text=text)


async def are_open(session: AsyncSession, names: Sequence[tuple[str, str]]) -> bool:
    """Whether the bank has all of these, to be opened."""
    found = await repository.all_open(session, pattern=None, level=None, minutes=None, text=None)
    return set(names) <= {(problem.pattern, problem.slug) for problem in found}


async def choose(session: AsyncSession, problem_ids: Sequence[UUID]) -> list[Problem]:
    """Problems with their current versions, in the order of the ids; what cannot be opened is left out."""
    found = {problem.id: problem for problem in await repository.by_ids(session, problem_ids)}
    return [found[problem_id] for problem_id in problem_ids if problem_id in found]


async def pin(session: AsyncSession, version: ProblemVersion, now: datetime) -> None:
    """An attempt begins with this version: from now on it never changes."""
    if version.pinned_at is None:
        version.pinned_at = now
        await session.flush()


async def pinned_version(session: AsyncSession, version_id: UUID) -> ProblemVersion:
    """The version an attempt began with, with its problem."""
    return await repository.version_by_id(session, version_id)


async def need_of(session: AsyncSession, version_id: UUID, twist_id: str | None = None) -> str:
    """What a version, or a twist of it, asks of the engine that grades it (`sandbox.job.need`).

    A twist that this release cannot read waits where its problem does: whoever takes it tells of it there.
    """
    if twist_id is not None:
        version = await pinned_version(session, version_id)
        try:
            spec = twisted(package_of(version), twist_id).spec
            return need(spec.environment, spec.limits.memory_mb)
        except Exception as error:  # noqa: BLE001 - a text of another release may break anything
            log.warning("twist_not_read", version=str(version_id), error=repr(error))
    return need(*await repository.needed_by(session, version_id))


async def numbers(session: AsyncSession, pattern: str) -> set[int]:
    """The numbers that are taken in a pattern."""
    return set(await repository.numbers(session, pattern))


async def current_version(session: AsyncSession, problem_id: UUID) -> str | None:
    """Which version of a problem new attempts get; None where the bank has no such problem."""
    problem = await repository.by_id(session, problem_id)
    return problem.current.version if problem and problem.current else None


async def current_files(session: AsyncSession, pattern: str, name: str) -> dict[str, str]:
    """The files of the version that new attempts get; NotFound where there is no such problem."""
    problem = await repository.current_by_name(session, pattern, name)
    return {} if problem.current is None else dict(problem.current.files)


def package_of(version: ProblemVersion) -> Package:
    """The package of a stored version (with `problem` loaded)."""
    return _built(version.problem.pattern, version.problem.slug, tuple(sorted(version.files.items())))


def twisted(package: Package, twist_id: str | None) -> Package:
    """The problem after a twist; as it is where there is none."""
    return package if twist_id is None else package.twist(twist_id).problem


@lru_cache(maxsize=64)
def _built(pattern: str, slug: str, files: tuple[tuple[str, str], ...]) -> Package:
    return build(pattern, slug, dict(files))
