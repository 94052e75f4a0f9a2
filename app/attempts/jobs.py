"""What the engine is asked for each kind of execution, and before or after which others."""

from typing import Literal

from app.attempts import lines, visits
from app.attempts.models import Execution
from app.attempts.schemas import BACKGROUND, REGRADE, UNASKED
from app.problems.loader import Package
from sandbox.job import Job, Limits

MODES: dict[str, Literal["run", "submit", "check"]] = {
    "run": "run",
    "submission": "submit",
    "check": "check",
    "snapshot": "submit",
    "ablation": "submit",
    "catch": "run",
    REGRADE: "submit",
}
IN_FULL = frozenset(kind for kind, mode in MODES.items() if mode == "submit")


def make_job(package: Package, execution: Execution) -> Job:
    """The engine's job for an execution."""
    spec = package.spec
    live = execution.kind not in UNASKED and lines.is_live(execution.attempt.interview_id, execution.attempt.purpose)
    return Job(
        id=f"{execution.id}-{execution.tries}",
        mode=MODES[execution.kind],
        only=None if execution.check_id is None else [execution.check_id],
        shrink=execution.kind == "check",
        source=execution.solution,
        checks_source=execution.checks,
        seed=execution.seed,
        environment=spec.environment,
        limits=Limits(cpu_seconds=spec.limits.cpu_seconds, memory_mb=spec.limits.memory_mb),
        package=package.for_the_judge(),
        binds=_binds(package, execution),
        priority=lines.line_of(execution.kind, live=live),
        owner=_owner(execution),
        lease=f"interview {execution.attempt.interview_id}" if live else None,
    )


def _binds(package: Package, execution: Execution) -> dict[str, str]:
    """The decisions that were settled; a newer version may not have them any more."""
    options = {policy.id: policy.options for policy in package.spec.policies}
    return {policy: option for policy, option in execution.binds.items() if option in options.get(policy, {})}


def _owner(execution: Execution) -> str:
    """Whose turn it takes: a person's, that of an interview's background, of a regrade as a whole, of all visitors."""
    if execution.kind == REGRADE:
        return f"regrade {execution.regrade_id}"
    if execution.kind in BACKGROUND:
        return f"background {execution.attempt.interview_id}"
    return visits.OWNER if execution.attempt.person.visitor else str(execution.attempt.user_id)
