"""The worker's tasks: one run of own checks, and the rescue of runs that nobody works on."""

from uuid import UUID

from procrastinate import App, JobContext

from app.attempts.grading import SILENT_AFTER, Worker
from app.attempts.lines import QUEUE
from app.bench import repository, service, work
from app.kit.jobs import TryLater, WhenTold
from app.kit.log import log

RESCUE_CRON = "* * * * * */15"  # the sixth field is seconds


def _worker(context: JobContext) -> Worker:
    worker: Worker = context.additional_context["worker"]
    return worker


async def run(context: JobContext, run_id: str) -> None:
    """Put one person's checks to the implementations."""
    wait = await work.run(_worker(context), UUID(run_id))
    if wait is not None:
        raise TryLater(_worker(context).clock.now() + wait)


async def rescue(context: JobContext, timestamp: int) -> None:
    """Put back what dead workers left; their stalled jobs are ended by the rescue of gradings."""
    del timestamp
    for run_id in await rescue_abandoned(_worker(context)):
        log.warning("bench_rescued", run=str(run_id))


async def rescue_abandoned(worker: Worker) -> list[UUID]:
    """Queue a new job for every run nobody works on."""
    rescued = []
    async with worker.sessionmaker.begin() as session:
        for run_id in await repository.abandoned(session, worker.clock.now() - SILENT_AFTER):
            made = await repository.locked(session, run_id)
            if made is not None and made.status in repository.ACTIVE:
                made.status = "queued"
                await service.put_in(session, made)
                rescued.append(run_id)
    return rescued


def register_grading(app: App) -> None:
    """Teach the lines to run checks."""
    app.task(name=service.TASK, queue=QUEUE, pass_context=True, retry=WhenTold())(run)


def register(app: App) -> None:
    """Teach a queue these tasks."""
    register_grading(app)
    options = app.task(name="bench:rescue", queue=QUEUE, priority=100, pass_context=True, queueing_lock="bench:rescue")
    app.periodic(cron=RESCUE_CRON, periodic_id="bench:rescue")(options(rescue))
