"""What comes in and what is shown. The shown types are allow-lists: nothing hidden of a problem has a place in them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.coach.steps import Saying
from app.kit.text import plain
from app.problems.views import CandidateModel, TwistView

MOST_SAID = 500


def one_line(text: str) -> str:
    """The text in one line: what was several is joined."""
    return " ".join(plain(text).split())


Said = Annotated[str, StringConstraints(max_length=MOST_SAID), AfterValidator(one_line)]


Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class StatementIn(BaseModel):
    """What is said to a step; nothing takes it back."""

    model_config = ConfigDict(extra="forbid")

    text: Said


class QuestionIn(BaseModel):
    """A question, in the person's own words."""

    model_config = ConfigDict(extra="forbid")

    text: Said


class QuestionView(CandidateModel):
    """A question and its answer. `taken_as` is the question it was taken for, None where nothing is defined.

    `settles` when the answer decides something that the code is graded by from then on.
    """

    number: int
    text: str
    taken_as: str | None
    answer: str
    settles: bool
    at: datetime


class HintIn(BaseModel):
    """Which hint is asked for, from 1: of two tabs that ask for the same, both get one."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[int, Field(strict=True, ge=1, le=99)]


class LineView(CandidateModel):
    """Something the coach said of itself; `kind` is one of `script.Line`."""

    kind: str
    text: str
    at: datetime


class HintsView(CandidateModel):
    """The hints that were shown, and which can be shown next (None: all are)."""

    shown: list[str]
    next: int | None


class LateView(CandidateModel):
    """A submission after the time."""

    at: datetime
    seconds: float


class TimedView(CandidateModel):
    """The clock, as the server has it; `seconds_left` is below zero once time is up, and stands when it `ended_at`."""

    minutes: int
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    seconds_left: float
    late: list[LateView]


class StepView(CandidateModel):
    """A step; the first three have `say` (their name in addresses), and what was said to them with its time."""

    number: int
    title: str
    about: str
    say: Saying | None
    example: str
    said: str | None
    at: datetime | None


class CoachView(CandidateModel):
    """The coach of an attempt."""

    attempt: UUID
    readonly: bool
    steps: list[StepView]
    questions: list[QuestionView]
    hints: HintsView
    lines: list[LineView]
    timed: TimedView | None
    twist: TwistView | None
    solved: bool
    typed: bool
