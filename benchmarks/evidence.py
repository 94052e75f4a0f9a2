"""How long the evidence of a two-hour interview takes: `python -m benchmarks.evidence`; the last line is JSON.

One problem of the bank, typed in 200 steps from one of its solutions to the next, each followed by a pause that is
worth a grading. A worker like that of `holdout serve` finds the ended interview and does all the rest.
"""

import argparse
import asyncio
import json
import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from pycrdt import Doc, Text
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app import worker
from app.attempts.models import Attempt, Execution, StaffDetail
from app.evidence import assemble, repository, service
from app.identity.actor import Actor, Role
from app.identity.models import User
from app.interviews import service as interviews
from app.interviews.models import Interview, InterviewPerson, InterviewProblem
from app.kit import migrate
from app.kit.clock import ManualClock, SystemClock
from app.kit.db import SessionMaker, create_engine, create_sessionmaker
from app.kit.embedded import EmbeddedPostgres
from app.problems import service as problems
from app.problems import upgrades
from app.problems.loader import Package, load_folder
from app.problems.models import Problem
from app.rooms import service as rooms
from app.rooms.models import Room, RoomUpdate
from app.settings import ROOT, Settings
from app.web import MIGRATIONS
from sandbox.images import build

PAUSE = 46.0  # seconds, a little more than is worth a grading
UPDATES_A_STEP = 60
CHECKS = "def test_it():\n    assert True\n"


async def make(sessions: SessionMaker, package: Package, steps: int) -> tuple[UUID, Actor]:
    """An interview that is over, with its log; gives its id and its lead."""
    ends = datetime.now(UTC)
    began = ends - timedelta(hours=2, minutes=45)
    people = {
        part: User(id=uuid4(), email=part, email_key=part, name=part, roles=["interviewer"], password_hash="")
        for part in ("lead", "candidate")
    }
    interview = Interview(
        id=uuid4(), title="", kind="live", state="ended", level="mid", minutes=120, criteria=[], policy="", lint=True,
        retention_days=1, created_by=people["lead"].id, created_at=began, started_at=began, ended_at=ends,
        end_reason="finished", paused_seconds=0.0,
    )  # fmt: skip
    async with sessions.begin() as session:
        await upgrades.sync_package(session, package)
        (problem,) = await problems.choose(session, [package.spec.uuid])
        session.add_all(people.values())
        await session.flush()
        session.add(interview)
        await session.flush()
        place = {"interview_id": interview.id, "position": 0, "problem_id": problem.id}
        session.add(InterviewProblem(**place, problem_version_id=problem.current_version_id))
        for part, user in people.items():
            session.add(InterviewPerson(interview_id=interview.id, user_id=user.id, part=part, added_at=began))
        await rooms.open_room(session, ManualClock(began), interview.id, [""])
        await type_all(session, interview, package, people["candidate"].id, steps)
        await run_checks(session, interview, problem, people["candidate"].id)
    lead = Actor(id=people["lead"].id, email="lead", name="lead", roles=frozenset({Role.INTERVIEWER}))
    return interview.id, lead


async def type_all(session: AsyncSession, interview: Interview, package: Package, candidate: UUID, steps: int) -> None:
    """Type the package's solutions over and over, each time a little different, in small updates."""
    paths = sorted(path for path in package.files if path.startswith("solutions/"))  # the accepted ones come first
    doc: Doc[Text] = Doc()
    updates: list[bytes] = []
    watch = doc.observe(lambda event: updates.append(event.update))
    solution, checks = doc.get("solution:0", type=Text), doc.get("checks:0", type=Text)
    checks += CHECKS
    at, seq = interview.started_at or datetime.now(UTC), 1
    for step in range(steps):
        whole = f"# step {step}\n{package.files[paths[(steps - 1 - step) % len(paths)]]}"
        size = max(1, len(whole) // UPDATES_A_STEP)
        solution.clear()
        for begin in range(0, len(whole), size):
            solution += whole[begin : begin + size]
        for payload in updates:
            seq, at = seq + 1, at + timedelta(milliseconds=40)
            session.add(
                RoomUpdate(interview_id=interview.id, seq=seq, at=at, author_id=candidate, client_id=7, payload=payload)
            )
        updates.clear()
        await session.flush()
        at += timedelta(seconds=PAUSE)
    del watch
    await session.execute(update(Room).where(Room.interview_id == interview.id).values(seq=seq))


async def run_checks(session: AsyncSession, interview: Interview, problem: Problem, candidate: UUID) -> None:
    """A run of own checks in the middle: they are then tried on the package's solutions."""
    at = assemble.moment(interview, 3600.0)
    attempt = Attempt(
        id=uuid4(), user_id=candidate, problem_id=problem.id, problem_version_id=problem.current_version_id,
        interview_id=interview.id, position=0, created_at=at,
    )  # fmt: skip
    ran = Execution(
        id=uuid4(), attempt_id=attempt.id, kind="run", status="finished", revision=2, solution="# nothing yet\n",
        checks=CHECKS, seed="0" * 64, tries=1, created_at=at, finished_at=at,
    )  # fmt: skip
    told = {"type": "own_check_done", "name": "test_it", "state": "passed"}
    for row in (attempt, ran, StaffDetail(execution_id=ran.id, tries=1, type=told["type"], data=told, at=at)):
        session.add(row)
        await session.flush()


async def measure(url: str, problem: str, steps: int, slots: int) -> dict[str, Any]:
    """Make it, let a worker do its work, and look at it."""
    engine = create_engine(url)
    sessions = create_sessionmaker(engine)
    interview_id, lead = await make(sessions, load_folder(ROOT / "problems" / problem), steps)
    stop = asyncio.Event()
    began = time.perf_counter()
    working = asyncio.create_task(worker.run(Settings(sandbox_slots=slots), url, stop))
    total = await until_ready(sessions, interview_id)
    graded = time.perf_counter() - began
    stop.set()
    await working
    figures = {
        "problem": problem,
        "steps": steps,
        "gradings": total,
        "slots": slots,
        "ready_seconds": round(graded, 1),
        "compute_seconds": await compute(sessions, interview_id),
        "show_ms": await show(sessions, interview_id, lead),
    }
    await engine.dispose()
    return figures


async def until_ready(sessions: SessionMaker, interview_id: UUID) -> int:
    """Wait until all is graded and computed; gives how many gradings there were."""
    while True:
        async with sessions() as session:
            found = await repository.state(session, interview_id)
        if found is not None and found.state in {repository.READY, repository.FAILED}:
            if found.state == repository.FAILED:
                raise SystemExit(f"it failed: {found.reason}")
            return found.total
        await asyncio.sleep(0.2)


async def compute(sessions: SessionMaker, interview_id: UUID) -> float:
    """Seconds of computing it all once more."""
    began = time.perf_counter()
    async with sessions.begin() as session:
        await service.compute(session, SystemClock(), interview_id)
    return round(time.perf_counter() - began, 2)


async def show(sessions: SessionMaker, interview_id: UUID, lead: Actor) -> dict[str, float]:
    """Milliseconds from the seat to the finished answer."""
    times = []
    for _ in range(30):
        began = time.perf_counter()
        async with sessions.begin() as session:
            seat = await interviews.seat(session, SystemClock(), lead, interview_id)
            (await service.evidence_of(session, seat)).model_dump_json()
        times.append(1000 * (time.perf_counter() - began))
    return {"p50": round(statistics.median(times), 1), "most": round(max(times), 1)}


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence", description=__doc__)
    parser.add_argument("--problem", default="preprocessing/standardize")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--slots", type=int, default=2)
    options = parser.parse_args()
    build.build(["numpy", "judge"], lambda _: None)
    folder = Path(tempfile.mkdtemp(prefix="holdout-evidence-"))
    cluster = EmbeddedPostgres(folder)
    try:
        url = cluster.start()
        migrate.upgrade(url, MIGRATIONS)
        print(json.dumps({"evidence": asyncio.run(measure(url, options.problem, options.steps, options.slots))}))
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
