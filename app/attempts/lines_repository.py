"""Queries on the lines: the queue's own tables beside the executions whose jobs stand in it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.models import Attempt, Execution
from app.attempts.schemas import UNASKED

_LENGTH = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = ANY(:queues)")
_AHEAD = text("""
SELECT count(*) FROM executions JOIN procrastinate_jobs AS job ON job.id = executions.job_id
WHERE executions.status = 'queued' AND executions.kind NOT IN ('snapshot', 'ablation', 'catch', 'regrade')
    AND job.status = 'todo' AND job.priority >= :priority AND job.id <> :job
""")
_QUEUE_OF = text("""
SELECT job.queue_name FROM executions JOIN procrastinate_jobs AS job ON job.id = executions.job_id
WHERE executions.id = :execution AND executions.status = 'queued' AND job.status = 'todo'
""")


async def length(session: AsyncSession, queues: Sequence[str]) -> int:
    """How many jobs wait in these queues."""
    found: int = (await session.execute(_LENGTH, {"queues": list(queues)})).scalar_one()
    return found


async def ahead(session: AsyncSession, priority: int, job_id: int) -> int:
    """How many that somebody waits for go before a job of this priority: in the lines, or in a worker."""
    waiting: int = (await session.execute(_AHEAD, {"priority": priority, "job": job_id})).scalar_one()
    unstarted = (Execution.status == "running") & Execution.started_at.is_(None) & Execution.kind.not_in(UNASKED)
    taken = await session.execute(select(func.count()).select_from(Execution).where(unstarted))
    return waiting + taken.scalar_one()


async def waiting_of(session: AsyncSession, user_id: UUID, *, live: bool) -> int:
    """How many runs and submissions at a person's attempts wait: those of interviews, or those of practice."""
    of_interview: ColumnElement[bool] = and_(Attempt.interview_id.is_not(None), Attempt.purpose != "mock")
    statement = (
        select(func.count())
        .select_from(Execution)
        .join(Execution.attempt)
        .where(
            Attempt.user_id == user_id,
            of_interview if live else ~of_interview,
            Execution.status.in_(("queued", "running")),
            Execution.kind.not_in(UNASKED),
            or_(Execution.status == "queued", Execution.started_at.is_(None)),
        )
    )
    return (await session.execute(statement)).scalar_one()


async def queue_of(session: AsyncSession, execution_id: UUID) -> str | None:
    """The queue that an execution's job waits in; None where it waits in none."""
    return (await session.execute(_QUEUE_OF, {"execution": execution_id})).scalar_one_or_none()
