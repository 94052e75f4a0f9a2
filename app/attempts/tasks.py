"""The worker's tasks: grading one execution, and the rescue of those that nobody works on."""

import contextlib
from datetime import timedelta
from uuid import UUID

from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import counts_repository, grading, hands, presence, repository, rescue
from app.attempts.lines import BACKGROUND_QUEUE, QUEUE
from app.attempts.models import Execution
from app.attempts.queueing import GRADE_TASK, enqueue_grading, place_of
from app.attempts.rescue import URGENT
from app.identity import service as identity
from app.kit.jobs import BelongsElsewhere, TryLater, WhenTold
from app.kit.log import log

RESCUE_CRON = "* * * * * */3"  # the sixth field is seconds: every three of them
TIDY_CRON = "7 * * * *"
KEEP_JOBS_HOURS = 24
LEFT_ALONE = timedelta(seconds=1)
QUEUES = (QUEUE, BACKGROUND_QUEUE)


def _worker(context: JobContext) -> grading.Worker:
    worker: grading.Worker = context.additional_context["worker"]
    return worker


async def grade(context: JobContext, execution_id: str) -> None:
    """Grade one execution; one that a web node of the release before has put in goes into its line first."""
    worker = _worker(context)
    if context.job.queue in QUEUES:
        await _put_into_line(worker, UUID(execution_id))
    wait = await grading.grade(worker, UUID(execution_id))
    if wait is not None:
        raise TryLater(worker.clock.now() + wait)


async def _put_into_line(worker: grading.Worker, execution_id: UUID) -> None:
    """Raises what moves the job, or leaves it for a worker of the release before where only such a one can grade it."""
    async with worker.sessionmaker() as session:
        execution = await session.get(Execution, execution_id)
        if execution is None:
            return
        place, workers = await place_of(session, execution), await presence.takers(session)
    if workers.queue(place) != place.queue:
        raise TryLater(worker.clock.now() + LEFT_ALONE)
    raise BelongsElsewhere(place.queue, place.priority)


async def look(context: JobContext, timestamp: int) -> None:
    """Put back what dead workers left: jobs in their hands, and executions without a living worker or job."""
    del timestamp
    manager = context.app.job_manager
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=grading.SILENT_AFTER.total_seconds())
    for job in stalled:
        if job.id is not None:
            with contextlib.suppress(ConnectorException):  # another worker has just let it go
                await hands.let_go(manager, job.id, job.task_name)
    for execution_id in await rescue_abandoned(_worker(context)):
        log.warning("execution_rescued", execution=str(execution_id))


async def rescue_abandoned(worker: grading.Worker) -> list[UUID]:
    """Queue a new job for every execution nobody works on."""

    async def again(session: AsyncSession, found: Execution) -> UUID:
        execution = await repository.locked_execution(session, found.id) or found
        await grading.put_back(session, execution, worker.clock.now())
        behind = execution.attempt.person.visitor and await counts_repository.count_waiting_visitors(session)
        await enqueue_grading(session, execution, turn=int(behind))
        return execution.id

    return await rescue.put_back(worker, rescue.left(worker, Execution), again)


async def tidy(context: JobContext, timestamp: int) -> None:
    """Forget finished jobs, expired sessions and old failed sign-ins."""
    del timestamp
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
    worker = _worker(context)
    async with worker.sessionmaker.begin() as session:
        await identity.forget_expired(session, worker.clock)


def register_grading(app: App) -> None:
    """Teach the lines to grade."""
    app.task(name=GRADE_TASK, queue=QUEUE, pass_context=True, retry=WhenTold())(grade)


def register(app: App) -> None:
    """Teach a queue these tasks."""
    register_grading(app)
    for name, task, cron in (("rescue", look, RESCUE_CRON), ("tidy", tidy, TIDY_CRON)):
        options = app.task(name=f"attempts:{name}", queue=QUEUE, priority=URGENT, pass_context=True, queueing_lock=name)
        app.periodic(cron=cron, periodic_id=name)(options(task))
