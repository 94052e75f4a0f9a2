"""What the API shows of problems to practise."""

from typing import Literal
from uuid import UUID

from app.kit.paging import Next
from app.problems.views import CandidateModel, ProblemView

Status = Literal["new", "started", "submitted", "solved"]


class ProblemCard(CandidateModel):
    """A problem in the list, and how far whoever asks got with it; `id` is what a plan asks for it by."""

    id: UUID
    pattern: str
    slug: str
    number: int
    title: str
    summary: str
    level: str
    minutes: int
    status: Status


class ProblemList(CandidateModel):
    """A page of problems; `total` match the filters."""

    items: list[ProblemCard]
    total: int
    next: Next


class PracticeProblem(CandidateModel):
    """A problem as a candidate may see it, at the version of their attempt; `attempt` is None before they began."""

    problem: ProblemView
    attempt: UUID | None
