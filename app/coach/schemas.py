"""What comes in and what is shown. The shown types are allow-lists: nothing hidden of a problem has a place in them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from app.coach.steps import Saying
from app.kit.text import plain
from app.problems.views import CandidateModel

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
