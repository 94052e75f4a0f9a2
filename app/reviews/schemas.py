"""What the API of reviews takes, and what it shows."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from app.interviews.talk_schemas import MAX_ID
from app.interviews.told import AuthorTold
from app.kit.paging import Next
from app.kit.text import plain
from app.problems.patterns import Criterion
from app.problems.views import CandidateModel

MAX_LINKS = 20
MAX_REVISION = 2**31 - 1


class ScoreIn(BaseModel):
    """A criterion's score as it stands: a level, no evidence, or not answered yet."""

    model_config = ConfigDict(extra="forbid")

    criterion: Criterion
    level: Annotated[int, Field(ge=1, le=4)] | None = None
    no_evidence: bool = False
    comment: Annotated[str, StringConstraints(max_length=2000), AfterValidator(plain)] = ""
    evidence: Annotated[list[UUID], Field(max_length=MAX_LINKS)] = []

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        if self.no_evidence and self.level is not None:
            raise ValueError("no evidence is not a level: give one of the two")
        return self


class CardIn(BaseModel):
    """A scorecard as its reviewer has it, made from the revision that the server gave last (0: from nothing)."""

    model_config = ConfigDict(extra="forbid")

    revision: Annotated[int, Field(ge=0, le=MAX_REVISION)]
    summary: Annotated[str, StringConstraints(max_length=4000), AfterValidator(plain)] = ""
    scores: Annotated[list[ScoreIn], Field(max_length=len(Criterion))] = []

    @field_validator("scores")
    @classmethod
    def _once_each(cls, scores: list[ScoreIn]) -> list[ScoreIn]:
        if len({score.criterion for score in scores}) < len(scores):
            raise ValueError("each criterion can be scored once")
        return scores


class ReopenIn(BaseModel):
    """Why a scorecard is given back."""

    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=500), AfterValidator(plain)]


class SavedCommentIn(BaseModel):
    """A wording to keep."""

    model_config = ConfigDict(extra="forbid")

    criterion: Criterion | None = None
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), AfterValidator(plain)]


class PostIn(BaseModel):
    """What is written to the others who have scored."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(plain)]
    replies_to: Annotated[
        Annotated[int, Field(ge=1, le=MAX_ID)] | None, BeforeValidator(lambda value: value or None)
    ] = None  # forms send an empty text for none


class DecisionIn(BaseModel):
    """What becomes of it, with reasons that somebody who was not there understands."""

    model_config = ConfigDict(extra="forbid")

    outcome: Literal["advance", "decline", "hold"]
    reasons: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4000), AfterValidator(plain)
    ]


class ScoreShown(CandidateModel):
    """One criterion of a scorecard."""

    criterion: str
    level: int | None
    no_evidence: bool
    comment: str
    evidence: list[UUID]


class CardShown(CandidateModel):
    """A scorecard. `id` is None and `revision` 0 before the first save."""

    id: UUID | None
    reviewer: AuthorTold | None
    rubric: str
    seniority: str
    revision: int
    state: str
    summary: str
    scores: list[ScoreShown]
    submitted_at: datetime | None
    reopenings: int
    removed: bool
    revealed: str | None


class SavedCommentShown(CandidateModel):
    """A wording that was kept."""

    id: UUID
    criterion: str | None
    text: str


class ReviewShown(CandidateModel):
    """An interview that whoever asks scores, and how far they are with it; of a blind one no name is told."""

    interview: UUID
    title: str
    state: str
    blind: bool
    level: str
    criteria: list[str]
    answered: int
    ended_at: datetime | None
    handed_in_at: datetime | None
    reopenings: int


class ReviewList(CandidateModel):
    """A page of interviews to score, those that ended last first."""

    items: list[ReviewShown]
    total: int
    next: Next


class AgreementLine(CandidateModel):
    """One criterion of a rubric over `pairs` of scorecards; `kappa`, and its interval, None where it cannot be said."""

    criterion: str
    pairs: int
    interviews: int
    alike: float
    kappa: float | None
    low: float | None
    high: float | None


class AgreementShown(CandidateModel):
    """How far reviewers agree by a rubric; `rubrics` are those that decided interviews were scored by."""

    rubric: str | None
    rubrics: list[str]
    criteria: list[AgreementLine]


class SpreadShown(CandidateModel):
    """One criterion over the scorecards that are in; nothing of it is weighted or blended."""

    criterion: str
    n: int
    no_evidence: int
    mean: float | None
    lowest: int | None
    highest: int | None


class PostShown(CandidateModel):
    """A post of the discussion."""

    id: int
    author: AuthorTold | None
    at: datetime
    text: str
    replies_to: int | None


class DecisionShown(CandidateModel):
    """What was decided."""

    outcome: str
    reasons: str
    by: AuthorTold | None
    at: datetime
