"""What stays of a grading: the steps a person is shown, the details for staff, the verdict, its end on the timeline.

All of it in the caller's transaction. Whose the execution is, and whether there is another try, is not known here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import repository
from app.attempts.models import Execution, ExecutionEvent, StaffDetail
from app.attempts.schemas import UNASKED
from app.attempts.shown import NOT_REACHED, Shown, counterexample
from app.attempts.trail import FAULTS
from app.events import service as events
from app.events.kinds import ExecutionFailed, ExecutionFinished
from app.kit.log import log
from app.kit.notify import notify
from app.problems.loader import Package
from sandbox import events as sandbox_events

CHANNEL = "holdout_executions"
FAILED_MESSAGE = (
    "Grading did not work because of a fault on our side. This does not count against you and your code is kept. "
    "Please submit again in a moment."
)
GRADER_VERSION = version("holdout")


@dataclass
class Record:
    """Of one try at an execution. `states` collects every check's state for the verdict."""

    package: Package
    shown: Shown
    states: dict[str, str] = field(default_factory=dict)

    async def add(self, session: AsyncSession, execution: Execution, batch: list[BaseModel], now: datetime) -> None:
        """Write down what the engine told."""
        shown: list[tuple[str, dict[str, Any]]] = []
        for event in batch:
            kind = str(getattr(event, "type"))  # noqa: B009 - every event has one, their common class does not say so
            if isinstance(event, sandbox_events.Started):
                execution.started_at = execution.started_at or now
                shown.append(("started", {}))
                continue
            if isinstance(event, sandbox_events.Retrying):
                self.states.clear()
                self.shown = self.shown.afresh()
                shown += [("retrying", {}), ("started", {})]
                continue
            if isinstance(event, sandbox_events.CheckDone):
                self.states[event.id] = event.state
            if isinstance(event, sandbox_events.CheckDone) and execution.kind == "check":
                found = counterexample(self.package.spec, event)
                shown += [] if found is None else [("counterexample", found.model_dump())]
            data = self.shown.translate(event)
            if data is not None:
                shown.append((kind, data))
            full = _finite(event.model_dump())
            session.add(StaffDetail(execution_id=execution.id, tries=execution.tries, type=kind, data=full, at=now))
        await append(session, execution, shown, now)

    async def form_verdict(
        self, session: AsyncSession, execution: Execution, last: sandbox_events.Finished, now: datetime
    ) -> None:
        """Write the verdict down; one that is there stays."""
        await repository.insert_verdict(
            session,
            {
                "execution_id": execution.id,
                "problem_version_id": execution.graded_by,
                "verdict": last.verdict,
                "checks": {check.id: self.states.get(check.id, NOT_REACHED) for check in self.package.spec.checks},
                "policies": {
                    name: {"state": policy.state, "option": policy.option} for name, policy in last.policies.items()
                },
                "timing": _finite(dict(last.timing)),
                "environment": last.sandbox.model_dump(mode="json") if last.sandbox else {},
                "grader_version": GRADER_VERSION,
                "seed": execution.seed,
                "formed_at": now,
            },
        )


async def append(
    session: AsyncSession, execution: Execution, shown: list[tuple[str, dict[str, Any]]], now: datetime
) -> None:
    """Steps for whoever watches, who is told that there are some; where nobody asked, nobody watches."""
    execution.heartbeat_at = now
    if execution.kind in UNASKED:
        await session.flush()
        return
    for kind, data in shown:
        execution.last_seq += 1
        session.add(
            ExecutionEvent(execution_id=execution.id, seq=execution.last_seq, type=kind, data=_finite(data), at=now)
        )
    await session.flush()
    await notify(session, CHANNEL, str(execution.id))


async def tell_finished(
    session: AsyncSession, execution: Execution, verdict: Literal["accepted", "rejected"] | None, now: datetime
) -> None:
    """The end on the timeline, and in the attempt that it solved."""
    attempt = execution.attempt
    if verdict == "accepted" and attempt.solved_at is None:
        attempt.solved_at = now
    await session.flush()  # locks are taken in one order: the attempt's row before its interview's record
    finished = ExecutionFinished(execution_id=execution.id, verdict=verdict, problem=attempt.position)
    events.append(session, finished, at=now, attempt_id=attempt.id, interview_id=_told_in(execution))


async def fail(session: AsyncSession, execution: Execution, now: datetime, reason: str) -> None:
    """The end of what could not be graded, in the row as well."""
    execution.status, execution.finished_at = "platform_error", now
    FAULTS.labels(execution.kind).inc()
    if execution.kind in UNASKED:
        log.warning("background_grading_failed", execution=str(execution.id), reason=reason)
        return
    await append(session, execution, [("platform_error", {"message": FAILED_MESSAGE})], now)
    attempt = execution.attempt
    failed = ExecutionFailed(execution_id=execution.id, reason=reason[:2000], problem=attempt.position)
    events.append(session, failed, at=now, attempt_id=attempt.id, interview_id=_told_in(execution))


def _told_in(execution: Execution) -> UUID | None:
    """The interview whose record says how it ended. Candidates read of ends there: a rerun by staff has none."""
    return execution.attempt.interview_id if execution.kind != "check" else None


def _finite(value: Any) -> Any:
    """JSON has no NaN and no infinity, and PostgreSQL refuses them: they are written as words."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124 - NaN
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value
