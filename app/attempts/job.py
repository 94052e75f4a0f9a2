"""What the engine is asked for: an execution and its problem as one job, with the interview it belongs to."""

from typing import Literal

from app.attempts.models import Execution
from app.problems.loader import Package
from sandbox.job import Job, Limits, Priority


def of(package: Package, execution: Execution) -> Job:
    """The engine's job for an execution."""
    spec = package.spec
    modes: dict[str, Literal["run", "submit", "check"]] = {"run": "run", "submission": "submit", "check": "check"}
    live: dict[str, Priority] = {"run": "live_run", "submission": "live_submit", "check": "practice"}
    interview = execution.attempt.interview_id
    return Job(
        id=f"{execution.id}-{execution.tries}",
        mode=modes[execution.kind],
        only=None if execution.check_id is None else [execution.check_id],
        shrink=execution.kind == "check",
        source=execution.solution,
        checks_source=execution.checks,
        seed=execution.seed,
        environment=spec.environment,
        limits=Limits(cpu_seconds=spec.limits.cpu_seconds, memory_mb=spec.limits.memory_mb),
        package=package.for_the_judge(),
        binds=execution.binds,
        priority="practice" if interview is None else live[execution.kind],
        owner=str(execution.attempt.user_id),
        lease=None if interview is None else f"interview {interview}",
    )
