"""The worker's tasks: mails, links to new passwords, and forgetting what is over."""

from uuid import UUID

from procrastinate import App, JobContext

from app.identity import ceremonies, outbox, resets, tokens
from app.identity.outbox import QUEUE
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.settings import Settings

SWEEP_CRON = "* * * * *"
TIDY_CRON = "11 * * * *"


def register(app: App, sessionmaker: SessionMaker, clock: Clock, settings: Settings) -> None:
    """Teach a queue the tasks. Without a mail server mails stay where they are: another worker may have one."""
    server = outbox.post_of(settings, clock)

    async def send(mail_id: str) -> None:
        if server is not None:
            await outbox.send(sessionmaker, clock, server, UUID(mail_id))

    async def reset(reset_id: str) -> None:
        if settings.public_url:
            await resets.answer(sessionmaker, clock, settings.public_url.rstrip("/"), UUID(reset_id))

    async def sweep(context: JobContext, timestamp: int) -> None:
        del context, timestamp
        async with sessionmaker() as session:
            late = await outbox.late(session, clock.now())
        for mail_id in late:
            await send(str(mail_id))

    async def tidy(context: JobContext, timestamp: int) -> None:
        del context, timestamp
        async with sessionmaker.begin() as session:
            for each in (outbox, resets, ceremonies, tokens):
                await each.tidy(session, clock.now())

    app.task(name=outbox.SEND_TASK, queue=QUEUE)(send)
    app.task(name=resets.TASK, queue=QUEUE)(reset)
    for name, task, cron in (("sweep", sweep, SWEEP_CRON), ("tidy", tidy, TIDY_CRON)):
        options = app.task(name=f"{QUEUE}:{name}", queue=QUEUE, pass_context=True, queueing_lock=f"{QUEUE}:{name}")
        app.periodic(cron=cron, periodic_id=f"{QUEUE}:{name}")(options(task))
