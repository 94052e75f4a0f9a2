"""What staff read of a submission's checks over the API. No candidate is ever given any of it."""

from typing import Any
from uuid import UUID

from app.attempts.evidence import Evidence
from app.attempts.models import Execution
from app.problems.views import CandidateModel


class FoundShown(CandidateModel):
    """One check: its state, and what was found with the texts that show it."""

    id: str
    criterion: str
    property: str
    state: str
    gate: bool
    required: bool
    mistake: str | None
    how: str | None
    line: int | None
    statement: str
    parts: dict[str, str]
    seed: str
    kind: str
    ms: float


class DecidedShown(CandidateModel):
    """Which way the code decides something that the statement leaves open."""

    id: str
    why: str
    state: str
    option: str | None
    meaning: str | None
    statement: str


class ChecksShown(CandidateModel):
    """What the checks of a submission found, or one of them when it ran again (`rerun_of` names the submission).

    It has no checks as long as it is not `finished`.
    """

    execution: UUID
    status: str
    rerun_of: UUID | None
    first_state: str | None
    checks: list[FoundShown]
    decisions: list[DecidedShown]
    notices: list[dict[str, Any]]


class RerunShown(CandidateModel):
    """A check that runs again; what it finds is read as the evidence of `execution`."""

    execution: UUID


def shown(page: dict[str, Any]) -> ChecksShown:
    """From what the page of the same is made of."""
    execution: Execution = page["execution"]
    evidence: Evidence = page["evidence"]
    return ChecksShown(
        execution=execution.id,
        status=execution.status,
        rerun_of=execution.check_of,
        first_state=page["first_state"],
        checks=[
            FoundShown(criterion=str(criterion), **_fields(found, FoundShown))
            for criterion, group in evidence.criteria
            for found in group
        ],
        decisions=[DecidedShown(**_fields(each, DecidedShown)) for each in evidence.decisions],
        notices=evidence.notices,
    )


def _fields(item: object, model: type[CandidateModel]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in model.model_fields if hasattr(item, name)}
