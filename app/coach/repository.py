"""Queries of the coach, for attempts that the caller has found to be the person's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.coach.models import CoachLine, PracticeQuestion, PracticeStatement, TimedSession


async def statements(session: AsyncSession, attempt_id: UUID) -> dict[str, PracticeStatement]:
    """What was said, by kind."""
    statement = select(PracticeStatement).where(PracticeStatement.attempt_id == attempt_id)
    statement = statement.execution_options(populate_existing=True)
    return {each.kind: each for each in (await session.execute(statement)).scalars()}


async def keep_statement(session: AsyncSession, attempt_id: UUID, kind: str, text: str, now: datetime) -> None:
    """Keep what was said; said again, the first time stays."""
    values = {"attempt_id": attempt_id, "kind": kind, "text": text, "at": now, "changed_at": now}
    statement = insert(PracticeStatement).values(values)
    changed = {"text": text, "changed_at": now}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["attempt_id", "kind"], set_=changed, where=PracticeStatement.text != text
        )
    )


async def drop_statement(session: AsyncSession, attempt_id: UUID, kind: str) -> None:
    """Forget it."""
    await session.execute(
        delete(PracticeStatement).where(PracticeStatement.attempt_id == attempt_id, PracticeStatement.kind == kind)
    )


async def questions(session: AsyncSession, attempt_id: UUID) -> list[PracticeQuestion]:
    """What was asked, in order."""
    statement = select(PracticeQuestion).where(PracticeQuestion.attempt_id == attempt_id)
    return list((await session.execute(statement.order_by(PracticeQuestion.number))).scalars())


async def add_question(session: AsyncSession, question: PracticeQuestion) -> None:
    """Keep a question with its answer; the attempt is locked, so its number is free."""
    session.add(question)
    await session.flush()


async def drop_question(session: AsyncSession, attempt_id: UUID, number: int) -> None:
    """Forget a question."""
    mine = (PracticeQuestion.attempt_id == attempt_id, PracticeQuestion.number == number)
    await session.execute(delete(PracticeQuestion).where(*mine))


async def timed(session: AsyncSession, attempt_id: UUID) -> TimedSession | None:
    """The clock of an attempt; None where it was made without one."""
    return await session.get(TimedSession, attempt_id, populate_existing=True)


async def begin(session: AsyncSession, attempt_id: UUID, minutes: int, now: datetime) -> None:
    """Start the clock, unless another tab has started it in the meantime."""
    values = {"attempt_id": attempt_id, "minutes": minutes, "started_at": now}
    await session.execute(insert(TimedSession).values(values).on_conflict_do_nothing())


async def lines(session: AsyncSession, attempt_id: UUID) -> list[CoachLine]:
    """What the coach said, hints in their order."""
    statement = select(CoachLine).where(CoachLine.attempt_id == attempt_id)
    return list((await session.execute(statement.order_by(CoachLine.at, CoachLine.number))).scalars())


async def add_line(
    session: AsyncSession, attempt_id: UUID, kind: str, text: str, *, now: datetime, number: int = 1
) -> None:
    """Say something; what was said stays as it was."""
    values = {"attempt_id": attempt_id, "kind": kind, "number": number, "text": text, "at": now}
    await session.execute(insert(CoachLine).values(values).on_conflict_do_nothing())
