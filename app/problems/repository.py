"""Queries on problems, their versions, what the bank offers and who has looked inside."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, defer, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.errors import NotFound
from app.kit.db import one_or_raise
from app.problems.models import BankOffer, Problem, ProblemOpening, ProblemVersion, ProblemVersionStep


async def by_id(session: AsyncSession, problem_id: UUID) -> Problem | None:
    """A problem with its current version."""
    return await _one(session, select(Problem).where(Problem.id == problem_id))


async def alone_with(session: AsyncSession, problem_id: UUID) -> None:
    """Nobody else brings in this problem, which may not be there yet, before the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(problem_id), 0))))


async def locked(session: AsyncSession, problem_id: UUID) -> Problem | None:
    """A problem with its current version, locked for a change."""
    return await _one(session, select(Problem).where(Problem.id == problem_id).with_for_update(of=Problem))


async def _one(session: AsyncSession, statement: Select[Problem]) -> Problem | None:
    statement = statement.options(joinedload(Problem.current)).execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one_or_none()


async def version_of(session: AsyncSession, problem_id: UUID, version: str) -> ProblemVersion | None:
    """The version of a problem that has this number, locked for a change; drafts have none yet."""
    statement = select(ProblemVersion).where(
        ProblemVersion.problem_id == problem_id, ProblemVersion.version == version, ProblemVersion.state != "draft"
    )
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def version_with_digest(session: AsyncSession, problem_id: UUID, digest: str) -> ProblemVersion | None:
    """The version of a problem with this text, in whatever state."""
    statement = select(ProblemVersion).where(ProblemVersion.problem_id == problem_id, ProblemVersion.digest == digest)
    return (await session.execute(statement)).scalar_one_or_none()


async def in_state(session: AsyncSession, problem_id: UUID, state: str) -> list[ProblemVersion]:
    """The versions of a problem in a state, locked for a change."""
    statement = select(ProblemVersion).where(ProblemVersion.problem_id == problem_id, ProblemVersion.state == state)
    return list((await session.execute(statement.with_for_update())).scalars())


async def all_in_state(session: AsyncSession, state: str) -> list[ProblemVersion]:
    """The versions in a state with their problems, without files, by name."""
    statement = (
        select(ProblemVersion)
        .join(ProblemVersion.problem)
        .options(
            contains_eager(ProblemVersion.problem),
            defer(ProblemVersion.files, raiseload=True),
            defer(ProblemVersion.spec, raiseload=True),
        )
        .where(ProblemVersion.state == state)
        .order_by(Problem.pattern, Problem.slug)
    )
    return list((await session.execute(statement)).scalars())


async def versions(session: AsyncSession, problem_id: UUID) -> list[ProblemVersion]:
    """The versions of a problem without their files, the newest first; drafts are none yet."""
    statement = (
        select(ProblemVersion)
        .options(defer(ProblemVersion.files, raiseload=True), defer(ProblemVersion.spec, raiseload=True))
        .where(ProblemVersion.problem_id == problem_id, ProblemVersion.state != "draft")
        .order_by(ProblemVersion.created_at.desc(), ProblemVersion.id)
    )
    return list((await session.execute(statement)).scalars())


async def steps(session: AsyncSession, problem_id: UUID, limit: int) -> Sequence[tuple[ProblemVersionStep, str]]:
    """What became of the versions of a problem, newest first, each with the version's number."""
    statement = (
        select(ProblemVersionStep, ProblemVersion.version)
        .join(ProblemVersion, ProblemVersion.id == ProblemVersionStep.version_id)
        .where(ProblemVersion.problem_id == problem_id)
        .order_by(ProblemVersionStep.id.desc())
        .limit(limit)
    )
    return [(step, version) for step, version in await session.execute(statement)]


async def named(session: AsyncSession, pattern: str, slug: str) -> UUID | None:
    """The problem of this name, whether or not it can be opened."""
    statement = select(Problem.id).where(Problem.pattern == pattern, Problem.slug == slug)
    return (await session.execute(statement)).scalar_one_or_none()


async def numbers(session: AsyncSession, pattern: str) -> dict[int, UUID]:
    """The numbers in use in a pattern, each with its problem."""
    rows = await session.execute(select(Problem.number, Problem.id).where(Problem.pattern == pattern))
    return {row.number: row.id for row in rows}


async def open_offers(session: AsyncSession, problem_id: UUID | None = None) -> list[BankOffer]:
    """What the bank offers and nobody has decided on, with its problem."""
    statement = (
        select(BankOffer).options(joinedload(BankOffer.problem, innerjoin=True)).where(BankOffer.state == "open")
    )
    if problem_id is not None:
        statement = statement.where(BankOffer.problem_id == problem_id)
    return list((await session.execute(statement.order_by(BankOffer.offered_at))).scalars())


async def offer(session: AsyncSession, offer_id: UUID) -> BankOffer:
    """An offer with its problem, locked for a decision; NotFound when there is none."""
    statement = select(BankOffer).options(joinedload(BankOffer.problem, innerjoin=True)).where(BankOffer.id == offer_id)
    return await one_or_raise(session, statement.with_for_update(of=BankOffer), NotFound())


async def insert_offer(session: AsyncSession, values: dict[str, object]) -> bool:
    """Keep an offer; False when exactly this text was offered before, whatever became of it."""
    statement = insert(BankOffer).values(values).on_conflict_do_nothing(index_elements=["problem_id", "digest"])
    return (await session.execute(statement.returning(BankOffer.id))).scalar_one_or_none() is not None


async def insert_opening(session: AsyncSession, problem_id: UUID, user_id: UUID, at: datetime) -> None:
    """Keep the first time somebody looked inside a problem."""
    values = {"problem_id": problem_id, "user_id": user_id, "first_at": at}
    await session.execute(insert(ProblemOpening).values(values).on_conflict_do_nothing())


async def hand_over_openings(session: AsyncSession, from_id: UUID, to_id: UUID) -> None:
    """Make what somebody has looked inside another person's; the first time stays."""
    theirs = select(ProblemOpening.problem_id, literal(to_id), ProblemOpening.first_at)
    moved = insert(ProblemOpening).from_select(
        ["problem_id", "user_id", "first_at"], theirs.where(ProblemOpening.user_id == from_id)
    )
    first = func.least(ProblemOpening.first_at, moved.excluded.first_at)
    moved = moved.on_conflict_do_update(index_elements=["problem_id", "user_id"], set_={"first_at": first})
    await session.execute(moved)
    await session.execute(delete(ProblemOpening).where(ProblemOpening.user_id == from_id))


async def openings(session: AsyncSession, problem_id: UUID) -> dict[UUID, datetime]:
    """Who has looked inside a problem, and since when."""
    rows = await session.execute(select(ProblemOpening).where(ProblemOpening.problem_id == problem_id))
    return {opening.user_id: opening.first_at for opening in rows.scalars()}


async def opened_by(session: AsyncSession, user_id: UUID) -> set[UUID]:
    """The problems somebody has looked inside."""
    statement = select(ProblemOpening.problem_id).where(ProblemOpening.user_id == user_id)
    return set((await session.execute(statement)).scalars())


async def has_opened(session: AsyncSession, problem_id: UUID, user_id: UUID) -> bool:
    """Whether somebody has looked inside a problem."""
    return await session.get(ProblemOpening, (problem_id, user_id)) is not None


async def version_by_id(session: AsyncSession, version_id: UUID) -> ProblemVersion:
    """A version with its problem; NotFound when there is none."""
    statement = (
        select(ProblemVersion).options(joinedload(ProblemVersion.problem)).where(ProblemVersion.id == version_id)
    )
    return await one_or_raise(session, statement, NotFound())


async def needed_by(session: AsyncSession, version_id: UUID) -> tuple[str, int]:
    """The environment that a version names, and the MiB it grants."""
    spec = ProblemVersion.spec
    asked = spec["environment"].as_string(), spec["limits", "memory_mb"].as_integer()
    environment, memory_mb = (await session.execute(select(*asked).where(ProblemVersion.id == version_id))).one()
    return environment, memory_mb


async def version_locked(session: AsyncSession, version_id: UUID) -> ProblemVersion:
    """A version with its problem, both locked for a step of its life (the problem first); NotFound."""
    found = await version_by_id(session, version_id)
    await session.execute(select(Problem.id).where(Problem.id == found.problem_id).with_for_update())
    statement = (
        select(ProblemVersion)
        .options(joinedload(ProblemVersion.problem, innerjoin=True))
        .where(ProblemVersion.id == version_id)
        .execution_options(populate_existing=True)
    )
    return await one_or_raise(session, statement.with_for_update(of=ProblemVersion), NotFound())


async def by_ids(session: AsyncSession, problem_ids: Sequence[UUID]) -> list[Problem]:
    """Those of the problems that can be opened, with their current versions, without files."""
    statement = _open().where(Problem.id.in_(problem_ids)).options(_light())
    return list((await session.execute(statement)).scalars())


async def current_by_name(session: AsyncSession, pattern: str, name: str) -> Problem:
    """A problem by slug or number; NotFound when there is none that can be opened."""
    statement = _open().where(_named(pattern, name))
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


async def latest(session: AsyncSession) -> Sequence[ProblemVersion]:
    """Of each problem the version that is published, else the one that was so last, in the bank's order, without files.

    What was retired or has leaked is among them.
    """
    statement = (
        _once_published()
        .options(contains_eager(ProblemVersion.problem), defer(ProblemVersion.files, raiseload=True))
        .ext(distinct_on(Problem.pattern, Problem.number))
        .order_by(Problem.pattern, Problem.number, *_LATEST)
    )
    return (await session.execute(statement)).scalars().all()


async def latest_by_name(session: AsyncSession, pattern: str, name: str) -> ProblemVersion:
    """That version of one problem, by slug or number; NotFound when there is none."""
    statement = _once_published().options(contains_eager(ProblemVersion.problem)).where(_named(pattern, name))
    return await one_or_raise(session, statement.order_by(*_LATEST).limit(1), NotFound())


_LATEST = (ProblemVersion.state != "published", ProblemVersion.state_at.desc(), ProblemVersion.id)


def _once_published() -> Select[ProblemVersion]:
    once = ProblemVersion.state.in_(("published", "retired", "leaked"))
    return select(ProblemVersion).join(ProblemVersion.problem).where(once)


def _named(pattern: str, name: str) -> ColumnElement[bool]:
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 4 else -1  # noqa: PLR2004 - 1 to 99
    return and_(Problem.pattern == pattern, or_(Problem.slug == name, Problem.number == number))


def _open() -> Select[Problem]:
    return (
        select(Problem)
        .join(ProblemVersion, Problem.current_version_id == ProblemVersion.id)
        .options(contains_eager(Problem.current))
    )


def _light() -> ORMOption:
    return contains_eager(Problem.current).options(defer(ProblemVersion.files), defer(ProblemVersion.spec))
