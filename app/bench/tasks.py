"""The worker's tasks: one run of own checks, and the rescue of runs that nobody works on."""

from uuid import UUID

from procrastinate import App, JobContext

from app.attempts import rescue
from app.attempts.grading import Worker
from app.attempts.lines import QUEUE
from app.bench import service, work
from app.bench.models import BenchRun
from app.kit.jobs import TryLater, WhenTold


async def run(context: JobContext, run_id: str) -> None:
    """Put one person's checks to the implementations."""
    worker: Worker = context.additional_context["worker"]
    wait = await work.run(worker, UUID(run_id))
    if wait is not None:
        raise TryLater(worker.clock.now() + wait)


async def rescue_abandoned(worker: Worker) -> list[UUID]:
    """Queue a new job for every run nobody works on."""
    return await rescue.waiting(worker, BenchRun, service.put_in)


def register_grading(app: App) -> None:
    """Teach the lines to run checks."""
    app.task(name=service.TASK, queue=QUEUE, pass_context=True, retry=WhenTold())(run)


def register(app: App) -> None:
    """Teach a queue these tasks."""
    register_grading(app)
    rescue.register(app, "bench", queue=QUEUE, rescue=rescue_abandoned)
