"""What comes in and what a person is shown of a bench. The shown types are allow-lists without room for right code."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from app.kit.text import WholeText
from app.problems.views import CandidateModel

MOST_CHECKS_BYTES = 32 * 1024


class State(StrEnum):
    """What became of an implementation. `stopped`: something else than an assert ended the checks."""

    ACCEPTED = "accepted"
    CAUGHT = "caught"
    STOPPED = "stopped"
    NOT_RUN = "not_run"


class ChecksIn(BaseModel):
    """Own checks to be run."""

    model_config = ConfigDict(extra="forbid")

    checks: WholeText


class FailedShown(CandidateModel):
    """A test that did not pass: what ended it, and the line of the checks."""

    test: str
    kind: str
    line: int | None


class RightShown(CandidateModel):
    """A right implementation, by number alone. Anything but `accepted` is a false alarm."""

    number: int
    state: State
    failed: list[FailedShown]
    why: str


class WrongShown(CandidateModel):
    """A planted bug by its misconception. `sound`: caught by a test that accepts all right code.

    `code` is shown only then, or once it is given up.
    """

    number: int
    misconception: str
    state: State
    sound: bool
    failed: list[FailedShown]
    why: str
    given_up: bool
    code: str | None


class OwnTestShown(CandidateModel):
    """One own check: how many planted bugs it caught, and on how many right implementations it cried wolf."""

    name: str
    caught: int
    only_by_it: int
    false_alarms: int


class ErrorShown(CandidateModel):
    """The checks could not be loaded."""

    kind: str
    line: int | None
    message: str


class RunShown(CandidateModel):
    """A run of own checks. Counts are None until it is finished."""

    id: UUID
    status: str
    checks: str
    created_at: datetime
    error: ErrorShown | None
    false_alarms: int | None
    caught: int | None
    right: list[RightShown]
    wrong: list[WrongShown]
    tests: list[OwnTestShown]
    hunt_next: int | None


class BenchShown(CandidateModel):
    """The bench of a problem: how much there is to tell apart, and the newest run. Not offered: `why_not` says why.

    `borrows`: the code may be called with objects and streams of the check's own. `workspace` is the address of a
    problem whose own workspace is the bench.
    """

    name: str
    signature: str
    right: int
    wrong: int
    why_not: str
    borrows: bool
    workspace: str | None
    run: RunShown | None


class StepShown(CandidateModel):
    """One step of the tutorial; `checks` is the text it begins with."""

    number: int
    title: str
    text_html: str
    checks: str


class TutorialShown(CandidateModel):
    """The tutorial: what the function must do, the steps, and the newest run."""

    name: str
    signature: str
    contract_html: str
    steps: list[StepShown]
    run: RunShown | None


class BugShown(CandidateModel):
    """The code of a planted bug that was caught or given up."""

    number: int
    misconception: str
    code: str
