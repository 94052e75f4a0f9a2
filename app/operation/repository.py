"""What the queue's own tables and the server say; they belong to no slice."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.kit.jobs import TOLD

# A job's id rises with time, so the lowest that waits is the one that has waited longest. In a line of gradings, whose
# queue's name has a dot, a priority is a moment.
_LINES = text("""
WITH line AS (
    SELECT queue_name AS queue, CASE WHEN strpos(queue_name, '.') = 0 THEN priority END AS priority,
        CASE WHEN status = 'todo' AND scheduled_at > now() THEN 'later' WHEN status = 'todo' THEN 'waiting'
             WHEN status = 'doing' THEN 'running' ELSE 'failed' END AS state,
        count(*) AS jobs, min(id) AS oldest
    FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2, 3
)
SELECT queue, priority, state, jobs, extract(epoch FROM now() - (
    SELECT min(event.at) FROM procrastinate_events AS event WHERE event.job_id = oldest AND event.type = 'deferred'
)) AS seconds FROM line
""")
_STUCK = text("""
SELECT job.id, job.task_name AS task, job.queue_name AS queue, job.status, job.attempts,
    job.args ->> 'execution_id' AS execution_id, worker.last_heartbeat AS heard_at, max(event.at) AS since
FROM procrastinate_jobs AS job
JOIN procrastinate_events AS event ON event.job_id = job.id
LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
WHERE job.status = 'failed'
    OR job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => :silent))
GROUP BY job.id, worker.id ORDER BY job.id DESC LIMIT :limit
""")
_ONE_STUCK = text("""
SELECT id, task_name AS task, status FROM procrastinate_jobs AS job
WHERE id = :job AND (status = 'failed' OR status = 'doing' AND NOT EXISTS (
    SELECT FROM procrastinate_workers AS worker
    WHERE worker.id = job.worker_id AND worker.last_heartbeat >= now() - make_interval(secs => :silent)
)) FOR UPDATE
""")
_REQUEUE = text("SELECT procrastinate_retry_job_v2(:job, now(), NULL, NULL, NULL)")
_TELL = text(f"SELECT {TOLD} FROM procrastinate_jobs WHERE id = :job")  # noqa: S608 - a constant
_DATABASE = text("""
SELECT pg_database_size(current_database()) / 1000000 AS megabytes, current_setting('server_version') AS version,
    (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
    current_setting('max_connections')::int AS most_connections
""")


async def lines(session: AsyncSession) -> Sequence[Row[Any]]:
    """Per queue, priority and state: how many jobs, and for how many seconds the first of them has been there."""
    return (await session.execute(_LINES)).all()


async def stuck(session: AsyncSession, *, silent: float, limit: int) -> Sequence[Row[Any]]:
    """Jobs that failed for good, or in the hands of a worker that has been silent for so many seconds; newest first."""
    return (await session.execute(_STUCK, {"silent": silent, "limit": limit})).all()


async def job(session: AsyncSession, job_id: int, *, silent: float) -> Row[Any] | None:
    """One of those, by its id, locked."""
    return (await session.execute(_ONE_STUCK, {"job": job_id, "silent": silent})).one_or_none()


async def requeue(session: AsyncSession, job_id: int) -> None:
    """Let a job wait for a worker again, and wake whoever takes it when the transaction commits."""
    await session.execute(_REQUEUE, {"job": job_id})
    await session.execute(_TELL, {"job": job_id})


async def now(session: AsyncSession) -> datetime:
    """The database's time, by which workers are silent or not."""
    return (await session.execute(select(func.now()))).scalar_one()


async def database(session: AsyncSession) -> Row[Any]:
    """Size, version and connections of the database."""
    return (await session.execute(_DATABASE)).one()
