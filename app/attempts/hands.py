"""Jobs in a worker's hands that it does not work on: what became of them could not be written when the database failed.

The library writes that once. Such a job is no dead worker's either: its worker lives and is heard of.
"""

import asyncio
from collections.abc import Collection

from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.worker import Worker as QueueWorker

from app.attempts.queueing import GRADE_TASK
from app.identity import resets
from app.kit.jobs import AT_ONCE
from app.kit.log import log

LOOK_SECONDS = 3.0
GIVEN_BACK = (GRADE_TASK, resets.TASK)  # others are given up: their next turn comes, or what is left is looked for
_HELD = "SELECT id, task_name FROM procrastinate_jobs WHERE worker_id = %(worker_id)s AND status = 'doing'"


async def let_go(manager: JobManager, job_id: int, task: str) -> None:
    """Have a job that nobody works on done again, or give it up."""
    log.warning("job_rescued", job=job_id, task=task)
    if task in GIVEN_BACK:
        await manager.retry_job_by_id_async(job_id, AT_ONCE)
    else:
        await manager.finish_job_by_id_async(job_id, Status.FAILED, delete_job=True)


async def look_after(worker: QueueWorker) -> None:
    """Let go, for ever, of what was held without being worked on in two looks: in one, a job has just come or gone."""
    idle: set[int] = set()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            idle = await _look(worker, idle)
        except ConnectorException as error:  # the next look finds the same
            log.warning("hands_not_seen", error=repr(error))


async def _look(worker: QueueWorker, before: Collection[int]) -> set[int]:
    rows = await worker.app.connector.execute_query_all_async(_HELD, worker_id=worker.worker_id)
    at_work = {context.job.id for context in worker._running_jobs.values()}  # noqa: SLF001 - nothing else tells them
    idle: dict[int, str] = {row["id"]: row["task_name"] for row in rows if row["id"] not in at_work}
    for job_id in idle.keys() & before:
        await let_go(worker.app.job_manager, job_id, idle.pop(job_id))
    return set(idle)
