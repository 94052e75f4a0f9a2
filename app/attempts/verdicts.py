"""The verdict in force of each submission, as a query that others build on: its own, or that of an applied regrade."""

from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import aliased

from app.attempts.models import Execution, Regrade, Verdict


def in_force(before: Regrade | None = None) -> Select[Any]:
    """By submission: the verdict in force, and since when (`decided_at`; None: it is the submission's own).

    That of the last regrade that was applied; with `before`, of those that were applied before this one.
    """
    again, applied, verdict = aliased(Execution), aliased(Regrade), aliased(Verdict)
    latest = (
        select(verdict.verdict, verdict.checks, verdict.policies, verdict.problem_version_id, applied.decided_at)
        .add_columns(again.id.label("execution_id"))
        .join(again, again.id == verdict.execution_id)
        .join(applied, applied.id == again.regrade_id)
        .where(again.regrade_of == Execution.id, applied.state == "applied")
    )
    if before is not None:
        latest = latest.where(applied.id != before.id)
    if before is not None and before.decided_at is not None:
        latest = latest.where(applied.decided_at < before.decided_at)
    last = latest.order_by(applied.decided_at.desc()).limit(1).lateral()
    return (
        select(
            Execution.id.label("submission_id"),
            Execution.attempt_id,
            Execution.created_at,
            Execution.finished_at,
            Execution.twist_id,
            last.c.execution_id.label("regrade_execution_id"),
            func.coalesce(last.c.verdict, Verdict.verdict).label("verdict"),
            func.coalesce(last.c.checks, Verdict.checks).label("checks"),
            func.coalesce(last.c.policies, Verdict.policies).label("policies"),
            func.coalesce(last.c.problem_version_id, Verdict.problem_version_id).label("problem_version_id"),
            last.c.decided_at,
            Verdict.verdict.label("own"),
            Verdict.checks.label("own_checks"),
        )
        .select_from(Execution)
        .join(Verdict, Verdict.execution_id == Execution.id)
        .outerjoin(last, true())
        .where(Execution.kind == "submission")
    )
