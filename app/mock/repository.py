"""Queries on mock pairs. Whoever asks is part of each: a pair of others is not found."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from app.attempts.models import Attempt, HeldProblem, OpenedSolution
from app.errors import NotFound
from app.identity.models import User
from app.interviews.models import Interview, InterviewPerson, InterviewProblem
from app.kit.db import one_or_raise
from app.mock.models import MockPair
from app.problems.models import ProblemOpening
from app.reviews.models import Feedback


def _whole() -> Select[MockPair]:
    names = joinedload(MockPair.maker, innerjoin=True), joinedload(MockPair.partner)
    return select(MockPair).options(*names).execution_options(populate_existing=True)


def _of(user_id: UUID) -> Select[MockPair]:
    return _whole().where(or_(MockPair.made_by == user_id, MockPair.partner_id == user_id))


async def pair(session: AsyncSession, user_id: UUID, pair_id: UUID, *, lock: bool = False) -> MockPair:
    """A pair of the person's."""
    statement = _of(user_id).where(MockPair.id == pair_id)
    return await one_or_raise(session, statement.with_for_update(of=MockPair) if lock else statement, NotFound())


async def of_interview(session: AsyncSession, user_id: UUID, interview_id: UUID) -> MockPair:
    """The pair of the person's that a round belongs to."""
    rounds = or_(MockPair.first_id == interview_id, MockPair.second_id == interview_id)
    return await one_or_raise(session, _of(user_id).where(rounds), NotFound())


async def by_token(session: AsyncSession, token_hash: bytes, *, lock: bool = False) -> MockPair:
    """The pair that a link leads to."""
    statement = _whole().where(MockPair.token_hash == token_hash)
    return await one_or_raise(session, statement.with_for_update(of=MockPair) if lock else statement, NotFound())


async def pairs(session: AsyncSession, user_id: UUID, limit: int, offset: int) -> tuple[list[MockPair], int]:
    """Some of the person's, the newest first, and how many there are."""
    mine = _of(user_id)
    some = mine.order_by(MockPair.created_at.desc(), MockPair.id).limit(limit).offset(offset)
    total = await session.execute(select(func.count()).select_from(mine.with_only_columns(MockPair.id).subquery()))
    return list((await session.execute(some)).scalars()), total.scalar_one()


async def hold(session: AsyncSession, user_ids: Collection[UUID]) -> None:
    """Keep others from choosing problems for one of these people until the transaction ends."""
    people = select(User.id).where(User.id.in_(user_ids)).order_by(User.id).with_for_update(key_share=True)
    await session.execute(people)  # in one order, so that no two wait for each other


async def made_since(session: AsyncSession, user_id: UUID, since: datetime) -> int:
    """How many the person has made or joined since then."""
    theirs = or_(
        (MockPair.made_by == user_id) & (MockPair.created_at > since),
        (MockPair.partner_id == user_id) & (MockPair.joined_at > since),
    )
    return (await session.execute(select(func.count()).select_from(MockPair).where(theirs))).scalar_one()


async def interviews(session: AsyncSession, interview_ids: Collection[UUID]) -> dict[UUID, Interview]:
    """The rounds of pairs that were asked for with their person."""
    statement = select(Interview).where(Interview.id.in_(interview_ids))
    return {each.id: each for each in (await session.execute(statement)).scalars()}


async def problems_of(session: AsyncSession, interview_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """What is asked in each round."""
    statement = select(InterviewProblem.interview_id, InterviewProblem.problem_id).where(
        InterviewProblem.interview_id.in_(interview_ids)
    )
    return {row.interview_id: row.problem_id for row in await session.execute(statement)}


async def reported(session: AsyncSession, interview_ids: Collection[UUID]) -> set[UUID]:
    """The rounds whose candidate has been given the report."""
    statement = select(Feedback.interview_id).where(Feedback.interview_id.in_(interview_ids))
    return set((await session.execute(statement)).scalars())


async def seen(session: AsyncSession, user_ids: Collection[UUID]) -> set[UUID]:
    """The problems that one of these people has met: begun, looked into, asked or been asked, or is to be in a pair.

    What a planned interview of others' making will ask is not among them: by what is missing, it would be told.
    """
    seats = (
        select(InterviewProblem.problem_id)
        .join(InterviewPerson, InterviewPerson.interview_id == InterviewProblem.interview_id)
        .join(Interview, Interview.id == InterviewProblem.interview_id)
        .where(InterviewPerson.user_id.in_(user_ids))
        .where(or_(Interview.started_at.is_not(None), Interview.kind == "mock"))
    )
    found = select(Attempt.problem_id).where(Attempt.user_id.in_(user_ids)).union(
        select(OpenedSolution.problem_id).where(OpenedSolution.user_id.in_(user_ids)),
        select(ProblemOpening.problem_id).where(ProblemOpening.user_id.in_(user_ids)),
        select(HeldProblem.problem_id).where(HeldProblem.user_id.in_(user_ids)),
        seats,
    )  # fmt: skip
    return set((await session.execute(found)).scalars())


async def forget_unjoined(session: AsyncSession, before: datetime) -> None:
    """Forget pairs of one person whose link ran out before then, or that were closed before then."""
    over = or_(MockPair.expires_at < before, MockPair.closed_at < before)
    await session.execute(delete(MockPair).where(MockPair.partner_id.is_(None), over))


async def held(session: AsyncSession, user_id: UUID) -> set[UUID]:
    """The problems that an interview of the person holds."""
    return set((await session.execute(select(HeldProblem.problem_id).where(HeldProblem.user_id == user_id))).scalars())
