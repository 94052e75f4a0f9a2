"""The worker: takes gradings from the queue and runs them on the engine, until it is told to stop."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import timedelta

from procrastinate import App
from procrastinate.middleware import WorkerMiddleware
from procrastinate.worker import Worker as QueueWorker

from app.attempts import hands, presence, tasks
from app.attempts.grading import HEARTBEAT, SILENT_AFTER, Worker
from app.attempts.lines import BACKGROUND_QUEUE, QUEUE
from app.attempts.taking import Taking
from app.attempts.trail import engine_source
from app.bench import tasks as bench
from app.debrief import tasks as debrief
from app.evidence import tasks as evidence
from app.identity import tasks as identity
from app.identity.outbox import QUEUE as MAIL_QUEUE
from app.interviews import tasks as interviews
from app.kit import jobs
from app.kit.clock import SharedClock
from app.kit.db import create_engine, create_sessionmaker, libpq_url
from app.kit.jobs import new_app
from app.kit.lasting import lasting
from app.kit.log import log
from app.kit.metrics import answers_for, pool_of, read_from
from app.kit.templates import Assets
from app.kit.waiting import first_of
from app.operation import queues, static_files
from app.settings import BUILT, Settings
from app.studio import tasks as studio
from app.studio.verifying import QUEUE as VERIFYING_QUEUE
from app.trust import tasks as trust
from sandbox.diagnosis import standing
from sandbox.engine import Engine, EngineSettings

RESTART_SECONDS = 2.0
# The library stops telling of itself when it is told to stop: what takes longer than SILENT_AFTER would be another's.
GRACE_SECONDS = 10.0
LEAVE_SECONDS = GRACE_SECONDS + 30.0  # after which the next life begins without what hangs
MAILS_AT_ONCE = 2  # a mail server that hangs keeps no grading waiting
BACKGROUND_AT_ONCE = 4
UPKEEP_AT_ONCE = 4
VERIFICATIONS_AT_ONCE = 2  # each grades on all slots by itself
# What takes no engine. What nobody waits for has a queue and places of its own, so that it takes none of what somebody
# waits for.
GENERAL = {QUEUE: UPKEEP_AT_ONCE, BACKGROUND_QUEUE: BACKGROUND_AT_ONCE, MAIL_QUEUE: MAILS_AT_ONCE}


async def run(settings: Settings, database_url: str, stop: asyncio.Event) -> None:
    """Work until `stop` is set. A lost database or engine is waited for, never fatal."""
    engine = create_engine(database_url, pool_size=_connections(settings))
    grader, clock = Engine(engine_settings(settings)), SharedClock()
    memory_mb = settings.sandbox_slot_memory_mb
    worker = Worker(create_sessionmaker(engine), clock, grader, memory_mb=memory_mb)
    measures = contextlib.ExitStack()
    try:
        async with presence.told(lambda: standing.of(grader), worker.sessionmaker, clock, stop) as here:
            measures.enter_context(answers_for("sandbox", here.trouble))
            measures.enter_context(read_from("worker_pool", pool_of("worker", engine)))
            measures.enter_context(read_from("worker_queue", queues.source(worker.sessionmaker)))
            measures.enter_context(read_from("engine", engine_source(grader)))
            await first_of(stop, here.known)
            while not stop.is_set():
                if here.draining.is_set():
                    log.info("worker_drained")
                    await first_of(stop, here.taking)
                else:
                    await _work(settings, database_url, worker, stop, here)
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
    return 2 * settings.sandbox_slots + 10 + MAILS_AT_ONCE


async def _work(
    settings: Settings, database_url: str, worker: Worker, stop: asyncio.Event, here: presence.Presence
) -> None:
    """One life of the queue's workers: until `stop` or an administrator's drain, or until the database is lost."""
    taking = Taking(lambda: here.takes, settings.line_places, {VERIFYING_QUEUE: VERIFICATIONS_AT_ONCE})
    url, connections = libpq_url(database_url), _connections(settings) + 4
    general = new_app(url, pool_size=connections)
    grading = new_app(url, pool_size=connections, open_queues=taking.open_queues)
    _register(settings, worker, here, general, grading)
    stopping = asyncio.create_task(first_of(stop, here.draining))
    try:
        async with general.open_async(), grading.open_async():
            taking.worker = _off(grading, worker, taking.names(), taking.most, around=[taking.held])
            working = [asyncio.create_task(work_off(general, worker, [name], most)) for name, most in GENERAL.items()]
            working += [asyncio.create_task(_run(taking.worker)), asyncio.create_task(_wake(taking, here.changed))]
            done, _ = await asyncio.wait({*working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            for each in working:
                each.cancel()
            worker.send_away()
            _, hanging = await asyncio.wait(working, timeout=LEAVE_SECONDS)
            if hanging:  # the library waits for its own loop to look up, which one that hangs never does
                log.error("queue_hangs", parts=len(hanging))
            for ended in done - {stopping}:
                ended.result()
    except Exception as error:  # noqa: BLE001 - whatever ended this life, the next one begins in a moment
        log.error("worker_restarts", error=repr(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RESTART_SECONDS)
    finally:
        stopping.cancel()


def _register(settings: Settings, worker: Worker, here: presence.Presence, general: App, grading: App) -> None:
    """Teach `general` what any worker can do, and `grading` what takes an engine."""
    tasks.register(general)
    interviews.register(general, queue=QUEUE)
    trust.register(general, queue=BACKGROUND_QUEUE, internal=settings.webhooks_internal)
    evidence.register(general, queue=QUEUE, background=BACKGROUND_QUEUE)
    identity.register(general, worker.sessionmaker, worker.clock, settings)
    bench.register(general)
    static_files.register(general, Assets(BUILT), queue=BACKGROUND_QUEUE)
    debrief.register(general, queue=BACKGROUND_QUEUE)
    tasks.register_grading(grading)
    bench.register_grading(grading)
    debrief.register_grading(grading, queue=BACKGROUND_QUEUE)
    slots, kept = settings.sandbox_slots, timedelta(days=settings.draft_days)
    studio.register(grading, environments=lambda: here.takes, slots=slots, kept=kept)


async def _wake(taking: Taking, changed: asyncio.Event) -> None:
    """Look for jobs at once when the worker can take others than before, for ever."""
    while True:
        await changed.wait()
        changed.clear()
        taking.wake()


async def work_off(queue: App, worker: Worker, names: Sequence[str], concurrency: int) -> None:
    """Work off some queues for ever."""
    await _run(_off(queue, worker, names, concurrency))


async def _run(worker: QueueWorker) -> None:
    looking = asyncio.create_task(lasting("hands", lambda: hands.look_after(worker)))
    try:
        await worker.run()  # type: ignore[no-untyped-call]  # the library has left its types out here
    finally:
        looking.cancel()


def _off(
    queue: App, worker: Worker, names: Sequence[str], concurrency: int, *, around: Sequence[WorkerMiddleware] = ()
) -> QueueWorker:
    """The library's worker on some queues; `around` is what is done about each job."""
    return QueueWorker(
        queue,
        queues=list(names),
        concurrency=concurrency,
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACE_SECONDS,
        update_heartbeat_interval=HEARTBEAT.total_seconds(),
        stalled_worker_timeout=SILENT_AFTER.total_seconds(),
        delete_jobs="successful",
        additional_context={"worker": worker},
        worker_middleware=[*around, jobs.named_in_log],
    )
