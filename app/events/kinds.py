"""The kinds of things that happen, each with its payload and version.

A payload that changes its meaning gets a new `version`; readers keep understanding the old ones. `problem` is always
the problem's position in an interview, None outside of one.
"""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Happening(BaseModel):
    """The parent of every kind: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    version: int = 1


class AttemptStarted(Happening):
    """A person opened a problem for the first time, or started over."""

    kind: Literal["attempt_started"] = "attempt_started"
    problem_version_id: UUID


class RunRequested(Happening):
    """The visible examples and own checks were asked for."""

    kind: Literal["run_requested"] = "run_requested"
    execution_id: UUID
    revision: int
    problem: int | None = None


class SubmissionRequested(Happening):
    """A full grading was asked for."""

    kind: Literal["submission_requested"] = "submission_requested"
    execution_id: UUID
    revision: int
    problem: int | None = None


class CheckRerunRequested(Happening):
    """One check of a submission was asked for again, to see its counterexample; in an interview by its staff."""

    kind: Literal["check_rerun_requested"] = "check_rerun_requested"
    execution_id: UUID
    check_of: UUID
    check_id: str
    problem: int | None = None


class ExecutionFinished(Happening):
    """A run or submission came to its end; `verdict` is None for a run."""

    kind: Literal["execution_finished"] = "execution_finished"
    execution_id: UUID
    verdict: Literal["accepted", "rejected"] | None
    problem: int | None = None


class ExecutionFailed(Happening):
    """The platform could not grade; it never counts against anybody."""

    kind: Literal["execution_failed"] = "execution_failed"
    execution_id: UUID
    reason: str
    problem: int | None = None


class FaultReported(Happening):
    """A person reported a problem with the platform or the question; in an interview, its staff read the `text` too."""

    kind: Literal["fault_reported"] = "fault_reported"
    report_id: UUID
    about: Literal["platform", "question"]
    text: str | None = None
    problem: int | None = None
