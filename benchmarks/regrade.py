"""Regrading beside the engine alone, and what a live run notices of it, on a database and a worker of its own.

Usage: `python -m benchmarks.regrade [--submissions 1000] [--runs 60] [--problem preprocessing/standardize]
[--slots 2]`.
What is submitted are the package's accepted solutions in turn. First the engine grades them as fast as it can, then a
regrade does. Then runs of an interview come in, one each half second, by turns while nothing else is done and beside a
regrade, so that what else the machine does falls on both. The last line is one JSON object with the aims beside it.
"""

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app import worker
from app.attempts import queueing, regrades
from app.attempts.models import Attempt, Execution, Regrade, Verdict
from app.identity.actor import Actor, Role
from app.identity.models import User
from app.interviews.models import Interview
from app.kit import log, migrate
from app.kit.clock import SystemClock
from app.kit.db import SessionMaker, create_engine, create_sessionmaker
from app.kit.embedded import EmbeddedPostgres
from app.problems import repository as problems
from app.problems import upgrades
from app.problems.grade import job
from app.problems.loader import Package, build, load_folder
from app.problems.verify.bench import SEEDS
from app.settings import ROOT, Settings
from app.web import MIGRATIONS
from sandbox.engine import Engine
from sandbox.images import build as images

CLOCK = SystemClock()
PAUSE = 0.5
ROUNDS = 4
AIMS = {"share": 0.8, "slower": 0.2}


def sources(package: Package, count: int) -> list[str]:
    """The package's accepted solutions in turn: a rejected one may be so by taking all the time there is."""
    texts = [each.source for each in package.solutions("accepted")]
    return [texts[place % len(texts)] for place in range(count)]


async def engine_alone(settings: Settings, package: Package, submitted: list[str]) -> float:
    """Gradings a second of an engine that has nothing else to do, at the priority of a regrade."""
    engine = Engine(worker.engine_settings(settings))
    waiting = asyncio.Queue[str]()

    async def work() -> None:
        while not waiting.empty():
            asked = job(package, waiting.get_nowait(), SEEDS[0], priority="regrade", owner="regrade")
            async for _ in engine.grade(asked):
                pass

    async def together(texts: list[str]) -> float:
        for text in texts:
            waiting.put_nowait(text)
        began = time.monotonic()
        await asyncio.gather(*(work() for _ in range(2 * settings.sandbox_slots)))
        return len(texts) / (time.monotonic() - began)

    try:
        await together(submitted[:20])  # until it is warm
        return await together(submitted)
    finally:
        await engine.close()


async def fill(sessions: SessionMaker, package: Package, submitted: list[str]) -> tuple[Actor, UUID, UUID]:
    """A candidate with that many submissions of a version, and a newer version; gives an author and both versions."""
    newer = {**package.files, "problem.yaml": _raised(package)}
    author = User(id=uuid4(), email="a", email_key="a", name="author", roles=["author"], password_hash="")
    async with sessions.begin() as session:
        session.add(author)
        await upgrades.sync_package(session, package)
        await session.flush()
        problem = await problems.by_id(session, package.spec.uuid)
        assert problem is not None
        assert problem.current is not None
        old = problem.current.id
        now = datetime.now(UTC) - timedelta(days=1)
        attempt = Attempt(id=uuid4(), user_id=author.id, problem_id=problem.id, problem_version_id=old, created_at=now)
        session.add(attempt)
        await session.flush()
        for source in submitted:
            execution = _execution(attempt.id, "submission", source, status="finished", tries=1, finished_at=now)
            session.add(execution)
            await session.flush()
            session.add(_verdict(execution.id, old, now))
        await upgrades.sync_package(session, build(package.pattern, package.slug, newer))
        problem = await problems.by_id(session, package.spec.uuid)
        assert problem is not None
        assert problem.current_version_id is not None
        actor = Actor(id=author.id, name="author", email="a", roles=frozenset({Role.AUTHOR}))
        return actor, old, problem.current_version_id


def _raised(package: Package) -> str:
    said = package.spec.version
    first, *rest = said.split(".")
    return package.files["problem.yaml"].replace(f"version: {said}", f"version: {int(first) + 1}.{'.'.join(rest)}")


def _execution(attempt_id: UUID, kind: str, source: str, **more: Any) -> Execution:
    values = {"status": "queued", "tries": 0, "created_at": datetime.now(UTC), **more}
    return Execution(
        id=uuid4(), attempt_id=attempt_id, kind=kind, revision=1, solution=source, checks="", seed=SEEDS[0],
        binds={}, last_seq=0, **values,
    )  # fmt: skip


def _verdict(execution_id: UUID, version_id: UUID, at: datetime) -> Verdict:
    return Verdict(
        execution_id=execution_id, problem_version_id=version_id, verdict="rejected", checks={}, policies={},
        timing={}, environment={}, grader_version="", seed=SEEDS[0], formed_at=at,
    )  # fmt: skip


@contextlib.asynccontextmanager
async def regrade(sessions: SessionMaker, author: Actor, old: UUID, new: UUID) -> AsyncIterator[Regrade]:
    """A regrade under way; it is cancelled afterwards."""
    async with sessions.begin() as session:
        made = await regrades.request(session, CLOCK, author, new, [old])
    yield made
    async with sessions.begin() as session:
        await regrades.cancel(session, CLOCK, author, made.id, reason="")


async def graded(sessions: SessionMaker, made: Regrade) -> int:
    """How many of its gradings are through."""
    async with sessions() as session:
        done, failed = await regrades.progress(session, made)
    assert not failed
    return done


async def regrade_alone(sessions: SessionMaker, author: Actor, old: UUID, new: UUID) -> float:
    """Gradings a second of a regrade, from asking to the last."""
    async with regrade(sessions, author, old, new) as made:
        began, done = time.monotonic(), 0
        while done < made.total:
            await asyncio.sleep(1.0)  # asked more often, the asking itself is a tenth of the worker's time
            done = await graded(sessions, made)
        return made.total / (time.monotonic() - began)


async def interview(sessions: SessionMaker, author: Actor, version: UUID) -> UUID:
    """An attempt in an interview: its containers are kept for it, as ever."""
    now = CLOCK.now()
    async with sessions.begin() as session:
        found = await problems.version_by_id(session, version)
        held = Interview(
            id=uuid4(), title="", kind="live", state="running", level="mid", minutes=60, criteria=[], policy="",
            lint=True, retention_days=1, created_by=author.id, created_at=now, started_at=now, paused_seconds=0.0,
        )  # fmt: skip
        session.add(held)
        await session.flush()
        place = {"problem_id": found.problem_id, "problem_version_id": version, "created_at": now}
        attempt = Attempt(id=uuid4(), user_id=author.id, interview_id=held.id, position=0, **place)
        session.add(attempt)
    return attempt.id


async def live_runs(sessions: SessionMaker, attempt_id: UUID, source: str, count: int) -> list[float]:
    """Seconds from asking for a run of an interview to its end, one each half second."""
    times = []
    for _ in range(count):
        execution = _execution(attempt_id, "run", source)
        async with sessions.begin() as session:
            session.add(execution)
            await session.flush()
            await queueing.enqueue_grading(session, execution)
        times.append(await _until_over(sessions, execution.id))
        await asyncio.sleep(PAUSE)
    return times


@dataclass
class Compared:
    """Seconds of live runs by turns: with nothing else, and beside a regrade, which does `rate` gradings a second."""

    quiet: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)


async def compare(sessions: SessionMaker, author: Actor, old: UUID, new: UUID, *, source: str, runs: int) -> Compared:
    """A quarter of the runs quiet, a quarter of them beside a regrade, and again."""
    attempt, found = await interview(sessions, author, new), Compared()
    await live_runs(sessions, attempt, source, 5)  # until it is warm
    for _ in range(ROUNDS):
        found.quiet += await live_runs(sessions, attempt, source, runs // ROUNDS)
        async with regrade(sessions, author, old, new) as made:
            await asyncio.sleep(2)
            before, began = await graded(sessions, made), time.monotonic()
            found.beside += await live_runs(sessions, attempt, source, runs // ROUNDS)
            done, seconds = await graded(sessions, made), time.monotonic() - began
            if done == made.total:
                raise SystemExit("The regrade was through before the runs were: give it more --submissions.")
            found.rates.append((done - before) / seconds)
        await asyncio.sleep(2)  # what was under way ends
    return found


async def _until_over(sessions: SessionMaker, execution_id: UUID) -> float:
    while True:
        await asyncio.sleep(0.02)
        async with sessions() as session:
            columns = select(Execution.created_at, Execution.finished_at).where(Execution.id == execution_id)
            row = (await session.execute(columns)).one()
        if row.finished_at is not None:
            return float((row.finished_at - row.created_at).total_seconds())


async def measure(options: argparse.Namespace, url: str) -> dict[str, float]:
    """All of it."""
    settings = Settings(sandbox_slots=options.slots)
    package = load_folder(ROOT / "problems" / options.problem)
    submitted = sources(package, options.submissions)
    alone = await engine_alone(settings, package, submitted)
    print(f"the engine alone: {alone:.1f} a second", flush=True)
    database = create_engine(url)
    sessions = create_sessionmaker(database)
    author, old, new = await fill(sessions, package, submitted)
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(settings, url, stop))
    rate = await regrade_alone(sessions, author, old, new)
    print(f"a regrade: {rate:.1f} a second", flush=True)
    found = await compare(sessions, author, old, new, source=submitted[0], runs=options.runs)
    stop.set()
    await working
    await database.dispose()
    return {
        "submissions": options.submissions,
        "engine_per_second": round(alone, 1),
        "regrade_per_second": round(rate, 1),
        "share": round(rate / alone, 3),
        "share_aim": AIMS["share"],
        "regrade_beside_runs_per_second": round(statistics.fmean(found.rates), 1),
        "share_beside_runs": round(statistics.fmean(found.rates) / alone, 3),
        "runs": len(found.quiet),
        **{f"run_{name}_ms": value for name, value in _summary(found.quiet).items()},
        **{f"run_beside_{name}_ms": value for name, value in _summary(found.beside).items()},
        "slower": round(statistics.median(found.beside) / statistics.median(found.quiet) - 1, 3),
        "slower_aim": AIMS["slower"],
        "load_at_the_end": round(os.getloadavg()[0], 1),
    }


def _summary(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(1000 * each for each in seconds)
    return {"p50": round(statistics.median(ordered), 1), "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 1)}


def main() -> None:
    """Measure and print one line per figure, then JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--slots", type=int, default=2)
    parser.add_argument("--problem", default="preprocessing/standardize")
    options = parser.parse_args()
    log.configure("console", "WARNING")
    images.build(["numpy", "judge"], lambda _: None)
    with tempfile.TemporaryDirectory(prefix="holdout-bench-", ignore_cleanup_errors=True) as folder:
        cluster = EmbeddedPostgres(Path(folder))
        url = cluster.start()
        try:
            migrate.upgrade(url, MIGRATIONS)
            found = asyncio.run(measure(options, url))
        finally:
            cluster.stop()
    for name, value in found.items():
        print(f"{name:24} {value}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
