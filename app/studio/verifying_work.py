"""What a worker does with a verification: the gates on its engine, each finding a row, finished once.

The package is hostile as far as anybody knows. Nothing of it is executed here: graders run in the judge's container and
solutions in the candidate's. A loop ends with its grading's deadline, and everything with `MOST_SECONDS`.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import presence
from app.attempts.grading import MAX_TRIES, SILENT_AFTER, Worker
from app.kit.jobs import TryLater
from app.kit.log import log
from app.problems import lifecycle
from app.problems import repository as problems
from app.problems import service as packages
from app.problems.grade import NOT_REACHED, PLATFORM_ERROR, Result
from app.problems.lifecycle import Because, State, Step
from app.problems.loader import Package
from app.problems.solutions import Solution
from app.problems.verify import Bench, Fault, Report, Watch, verify
from app.problems.verify.report import Matrix
from app.studio import verifications_repository as repository
from app.studio import verifying
from app.studio.models import Verification
from sandbox.events import PolicyOutcome
from sandbox.job import need, step_of

BEAT_SECONDS = 1.0  # also how soon a verification that was called off stops
FLUSH_SECONDS = 0.1
MOST_SECONDS = 900.0
DEADLINE_SECONDS = 20.0  # of one grading; right code is through in two
MOST_TEXT = 2000  # characters of one part of a counterexample
ANOTHERS = timedelta(seconds=2)  # until what only a worker with larger containers can verify is looked at again
Events = list[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Taken:
    """A verification a worker has taken up."""

    id: UUID
    tries: int
    package: Package
    mutants: bool
    taken_number: list[Fault]


@dataclass
class Collected(Watch):
    """Turns what is told while a package is verified into events; `waiting` are those not written yet."""

    package: Package
    waiting: Events = field(default_factory=list)
    _shown: dict[tuple[str, str], str] = field(default_factory=dict)

    def graded(self, package: Package, solution: Solution, result: Result) -> None:
        """The first grading of a solution, and the first that was not accepted: as the matrix will show it."""
        twist = next((twist.id for twist in self.package.twists.values() if twist.problem is package), "")
        before = self._shown.get((twist, solution.path))
        if before is None or (before == "accepted" and result.verdict != "accepted"):
            self._shown[twist, solution.path] = result.verdict
            self.waiting.append(("graded", _graded(package, twist, solution, result)))

    def gate(self, name: str, faults: Sequence[Fault]) -> None:
        """A family of gates is through."""
        self.waiting.append(("gate", verifying.gate(name, list(faults))))

    def take(self) -> Events:
        """What is to be written, which then is not waiting any more."""
        taken, self.waiting = self.waiting, []
        return taken


def _graded(package: Package, twist: str, solution: Solution, result: Result) -> dict[str, Any]:
    return {
        "twist": twist,
        "solution": solution.path.removeprefix("solutions/"),
        "verdict": result.verdict,
        "error": result.error and f"{result.error.kind}: {result.error.message}"[:MOST_TEXT],
        "checks": {check.id: result.state(check.id) for check in package.spec.checks}
        | {f"policy/{policy.id}": _kept(result, policy.id) for policy in package.spec.policies},
        "why": {check: _why(result, check) for check in result.done if result.done[check].state != "passed"}
        | {f"policy/{name}": _undecided(found) for name, found in result.policies.items() if found.option is None},
        "policies": {name: found.option or found.state for name, found in result.policies.items()},
    }


def _kept(result: Result, policy: str) -> str:
    """An open decision as a cell: a code that does not hold on to one option fails without a sign of it."""
    found = result.policies.get(policy)
    if found is None:
        return PLATFORM_ERROR if result.verdict == PLATFORM_ERROR else NOT_REACHED
    return {"inferred": "passed", "inconsistent": "failed_silently", "not_reached": NOT_REACHED}[found.state]


def _undecided(found: PolicyOutcome) -> dict[str, Any]:
    texts = found.staff.get("texts", {})
    return {
        "statement": str(found.staff.get("statement", ""))[:MOST_TEXT],
        "texts": {str(name): str(text)[:MOST_TEXT] for name, text in texts.items()},
    }


def _why(result: Result, check: str) -> dict[str, Any]:
    """What a check that did not hold had to say, for its cell of the matrix."""
    done = result.done[check]
    texts = done.staff.get("texts", {})
    return {
        "how": done.how,
        "line": done.line,
        "statement": str(done.staff.get("statement", ""))[:MOST_TEXT],
        "texts": {str(name): str(text)[:MOST_TEXT] for name, text in texts.items()},
    }


async def run(worker: Worker, verification_id: UUID, slots: int) -> timedelta | None:
    """Verify to the end. Gives the time to wait before another try, or None when nothing is left to do."""
    taken = await _take_up(worker, verification_id)
    if taken is None:
        return None
    try:
        await _verify(worker, taken, slots)
    except asyncio.CancelledError:  # this worker is being stopped, which was no try: another one begins again at once
        await asyncio.shield(_let_go(worker, taken))
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong is ours: another try, or platform_error
        log.warning("verification_failed", verification=str(taken.id), tries=taken.tries, error=repr(error))
        return await _give_back(worker, taken, str(error))
    return None


async def _take_up(worker: Worker, verification_id: UUID) -> Taken | None:
    """None when there is nothing (more) to do; TryLater when it is another worker's."""
    async with worker.sessionmaker.begin() as session:
        made = await repository.locked(session, verification_id)
        now = worker.clock.now()
        if made is None or made.version_id is None or made.status not in repository.ACTIVE:
            return None
        if made.status == "running" and made.heartbeat_at and now - made.heartbeat_at < SILENT_AFTER:
            return None
        if made.tries >= MAX_TRIES:  # whatever took the worker down each time does not get another
            await _fail(session, made, worker, "every try ended without a result")
            return None
        version = await problems.version_by_id(session, made.version_id)
        package = packages.package_of(version)
        if await _is_anothers(session, worker, package):
            raise TryLater(now + ANOTHERS)
        again, made.tries = made.started_at is not None, made.tries + 1
        made.status, made.started_at, made.heartbeat_at = "running", made.started_at or now, now
        await verifying.append(session, made, [("started", {"again": again})], worker.clock)
        number = [] if version.state != State.DRAFT else await verifying.taken_fault(session, package)
        return Taken(made.id, made.tries, package, made.mutants, number)


async def _is_anothers(session: AsyncSession, worker: Worker, package: Package) -> bool:
    """Whether it grants more memory than containers here have, and another worker's have as much."""
    if step_of(package.memory_mb) <= worker.memory_mb:
        return False
    workers = await presence.takers(session)
    return workers.take(need(package.spec.environment, package.memory_mb))


async def _verify(worker: Worker, taken: Taken, slots: int) -> None:
    collected = Collected(taken.package)
    collected.gate("version", taken.taken_number)
    asked = {"priority": "practice", "owner": f"verification {taken.id}"}
    bench = Bench(worker.grader, slots, DEADLINE_SECONDS, watch=collected, asked=asked, memory_mb=worker.memory_mb)
    working = asyncio.create_task(_report(bench, taken))
    telling = asyncio.create_task(_tell(worker, taken, collected))
    try:
        await asyncio.wait({working, telling}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
            await _finish(worker, taken, collected, working.result())
        else:
            telling.result()  # it ends when nobody wants the verification any more
    finally:
        for task in (working, telling):
            task.cancel()
        await asyncio.gather(working, telling, return_exceptions=True)


async def _report(bench: Bench, taken: Taken) -> Report:
    try:
        async with asyncio.timeout(MOST_SECONDS):
            report = await verify(bench, taken.package, mutants=taken.mutants)
    except TimeoutError:
        message = f"it is not through after {MOST_SECONDS / 60:.0f} minutes"
        report = Report(taken.package.name, [Fault("time", "problem.yaml", message, "Ask less of it at once.")])
    report.faults[:0] = taken.taken_number
    return report


async def _tell(worker: Worker, taken: Taken, collected: Collected) -> None:
    """Write what is found as it comes; ends when this try is not wanted any more."""
    since = 0.0
    while True:
        await asyncio.sleep(FLUSH_SECONDS)
        since += FLUSH_SECONDS
        if not collected.waiting and since < BEAT_SECONDS:
            continue
        since = 0.0
        with contextlib.suppress(SQLAlchemyError):  # a missed beat is told by its absence; events wait for the next
            if not await _write(worker, taken, collected):
                return


async def _write(worker: Worker, taken: Taken, collected: Collected) -> bool:
    events = list(collected.waiting)
    async with worker.sessionmaker.begin() as session:
        made = await repository.locked(session, taken.id)
        if not _is_mine(made, taken):
            return False
        assert made is not None  # noqa: S101 - it is mine
        made.heartbeat_at = worker.clock.now()
        if events:
            await verifying.append(session, made, events, worker.clock)
    del collected.waiting[: len(events)]
    return True


def _is_mine(made: Verification | None, taken: Taken) -> bool:
    return made is not None and made.status == "running" and made.tries == taken.tries


async def _finish(worker: Worker, taken: Taken, collected: Collected, report: Report) -> None:
    """Events, report and the version's step in one transaction."""
    async with worker.sessionmaker.begin() as session:
        made = await repository.locked(session, taken.id)
        if not _is_mine(made, taken):
            return
        assert made is not None  # noqa: S101 - it is mine
        assert made.version_id is not None  # noqa: S101 - without a text no worker takes it up
        now = worker.clock.now()
        version = await problems.version_locked(session, made.version_id)
        if report.passed and version.state == State.DRAFT:  # the number may have been taken meanwhile
            report.faults += await verifying.taken_fault(session, taken.package)
        if report.passed and version.state == State.DRAFT:
            await lifecycle.make_room(session, None, version, now, asked_by=made.requested_by)
            because = Because(asked_by=made.requested_by)
            await lifecycle.take(session, None, version, Step.VERIFY, at=now, because=because)
        made.status, made.passed, made.finished_at = "finished", report.passed, now
        made.report = {**report.as_json(), "fingerprint": report.fingerprint, "matrices": _matrices(report.matrices)}
        ended = [("finished", {"passed": report.passed, "faults": len(report.faults)})]
        await verifying.append(session, made, [*collected.take(), *ended], worker.clock)


def _matrices(found: dict[str, Matrix]) -> dict[str, Any]:
    return {name: matrix.rows for name, matrix in found.items()}


async def _give_back(worker: Worker, taken: Taken, reason: str) -> timedelta | None:
    """After a fault of ours: another try later, or, after the last one, `platform_error`."""
    async with worker.sessionmaker.begin() as session:
        made = await repository.locked(session, taken.id)
        if not _is_mine(made, taken):
            return None
        assert made is not None  # noqa: S101 - it is mine
        if taken.tries >= MAX_TRIES:
            await _fail(session, made, worker, reason)
            return None
        made.status = "queued"
        await verifying.append(session, made, [("retrying", {})], worker.clock)
        return timedelta(seconds=2 ** (taken.tries - 1))


async def _let_go(worker: Worker, taken: Taken) -> None:
    async with worker.sessionmaker.begin() as session:
        made = await repository.locked(session, taken.id)
        if _is_mine(made, taken):
            assert made is not None  # noqa: S101 - it is mine
            made.status, made.tries = "queued", taken.tries - 1
            await verifying.append(session, made, [("retrying", {})], worker.clock)


async def _fail(session: AsyncSession, made: Verification, worker: Worker, reason: str) -> None:
    made.status, made.finished_at = "platform_error", worker.clock.now()
    await verifying.append(session, made, [("platform_error", {"reason": reason[:MOST_TEXT]})], worker.clock)
