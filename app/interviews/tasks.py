"""The worker's task: ending interviews whose time is over, also when nobody looks."""

from procrastinate import App, JobContext

from app.interviews import service
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.log import log

CRON = "* * * * * */20"  # the sixth field is seconds
URGENT = 100  # over every grading: a full queue must not keep a clock waiting


async def end_overdue(sessionmaker: SessionMaker, clock: Clock) -> int:
    """End the interviews whose time has run out; gives how many."""
    async with sessionmaker.begin() as session:
        return await service.settle_all(session, clock)


def register(app: App, *, queue: str) -> None:
    """Teach a queue the task."""

    async def end(context: JobContext, timestamp: int) -> None:
        del timestamp
        worker = context.additional_context["worker"]
        ended = await end_overdue(worker.sessionmaker, worker.clock)
        if ended:
            log.info("interviews_ended", count=ended)

    options = app.task(
        name="interviews:end", queue=queue, priority=URGENT, pass_context=True, queueing_lock="end_interviews"
    )
    app.periodic(cron=CRON, periodic_id="end_interviews")(options(end))
