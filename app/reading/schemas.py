"""What comes in and what is shown of a reading. The faults have a place only in `ComparedShown`."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.kit.text import plain
from app.problems.views import CandidateModel

LEAST_WORDS, MOST_WORDS, MOST_LINES = 20, 4000, 200
Line = Annotated[int, Field(ge=1, le=10_000)]


class Stage(StrEnum):
    """How far a reading is. Run and Submit are open from `fix` on, and to whoever `left`."""

    NONE = "none"
    LOCATE = "locate"
    EXPLAIN = "explain"
    FIX = "fix"
    LEFT = "left"


class LinesIn(BaseModel):
    """The lines of the given code that are at fault."""

    model_config = ConfigDict(extra="forbid")

    lines: Annotated[list[Line], Field(min_length=1, max_length=MOST_LINES)]


class ExplanationIn(BaseModel):
    """What is wrong there, in words."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=LEAST_WORDS, max_length=MOST_WORDS),
        AfterValidator(plain),
    ]


class FaultShown(CandidateModel):
    """A fault of the given code."""

    lines: list[int]
    about: str
    located: bool


class ComparedShown(CandidateModel):
    """What was located beside what is there."""

    faults: list[FaultShown]
    located: int
    not_at_fault: list[int]


class ReadingShown(CandidateModel):
    """A reading: where it is, what was written, and, once it was asked for, the comparison."""

    stage: Stage
    given: str
    lines: list[int]
    explanation: str
    begun_at: datetime | None
    explained_at: datetime | None
    solved: bool
    compared: ComparedShown | None
