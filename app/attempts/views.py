"""Attempts and executions in the forms candidates are shown."""

from collections.abc import Sequence

from app.attempts.models import Draft, Execution, ExecutionEvent
from app.attempts.schemas import DraftView, EventView, ExecutionSummary, ExecutionView


def draft(stored: Draft) -> DraftView:
    """A draft."""
    return DraftView(revision=stored.revision, saved_at=stored.saved_at, solution=stored.solution, checks=stored.checks)


def summary(execution: Execution) -> ExecutionSummary:
    """An execution (with `verdict` loaded) in a list."""
    return ExecutionSummary(
        id=execution.id,
        kind=execution.kind,
        status=execution.status,
        revision=execution.revision,
        created_at=execution.created_at,
        finished_at=execution.finished_at,
        verdict=execution.verdict.verdict if execution.verdict else None,
    )


def execution(stored: Execution, events: Sequence[ExecutionEvent], *, verdict: str | None) -> ExecutionView:
    """An execution with its events."""
    return ExecutionView(
        id=stored.id,
        kind=stored.kind,
        status=stored.status,
        revision=stored.revision,
        created_at=stored.created_at,
        finished_at=stored.finished_at,
        verdict=verdict,
        solution=stored.solution,
        checks=stored.checks,
        events=[EventView(seq=event.seq, type=event.type, data=event.data) for event in events],
    )
