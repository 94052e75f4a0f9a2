"""The worker's tasks: noticing ended interviews, having their texts graded, computing their evidence.

One look every few seconds finds whatever is to be done, so that nothing depends on a job that may be lost.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from procrastinate import App, JobContext
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from app.evidence import service
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.log import log

CRON = "* * * * * */5"  # the sixth field is seconds
LOOK, SHADOW, COMPUTE = "evidence:look", "evidence:shadow", "evidence:compute"
URGENT = 100  # it takes a moment and keeps nobody waiting
FIRST, LATER = 2, 1  # over the gradings that they put in, and that they wait for
LOST = (InterfaceError, OperationalError, OSError)  # the database is away
Work = Callable[[AsyncSession, Clock, UUID], Awaitable[None]]


async def look(context: JobContext, timestamp: int) -> None:
    """Ask for what is to be done; a job that waits already is not asked for twice."""
    del timestamp
    worker = context.additional_context["worker"]
    async with worker.sessionmaker.begin() as session:
        ended = await service.notice_ends(session)
        pending, ready = await service.waiting(session)
    if ended:
        log.info("interviews_to_grade", count=ended)
    for task, interview_ids in ((SHADOW, pending), (COMPUTE, ready)):
        for interview_id in interview_ids:
            await _ask(context.app, task, interview_id)


async def _ask(app: App, task: str, interview_id: UUID) -> None:
    try:
        await (
            app.tasks[task]
            .configure(queueing_lock=f"{task} {interview_id}")
            .defer_async(interview_id=str(interview_id))
        )
    except AlreadyEnqueued:
        log.debug("already_enqueued", task=task, interview=str(interview_id))


async def attempt(sessionmaker: SessionMaker, clock: Clock, work: Work, interview_id: UUID) -> None:
    """Do a step for an interview, all or nothing; a defect is written down, a lost database tried again later."""
    try:
        async with sessionmaker.begin() as session:
            await work(session, clock, interview_id)
    except LOST:
        raise
    except Exception as error:  # noqa: BLE001 - a defect of ours: without being written down it would be tried for ever
        log.exception("evidence_failed", interview=str(interview_id))
        async with sessionmaker.begin() as session:
            await service.fail(session, interview_id, f"{type(error).__name__}: {error}")


def register(app: App, *, queue: str, background: str) -> None:
    """Teach the queues these tasks: the look is on `queue`, the work on `background`."""

    async def shadow(context: JobContext, interview_id: str) -> None:
        worker = context.additional_context["worker"]
        await attempt(worker.sessionmaker, worker.clock, service.prepare, UUID(interview_id))

    async def compute(context: JobContext, interview_id: str) -> None:
        worker = context.additional_context["worker"]
        await attempt(worker.sessionmaker, worker.clock, service.compute, UUID(interview_id))

    app.task(name=SHADOW, queue=background, priority=FIRST, pass_context=True)(shadow)
    app.task(name=COMPUTE, queue=background, priority=LATER, pass_context=True)(compute)
    options = app.task(name=LOOK, queue=queue, priority=URGENT, pass_context=True, queueing_lock=LOOK)
    app.periodic(cron=CRON, periodic_id=LOOK)(options(look))
