"""The worker's tasks: verifying one draft, rescuing verifications nobody works on, and forgetting trials."""

from datetime import timedelta
from uuid import UUID

from procrastinate import App, JobContext
from procrastinate.jobs import Status

from app.attempts import trials
from app.attempts.grading import SILENT_AFTER, Worker
from app.kit.jobs import TryLater, WhenTold
from app.kit.log import log
from app.studio import verifications_repository as repository
from app.studio import verifying, verifying_work

RESCUE_CRON = "* * * * * */15"  # the sixth field is seconds
FORGET_CRON = "27 * * * *"
TRIALS_KEPT = timedelta(days=30)
TRIALS_AT_ONCE = 50


def _worker(context: JobContext) -> Worker:
    worker: Worker = context.additional_context["worker"]
    return worker


async def rescue(context: JobContext, timestamp: int) -> None:
    """Put back what dead workers left."""
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(
        queue=verifying.QUEUE, seconds_since_heartbeat=SILENT_AFTER.total_seconds()
    ):
        if job.id is not None:
            await manager.finish_job_by_id_async(job.id, Status.FAILED, delete_job=True)
    for verification_id in await rescue_abandoned(_worker(context)):
        log.warning("verification_rescued", verification=str(verification_id))


async def rescue_abandoned(worker: Worker) -> list[UUID]:
    """Queue a new job for every verification nobody works on."""
    rescued = []
    async with worker.sessionmaker.begin() as session:
        for verification_id in await repository.abandoned(session, worker.clock.now() - SILENT_AFTER):
            made = await repository.locked(session, verification_id)
            if made is not None and made.status in repository.ACTIVE:
                made.status = "queued"
                await verifying.put_in(session, made)
                rescued.append(verification_id)
    return rescued


async def forget(context: JobContext, timestamp: int) -> None:
    """Forget trials of drafts that nobody has gone on with."""
    del timestamp
    if forgotten := await forget_trials(_worker(context)):
        log.info("trials_forgotten", count=forgotten)


async def forget_trials(worker: Worker) -> int:
    """Remove old trials, some at a time, and texts that were only kept for them; gives how many texts were tried."""
    forgotten = 0
    while True:
        async with worker.sessionmaker.begin() as session:
            texts = await trials.forget(session, worker.clock.now() - TRIALS_KEPT, TRIALS_AT_ONCE)
            await repository.drop_unnamed(session, texts)
        forgotten += len(texts)
        if not texts:
            return forgotten


def register(app: App, *, slots: int) -> None:
    """Teach a queue these tasks; a package is graded on so many slots at once."""

    async def verify(context: JobContext, verification_id: str) -> None:
        wait = await verifying_work.run(_worker(context), UUID(verification_id), slots)
        if wait is not None:
            raise TryLater(_worker(context).clock.now() + wait)

    app.task(name=verifying.TASK, queue=verifying.QUEUE, pass_context=True, retry=WhenTold())(verify)
    for name, task, cron in (("studio:rescue", rescue, RESCUE_CRON), ("studio:forget", forget, FORGET_CRON)):
        options = app.task(name=name, queue=verifying.QUEUE, priority=100, pass_context=True, queueing_lock=name)
        app.periodic(cron=cron, periodic_id=name)(options(task))
