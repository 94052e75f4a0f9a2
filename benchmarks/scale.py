"""What the queue costs, and what one more worker buys.

Usage: `python -m benchmarks.scale [--only queue|simulated|real] [--rate 50] [--seconds 60] [--rounds 3]`.

- queue: jobs that do nothing come at a steady rate; milliseconds from the commit of each to its end being heard of.
- simulated: a backlog of gradings that only take time, on 1 to 16 worker processes: jobs a second over those of one.
- real: a backlog of a real problem on 1, 2 and 4 workers whose containers may each have a share of a core.

The last line is JSON.
"""

import argparse
import asyncio
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import docker
from pydantic import BaseModel
from sqlalchemy import func, select

from app import worker
from app.attempts import grading, lines, queueing, record, tasks
from app.attempts.models import Attempt, Execution
from app.identity.models import User
from app.kit import log, migrate
from app.kit.clock import SystemClock
from app.kit.db import SessionMaker, create_engine, create_sessionmaker, libpq_url
from app.kit.embedded import EmbeddedPostgres
from app.kit.jobs import new_app
from app.kit.notify import listen
from app.problems import repository as problems
from app.problems import upgrades
from app.problems.loader import load_folder
from app.serve import leave_alone_what_stays
from app.settings import ROOT, Settings
from app.web import MIGRATIONS
from sandbox import events
from sandbox.containers import ROLE_LABEL
from sandbox.images import build as images
from sandbox.job import Job

PROBLEM = "preprocessing/standardize"
SLOTS = 2
WARM = 20
READY = "ready"
PERIOD = 100_000


class Idle:
    """An engine whose gradings take `seconds` and find everything right."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def grade(self, job: Job) -> AsyncIterator[BaseModel]:
        """Started, a pause, finished."""
        del job
        yield events.Started()
        if self._seconds:
            await asyncio.sleep(self._seconds)
        yield events.Finished.model_validate({"verdict": "accepted", "policies": {}, "timing": {}, "sandbox": None})


@dataclass(frozen=True, slots=True)
class Place:
    """A database with a version of a problem that is submitted to; `source` is right."""

    url: str
    sessions: SessionMaker
    problem_id: UUID
    version_id: UUID
    source: str


async def work_idly(url: str, seconds: float) -> None:
    """A worker with the product's queue and an engine that does nothing but wait; for ever."""
    settings = Settings(sandbox_slots=SLOTS)
    engine = create_engine(url, pool_size=4)
    clock = SystemClock()
    idle = grading.Worker(sessionmaker=create_sessionmaker(engine), clock=clock, grader=Idle(seconds))
    queue = new_app(libpq_url(url), pool_size=2)  # 16 workers of these fit into PostgreSQL's 100 connections
    tasks.register(queue)
    places = settings.line_places if not seconds else SLOTS
    async with queue.open_async():
        print(READY, flush=True)
        await worker.work_off(queue, idle, lines.queues(), places)


async def work_really(url: str) -> None:
    """The product's worker with one place; for ever."""
    settings = Settings(sandbox_slots=1, sandbox_spares=0)
    working = asyncio.create_task(worker.run(settings, url, asyncio.Event()))
    print(READY, flush=True)
    await working


@contextmanager
def workers(count: int, *options: str) -> Iterator[None]:
    """So many worker processes, ready; ended afterwards."""
    command = [sys.executable, "-m", "benchmarks.scale", *options]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(count)]
    try:
        for each in started:
            assert each.stdout is not None
            assert each.stdout.readline().strip() == READY, "a worker did not start"
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(30)


@asynccontextmanager
async def place(url: str) -> AsyncIterator[Place]:
    """The problem in a database."""
    package = load_folder(ROOT / "problems" / PROBLEM)
    database = create_engine(url, pool_size=10)
    sessions = create_sessionmaker(database)
    async with sessions.begin() as session:
        await upgrades.sync_package(session, package)
        await session.flush()
        problem = await problems.by_id(session, package.spec.uuid)
        assert problem is not None
        assert problem.current_version_id is not None
        made = Place(url, sessions, problem.id, problem.current_version_id, package.solutions("accepted")[0].source)
    yield made
    await database.dispose()


async def attempts(at: Place, count: int) -> list[UUID]:
    """Attempts of so many people: one of them waits for one submission at a time."""
    people, made = [], []
    for _ in range(count):
        person, name = uuid4(), uuid4().hex
        people.append(User(id=person, email=name, email_key=name, name=name, roles=["candidate"], password_hash=""))
        made.append(
            Attempt(id=uuid4(), user_id=person, problem_id=at.problem_id, problem_version_id=at.version_id,
                    created_at=datetime.now(UTC))
        )  # fmt: skip
    async with at.sessions.begin() as session:
        session.add_all(people)
        await session.flush()
        session.add_all(made)
    return [each.id for each in made]


async def submit(at: Place, attempt_ids: list[UUID]) -> list[UUID]:
    """A submission of each, rows and jobs in one transaction."""
    made = [
        Execution(
            id=uuid4(), attempt_id=each, kind="submission", revision=1, solution=at.source, checks="",
            seed="0" * 64, binds={}, last_seq=0, status="queued", tries=0, created_at=datetime.now(UTC),
        )
        for each in attempt_ids
    ]  # fmt: skip
    async with at.sessions.begin() as session:
        session.add_all(made)
        await session.flush()
        for execution in made:
            await queueing.enqueue_grading(session, execution)
    return [each.id for each in made]


async def until_over(at: Place, ids: list[UUID]) -> None:
    """Wait until all of these are finished."""
    while True:
        async with at.sessions() as session:
            left = select(func.count()).select_from(Execution)
            left = left.where(Execution.id.in_(ids), Execution.status != "finished")
            if not await session.scalar(left):
                return
        await asyncio.sleep(0.05)


async def steadily(at: Place, rate: float, seconds: float) -> dict[str, float]:
    """Milliseconds from a submission's commit to the last that is heard of it, when they come at a rate."""
    heard: dict[str, float] = {}
    connected = asyncio.Event()
    url = libpq_url(at.url)
    hearing = asyncio.create_task(
        listen(url, record.CHANNEL, lambda of: heard.__setitem__(of, time.monotonic()), connected)
    )
    await connected.wait()
    committed: dict[str, float] = {}
    waiting = await attempts(at, round(rate * seconds))
    began = time.monotonic()

    async def one(number: int, attempt_id: UUID) -> None:
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        (made,) = await submit(at, [attempt_id])
        committed[str(made)] = time.monotonic()

    await asyncio.gather(*(one(number, each) for number, each in enumerate(waiting)))
    await until_over(at, [UUID(each) for each in committed])
    await asyncio.sleep(0.2)
    hearing.cancel()
    ordered = sorted(1000 * (heard[each] - then) for each, then in list(committed.items())[WARM:])
    return {"p50_ms": round(statistics.median(ordered), 1), "p99_ms": round(ordered[int(0.99 * (len(ordered) - 1))], 1)}


async def backlog(at: Place, count: int) -> float:
    """Gradings a second of a backlog, from its commit to its end."""
    ids = await submit(at, await attempts(at, count))
    began = time.monotonic()
    await until_over(at, ids)
    return count / (time.monotonic() - began)


async def measure_queue(url: str, options: argparse.Namespace) -> dict[str, Any]:
    """The queue's own time at the asked rate, of one worker; the middle one of the rounds."""
    async with place(url) as at:
        with workers(1, "--idle", "0", "--url", url):
            await steadily(at, 10, 3)
            rounds = [await steadily(at, options.rate, options.seconds) for _ in range(options.rounds)]
    return sorted(rounds, key=lambda each: each["p50_ms"])[len(rounds) // 2]


async def measure_simulated(url: str, options: argparse.Namespace) -> dict[str, Any]:
    """Gradings of half a second that need no processor: what the database and the queue allow."""
    found: dict[str, float] = {}
    async with place(url) as at:
        for count in (1, 2, 4, 8, 16):
            with workers(count, "--idle", "0.5", "--url", url):
                await backlog(at, 2 * SLOTS * count)
                found[str(count)] = await backlog(at, round(options.seconds / 3 / 0.5) * SLOTS * count)
    return _growth(found)


async def measure_real(url: str, options: argparse.Namespace) -> dict[str, Any]:
    """Real gradings, each worker's containers held to a share of a core so that four of them fit on the machine."""
    found: dict[str, float] = {}
    async with place(url) as at:
        for count in (1, 2, 4):
            with workers(count, "--really", "--url", url):
                holding = asyncio.create_task(_hold(options.share))
                await backlog(at, 4 * count)
                found[str(count)] = await backlog(at, round(options.seconds) * count)
                holding.cancel()
    return _growth(found)


async def _hold(share: float) -> None:
    """Candidate's and judge's container of a pair take turns: each gets the whole share, later ones too."""
    engine, held = docker.from_env(), set[str]()
    while True:
        there = await asyncio.to_thread(
            engine.containers.list, filters={"label": ROLE_LABEL}, sparse=True, ignore_removed=True
        )
        for container in there:
            if container.id not in held:
                held.add(container.id)
                with contextlib.suppress(docker.errors.APIError):  # it has ended meanwhile
                    await asyncio.to_thread(container.update, cpu_period=PERIOD, cpu_quota=int(share * PERIOD))
        await asyncio.sleep(0.2)


def _growth(found: dict[str, float]) -> dict[str, Any]:
    one = found["1"]
    return {
        "per_second": {count: round(rate, 2) for count, rate in found.items()},
        "of_linear": {count: round(rate / one / int(count), 3) for count, rate in found.items()},
    }


PARTS = {"queue": measure_queue, "simulated": measure_simulated, "real": measure_real}


def main() -> None:
    """Measure what is asked for, or be one of the workers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--rate", type=float, default=50, help="submissions a second of `queue`")
    parser.add_argument("--seconds", type=float, default=30, help="how long each measurement takes, roughly")
    parser.add_argument("--rounds", type=int, default=3, help="of `queue`; the middle one counts")
    parser.add_argument("--share", type=float, default=0.2, help="of a core, for each container of `real`")
    for hidden in ("--idle", "--url"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    parser.add_argument("--really", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    log.configure("console", "WARNING")
    if options.url:
        leave_alone_what_stays()
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(work_really(options.url) if options.really else work_idly(options.url, float(options.idle)))
        return
    _measure(options)


def _measure(options: argparse.Namespace) -> None:
    images.build(["numpy", "judge"], lambda _: None)
    found: dict[str, Any] = {}
    for part in options.only or PARTS:
        with tempfile.TemporaryDirectory(prefix="holdout-bench-", ignore_cleanup_errors=True) as folder:
            cluster = EmbeddedPostgres(Path(folder))
            url = cluster.start()
            try:
                migrate.upgrade(url, MIGRATIONS)
                found[part] = asyncio.run(PARTS[part](url, options))
            finally:
                cluster.stop()
        print(part, json.dumps(found[part]), flush=True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
