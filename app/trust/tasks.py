"""The worker's tasks: removing what is no longer kept, and telling webhooks what happened."""

from procrastinate import App, JobContext
from sqlalchemy import delete

from app.audit import service as audit
from app.audit.actions import Action
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.log import log
from app.mock import service as mock
from app.people import invitations, sign_up
from app.trust import erasure, removal, visits, webhooks
from app.trust.idempotency import KEPT
from app.trust.models import IdempotencyKey

OFTEN = "* * * * * */10"  # the sixth field is seconds
HOURLY = "17 * * * *"
AT_ONCE = 10
URGENT = 50  # it takes a moment, and nobody's grading waits for longer than that


async def remove_due(sessionmaker: SessionMaker, clock: Clock) -> int:
    """Remove all recordings that are due, some at a time, each with its line in the audit log; gives how many."""
    removed = 0
    while True:
        async with sessionmaker.begin() as session:
            due = await removal.due(session, clock.now(), AT_ONCE)
            await removal.remove_recordings(session, due, clock.now())
            for interview_id in due:
                subject = audit.Subject("interview", interview_id)
                await audit.append(session, Action.RECORDING_REMOVED, at=clock.now(), actor_id=None, subject=subject)
        removed += len(due)
        if len(due) < AT_ONCE:
            return removed


async def forget_keys(sessionmaker: SessionMaker, clock: Clock) -> None:
    """Forget answers that nobody repeats any more."""
    async with sessionmaker.begin() as session:
        await session.execute(delete(IdempotencyKey).where(IdempotencyKey.at < clock.now() - KEPT))


def register(app: App, *, queue: str, internal: bool) -> None:
    """Teach a queue the tasks; `internal` lets webhooks go to addresses of one's own network."""

    async def retain(context: JobContext, timestamp: int) -> None:
        del timestamp
        worker = context.additional_context["worker"]
        await forget_keys(worker.sessionmaker, worker.clock)
        async with worker.sessionmaker.begin() as session:
            await erasure.sweep(session, worker.clock.now())
            await invitations.tidy(session, worker.clock.now())
        await webhooks.forget(worker.sessionmaker, worker.clock)
        if gone := await visits.sweep(worker.sessionmaker, worker.clock):
            log.info("visitors_removed", count=gone)
        async with worker.sessionmaker.begin() as session:
            await sign_up.tidy(session, worker.clock.now())
            await mock.tidy(session, worker.clock.now())
        if removed := await remove_due(worker.sessionmaker, worker.clock):
            log.info("recordings_removed", count=removed)

    async def tell(context: JobContext, timestamp: int) -> None:
        del timestamp
        worker = context.additional_context["worker"]
        await webhooks.collect(worker.sessionmaker, worker.clock)
        await webhooks.deliver(worker.sessionmaker, worker.clock, internal=internal)

    telling = app.task(name="trust:webhooks", queue=queue, priority=URGENT, pass_context=True, queueing_lock="webhooks")
    app.periodic(cron=OFTEN, periodic_id="webhooks")(telling(tell))
    options = app.task(name="trust:retain", queue=queue, priority=URGENT, pass_context=True, queueing_lock="retain")
    app.periodic(cron=HOURLY, periodic_id="retain")(options(retain))
