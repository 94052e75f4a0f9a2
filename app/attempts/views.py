"""Attempts and executions in the forms candidates are shown."""

from collections.abc import Sequence
from typing import Any

from app.attempts.models import Attempt, Draft, Execution, ExecutionEvent
from app.attempts.posed import Posed
from app.attempts.schemas import AttemptView, DraftView, EventView, ExecutionSummary, ExecutionView
from app.attempts.shown import CheckDoneShown
from app.problems.loader import Package
from app.problems.views import view


def draft(stored: Draft) -> DraftView:
    """A draft."""
    return DraftView(revision=stored.revision, saved_at=stored.saved_at, solution=stored.solution, checks=stored.checks)


def attempt(stored: Attempt, package: Package, *, solved: bool) -> AttemptView:
    """An attempt with its problem."""
    return AttemptView(
        id=stored.id,
        created_at=stored.created_at,
        solved=solved,
        readonly=stored.superseded_at is not None,
        problem=view(package),
    )


def summary(stored: Execution, end: ExecutionEvent | None) -> ExecutionSummary:
    """An execution (with `verdict` loaded) in a list; `end` is the event that finished it."""
    return ExecutionSummary(**_common(stored, end), verdict=stored.verdict.verdict if stored.verdict else None)


def execution(
    stored: Execution,
    events: Sequence[ExecutionEvent],
    *,
    posed: Posed,
    verdict: str | None,
    afterwards: Sequence[CheckDoneShown] = (),
) -> ExecutionView:
    """An execution with its events, and the checks that are told once the attempt is over."""
    end = next((event for event in events if event.type == "finished"), None)
    return ExecutionView(
        **_common(stored, end),
        verdict=verdict,
        solution=stored.solution,
        checks=stored.checks,
        change=posed.change,
        check_ids=posed.checks,
        afterwards=list(afterwards),
        events=[EventView(seq=event.seq, type=event.type, data=event.data) for event in events],
    )


def _common(stored: Execution, end: ExecutionEvent | None) -> dict[str, Any]:
    return {
        "id": stored.id,
        "kind": stored.kind,
        "status": stored.status,
        "revision": stored.revision,
        "created_at": stored.created_at,
        "finished_at": stored.finished_at,
        "passed": end.data["passed"] if end else None,
        "total": end.data["total"] if end else None,
    }
