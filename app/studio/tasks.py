"""The worker's tasks: verifying one draft, rescuing verifications nobody works on, and forgetting what is over."""

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate import App, JobContext
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import rescue, trials
from app.attempts.grading import Worker
from app.kit.jobs import TryLater, WhenTold
from app.kit.log import log
from app.problems import lifecycle
from app.problems import repository as problems
from app.problems.lifecycle import Because, State, Step
from app.studio import verifications_repository as repository
from app.studio import verifying, verifying_work
from app.studio.models import Verification

FORGET_CRON = "27 * * * *"
TRIALS_KEPT = timedelta(days=30)
TRIALS_AT_ONCE = 50
DRAFTS_AT_ONCE = 20
TEXTS_AT_ONCE = 50
NOT_PUBLISHED = Because(reason="verified long ago and never published")


def _worker(context: JobContext) -> Worker:
    worker: Worker = context.additional_context["worker"]
    return worker


async def rescue_abandoned(worker: Worker) -> list[UUID]:
    """Queue a new job for every verification nobody works on."""
    return await rescue.waiting(worker, Verification, verifying.put_in)


async def forget_drafts(worker: Worker, kept: timedelta) -> int:
    """Remove drafts that were closed long ago, some at a time, with texts only they had; gives how many they were."""
    forgotten = 0
    while True:
        async with worker.sessionmaker.begin() as session:
            drafts, texts = await repository.closed(session, worker.clock.now() - kept, DRAFTS_AT_ONCE)
            await repository.drop_drafts(session, drafts)
            await repository.drop_unnamed(session, texts)
        forgotten += len(drafts)
        if not drafts:
            return forgotten


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


async def forget_texts(worker: Worker, kept: timedelta) -> int:
    """Remove texts that were verified long ago and never published, some at a time; gives how many they were."""
    forgotten = 0
    while True:
        async with worker.sessionmaker.begin() as session:
            now = worker.clock.now()
            texts = await repository.unpublished(session, now - kept, TEXTS_AT_ONCE)
            for version_id in texts:
                await _drop(session, version_id, now)
        forgotten += len(texts)
        if not texts:
            return forgotten


async def _drop(session: AsyncSession, version_id: UUID, now: datetime) -> None:
    """Give its number up, on record, and let it go; one that somebody has begun to pilot meanwhile stays."""
    version = await problems.version_locked(session, version_id)
    if version.state == State.VERIFIED:
        await lifecycle.take(session, None, version, Step.REWORK, at=now, because=NOT_PUBLISHED)
    if version.state == State.DRAFT:
        await repository.drop_text(session, version_id)


def register(app: App, *, slots: int, kept: timedelta) -> None:
    """Teach a queue these tasks; a package is graded on so many slots at once, and what is over is kept so long."""

    async def verify(context: JobContext, verification_id: str) -> None:
        wait = await verifying_work.run(_worker(context), UUID(verification_id), slots)
        if wait is not None:
            raise TryLater(_worker(context).clock.now() + wait)

    async def forget(context: JobContext, timestamp: int) -> None:
        del timestamp
        if forgotten := await forget_trials(_worker(context)):
            log.info("trials_forgotten", count=forgotten)
        if forgotten := await forget_drafts(_worker(context), kept):
            log.info("drafts_forgotten", count=forgotten)
        if forgotten := await forget_texts(_worker(context), kept):
            log.info("texts_forgotten", count=forgotten)

    app.task(name=verifying.TASK, queue=verifying.QUEUE, pass_context=True, retry=WhenTold())(verify)
    rescue.register(app, "studio", queue=verifying.QUEUE, rescue=rescue_abandoned)
    name = "studio:forget"
    options = app.task(name=name, queue=verifying.QUEUE, priority=100, pass_context=True, queueing_lock=name)
    app.periodic(cron=FORGET_CRON, periodic_id=name)(options(forget))
