"""What staff are shown of the evidence. No candidate is ever given any of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.problems.views import CandidateModel


class EvidenceRow(CandidateModel):
    """One claim, and the moment (seconds since the start), check, execution and seed it can be looked up by.

    `question` is what only a person can judge about it. A row whose finding is gone is `withdrawn`.
    """

    id: UUID
    kind: str
    criteria: list[str]
    about: str
    question: str | None
    claim: str
    stands: str
    grade: str
    how: str
    at: float
    until: float | None
    problem: int | None
    check: str | None
    execution: UUID | None
    seed: str | None
    data: dict[str, Any]
    proxy: bool
    withdrawn: bool


class SpanShown(CandidateModel):
    """A check was in a state for a while."""

    state: str
    at: float
    until: float
    execution: UUID


class ChangeShown(CandidateModel):
    """A check first passed, broke or was fixed between `since` and `at`, and what the candidate had met meanwhile."""

    what: str
    since: float
    at: float
    between: list[str]
    execution: UUID


class HistoryShown(CandidateModel):
    """A check of a problem through the interview."""

    problem: int
    check: str
    spans: list[SpanShown]
    changes: list[ChangeShown]


class EvidenceShown(CandidateModel):
    """The evidence of an interview, and its state: pending, grading (`done` of `total`), ready or failed (`reason`).

    While it is pending or grading the rows are what is known so far.
    """

    state: str
    reason: str | None
    done: int
    total: int
    computed_at: datetime | None
    version: int
    rows: list[EvidenceRow]
    shadow: list[HistoryShown]
