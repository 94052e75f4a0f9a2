"""The worker: takes gradings from the queue and runs them on the engine, until it is told to stop."""

import asyncio
import contextlib
from datetime import timedelta

from procrastinate import App

from app.attempts import presence, tasks
from app.attempts.asking import BACKGROUND_QUEUE, QUEUE
from app.attempts.grading import HEARTBEAT, SILENT_AFTER, Worker
from app.attempts.trail import engine_source
from app.bench import tasks as bench
from app.debrief import tasks as debrief
from app.evidence import tasks as evidence
from app.identity import tasks as identity
from app.identity.outbox import QUEUE as MAIL_QUEUE
from app.interviews import tasks as interviews
from app.kit import jobs
from app.kit.clock import SystemClock
from app.kit.db import create_engine, create_sessionmaker, libpq_url
from app.kit.jobs import new_app
from app.kit.log import log
from app.kit.metrics import pool_of, read_from
from app.kit.waiting import first_of
from app.operation import queues
from app.settings import Settings
from app.studio import tasks as studio
from app.studio.verifying import QUEUE as VERIFYING_QUEUE
from app.trust import tasks as trust
from sandbox.diagnosis import standing
from sandbox.engine import Engine, EngineSettings

RESTART_SECONDS = 2.0
GRACE_SECONDS = 20.0
MAILS_AT_ONCE = 2  # a mail server that hangs keeps no grading waiting
BACKGROUND_AHEAD = 2  # taken from the queue while the slots are busy, so that none waits for the database
VERIFICATIONS_AT_ONCE = 2  # each grades on all slots by itself


async def run(settings: Settings, database_url: str, stop: asyncio.Event) -> None:
    """Work until `stop` is set. A lost database or engine is waited for, never fatal."""
    engine = create_engine(database_url, pool_size=_connections(settings))
    grader = Engine(engine_settings(settings))
    worker = Worker(sessionmaker=create_sessionmaker(engine), clock=SystemClock(), grader=grader)
    measures = contextlib.ExitStack()
    try:
        async with presence.told(lambda: standing.of(grader), worker.sessionmaker) as here:
            measures.enter_context(read_from("worker_pool", pool_of("worker", engine)))
            measures.enter_context(read_from("worker_queue", queues.source(worker.sessionmaker)))
            measures.enter_context(read_from("engine", engine_source(grader)))
            while not stop.is_set():
                if here.draining.is_set():
                    log.info("worker_drained")
                    await first_of(stop, here.taking)
                else:
                    await _work(settings, database_url, worker, stop, here.draining)
    finally:
        measures.close()
        await grader.close()
        await engine.dispose()


def engine_settings(settings: Settings) -> EngineSettings:
    """The engine's settings as the operator has set them."""
    return EngineSettings(
        slots=settings.sandbox_slots,
        spares=settings.sandbox_spares,
        memory_mb=settings.sandbox_slot_memory_mb,
        memory_budget_mb=settings.sandbox_memory_mb,
        jail=settings.sandbox_jail,
        runtime=settings.sandbox_runtime,
        recycle_after=settings.sandbox_recycle_after,
        lease_idle_seconds=60 * settings.sandbox_lease_minutes,
        share=settings.sandbox_share,
    )


def _connections(settings: Settings) -> int:
    """Gradings that wait for their turn need no connection to the database."""
    return min(settings.queue_concurrency, settings.sandbox_slots + 8) + settings.sandbox_slots + MAILS_AT_ONCE + 2


async def _work(
    settings: Settings, database_url: str, worker: Worker, stop: asyncio.Event, draining: asyncio.Event
) -> None:
    """One life of the queue's workers: until `stop` or `draining`, or until the database is lost."""
    queue = new_app(libpq_url(database_url), pool_size=_connections(settings) + 4)
    tasks.register(queue)
    interviews.register(queue, queue=QUEUE)
    trust.register(queue, queue=BACKGROUND_QUEUE, internal=settings.webhooks_internal)
    evidence.register(queue, queue=QUEUE, background=BACKGROUND_QUEUE)
    debrief.register(queue, queue=BACKGROUND_QUEUE)
    identity.register(queue, worker.sessionmaker, worker.clock, settings)
    bench.register(queue)
    studio.register(queue, slots=settings.sandbox_slots, kept=timedelta(days=settings.draft_days))
    # What nobody waits for has a queue and places of its own, so that it never takes those of what somebody does.
    concurrency = {
        QUEUE: settings.queue_concurrency,
        BACKGROUND_QUEUE: settings.sandbox_slots + BACKGROUND_AHEAD,
        MAIL_QUEUE: MAILS_AT_ONCE,
        VERIFYING_QUEUE: VERIFICATIONS_AT_ONCE,
    }
    stopping = asyncio.create_task(first_of(stop, draining))
    try:
        async with queue.open_async():
            working = [
                asyncio.create_task(work_off(queue, worker, name, places)) for name, places in concurrency.items()
            ]
            done, _ = await asyncio.wait({*working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            for each in working:
                each.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            for ended in done - {stopping}:
                ended.result()
    except Exception as error:  # noqa: BLE001 - whatever ended this life, the next one begins in a moment
        log.error("worker_restarts", error=repr(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RESTART_SECONDS)
    finally:
        stopping.cancel()


async def work_off(queue: App, worker: Worker, name: str, concurrency: int) -> None:
    """Work off one queue for ever."""
    await queue.run_worker_async(
        queues=[name],
        concurrency=concurrency,
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACE_SECONDS,
        update_heartbeat_interval=HEARTBEAT.total_seconds(),
        stalled_worker_timeout=SILENT_AFTER.total_seconds(),
        delete_jobs="successful",
        additional_context={"worker": worker},
        worker_middleware=[jobs.named_in_log],
    )
