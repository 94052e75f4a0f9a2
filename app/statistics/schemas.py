"""What the API tells of item statistics; the terms are those of `measures`."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.kit.paging import Next
from app.problems.views import CandidateModel


class LineShown(CandidateModel):
    """A problem in the overview; `minutes` is the median to the first accepted submission.

    `state` is published, or, when it is asked no more, retired or leaked.
    """

    pattern: str
    slug: str
    title: str
    state: str
    attempts: int
    submitted: int
    solved: int
    minutes: float | None
    faults: int


class Overview(CandidateModel):
    """A page of problems with their figures."""

    items: list[LineShown]
    total: int
    next: Next


class ItemShown(CandidateModel):
    """One check at first submissions. Shares are of the `reached` ones; None where there are none, or too few."""

    check: str
    property: str
    required: bool
    reached: int
    passed: float | None
    silent: float | None
    recovered: float | None
    discrimination: float | None
    never_fails: bool


class TrapShown(CandidateModel):
    """A mistake or a misconception, and how many attempts it caught."""

    name: str
    about: str
    caught: int
    recovered: int


class VersionShown(CandidateModel):
    """A version that was attempted."""

    id: UUID
    version: str
    attempts: int


class ProblemFigures(CandidateModel):
    """One problem at one version. `cut`: there were more attempts than are looked at, and these are the newest."""

    pattern: str
    slug: str
    title: str
    version: str
    state: str
    versions: list[VersionShown]
    attempts: int
    submitted: int
    solved: int
    minutes: float | None
    submissions: float | None
    faults: int
    cut: bool
    checks: list[ItemShown]
    mistakes: list[TrapShown]
    misconceptions: list[TrapShown]


class ReportShown(CandidateModel):
    """What somebody reported in practice: of the platform, or of the question. Who it was is not told."""

    id: UUID
    at: datetime
    about: Literal["platform", "question"]
    text: str
    pattern: str
    slug: str
    title: str
    version: str


class ReportPage(CandidateModel):
    """A page of reports, the newest first."""

    items: list[ReportShown]
    total: int
    next: Next


class ReportWhole(ReportShown):
    """A report with what was on show, mostly a run or a submission; None in its place where there was nothing."""

    kind: str | None
    solution: str | None
    own_checks: str | None
    verdict: str | None
    failed: list[str]
