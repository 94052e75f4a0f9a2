"""Queries on problems and versions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, defer, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.errors import NotFound
from app.kit.db import one_or_raise
from app.problems.models import Problem, ProblemVersion


async def by_id(session: AsyncSession, problem_id: UUID) -> Problem | None:
    """A problem with its current version, locked for a change."""
    statement = select(Problem).options(joinedload(Problem.current)).where(Problem.id == problem_id)
    return (await session.execute(statement.with_for_update(of=Problem))).scalar_one_or_none()


async def version_of(session: AsyncSession, problem_id: UUID, version: str) -> ProblemVersion | None:
    """A version of a problem, locked for a change."""
    statement = select(ProblemVersion).where(ProblemVersion.problem_id == problem_id, ProblemVersion.version == version)
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def version_by_id(session: AsyncSession, version_id: UUID) -> ProblemVersion:
    """A version with its problem; NotFound when there is none."""
    statement = (
        select(ProblemVersion).options(joinedload(ProblemVersion.problem)).where(ProblemVersion.id == version_id)
    )
    return await one_or_raise(session, statement, NotFound())


async def by_ids(session: AsyncSession, problem_ids: Sequence[UUID]) -> list[Problem]:
    """Those of the problems that can be opened, with their current versions, without files."""
    statement = _open().where(Problem.id.in_(problem_ids)).options(_light())
    return list((await session.execute(statement)).scalars())


async def current_by_name(session: AsyncSession, pattern: str, name: str) -> Problem:
    """A problem by slug or number; NotFound when there is none that can be opened."""
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 4 else -1  # noqa: PLR2004 - 1 to 99
    statement = _open().where(Problem.pattern == pattern, or_(Problem.slug == name, Problem.number == number))
    return await one_or_raise(session, statement, NotFound("There is no such problem. The practice page lists all."))


async def all_open(
    session: AsyncSession, *, pattern: str | None, level: str | None, minutes: int | None, text: str | None
) -> list[Problem]:
    """Problems that can be opened, filtered, in the order of the bank, without their files."""
    statement = _open().options(_light())
    if pattern:
        statement = statement.where(Problem.pattern == pattern)
    if level:
        statement = statement.where(ProblemVersion.level == level)
    if minutes:
        statement = statement.where(ProblemVersion.minutes <= minutes)
    if text:
        like = f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        statement = statement.where(
            or_(ProblemVersion.title.ilike(like, escape="!"), ProblemVersion.summary.ilike(like, escape="!"))
        )
    rows = await session.execute(statement.order_by(Problem.pattern, Problem.number))
    return list(rows.scalars().all())


async def numbers(session: AsyncSession, pattern: str) -> set[int]:
    """The numbers of the problems of a pattern."""
    return set((await session.execute(select(Problem.number).where(Problem.pattern == pattern))).scalars())


def _open() -> Select[Problem]:
    return (
        select(Problem)
        .join(ProblemVersion, Problem.current_version_id == ProblemVersion.id)
        .options(contains_eager(Problem.current))
    )


def _light() -> ORMOption:
    return contains_eager(Problem.current).options(defer(ProblemVersion.files), defer(ProblemVersion.spec))
