"""What comes in and what candidates are shown.

The shown types are allow-lists: each names its fields, forbids all others, and none has room for staff data.
"""

from datetime import datetime
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.attempts.shown import CheckDoneShown
from app.kit.text import WholeText, plain
from app.problems.views import CandidateModel, CheckTitle, ProblemView

Kind = Literal["run", "submission"]  # what a person asks for; a rerun of one check is an execution of kind "check"
Background = Literal["snapshot", "ablation", "catch"]  # what nobody asked for: graded after an interview, for staff
ASKED: tuple[str, ...] = get_args(Kind)
BACKGROUND: tuple[str, ...] = get_args(Background)
REGRADE = "regrade"  # a submission by a newer version
UNASKED = (*BACKGROUND, REGRADE)
# a pilot is solved blind, a trial is an author's own try of a draft, a tour is of code that was prepared, and in a mock
# interview two people practise on each other
Purpose = Literal["practice", "pilot", "trial", "tour", "mock"]
MAX_CODE_BYTES = 256 * 1024
MAX_REVISION = 2**62
Revision = Annotated[int, Field(strict=True, ge=0, le=MAX_REVISION)]


class _Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DraftIn(_Incoming):
    """A save of both texts over a revision."""

    revision: Revision
    solution: WholeText
    checks: WholeText


class ExecutionIn(_Incoming):
    """Which revision of the draft to execute."""

    revision: Revision


class CheckIn(_Incoming):
    """Which check of a submission to run again."""

    check: Annotated[str, StringConstraints(max_length=80)]


class LintIn(_Incoming):
    """Code to look at."""

    source: WholeText


class ReportIn(_Incoming):
    """A problem somebody reports."""

    about: Literal["platform", "question"]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(plain)]
    execution_id: UUID | None = None


class DraftSaved(CandidateModel):
    """A save went through."""

    revision: int
    saved_at: datetime


class DraftView(DraftSaved):
    """The draft as the server has it."""

    solution: str
    checks: str


class AttemptView(CandidateModel):
    """An attempt with its problem; one that was replaced can only be read. Its draft has an address of its own.

    One that was solved before its requirements changed is not `solved` until it is with the change.
    """

    id: UUID
    created_at: datetime
    solved: bool
    readonly: bool
    problem: ProblemView


class EventView(CandidateModel):
    """One step of an execution."""

    seq: int
    type: str
    data: dict[str, Any]


class ExecutionSummary(CandidateModel):
    """An execution in a list; `passed` of `total` checks (of a run: visible examples), once it is over."""

    id: UUID
    kind: str
    status: str
    revision: int
    created_at: datetime
    finished_at: datetime | None
    verdict: str | None
    passed: int | None
    total: int | None


class ExecutionView(ExecutionSummary):
    """An execution with its source and all the candidate may see of it; `afterwards` once the attempt is over.

    `check_ids` are of the problem as it met it (of a run, none), `change` the title of its change of requirements.
    """

    solution: str
    checks: str
    change: str | None
    check_ids: list[CheckTitle]
    events: list[EventView]
    afterwards: list[CheckDoneShown]


class ReportSaved(CandidateModel):
    """A report was kept."""

    id: UUID


class Diagnostic(CandidateModel):
    """One remark of the linter; lines and columns are 1-based."""

    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    message: str
    severity: Literal["error", "warning"]


class LintView(CandidateModel):
    """What the linter says."""

    diagnostics: list[Diagnostic]
