"""What the API tells of an interview, and what it takes. None of it has room for what only staff may know."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.interviews.rights import Part
from app.kit.text import plain
from app.problems.views import CandidateModel

StepName = Literal["open_lobby", "ready", "not_ready", "start", "pause", "resume", "extend", "end", "reopen", "review"]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=320), AfterValidator(plain)]


class StepIn(BaseModel):
    """What is to be done next; `minutes` of an extension."""

    model_config = ConfigDict(extra="forbid")

    step: StepName
    minutes: Annotated[int, Field(ge=0, le=1000)] = 0


class PersonIn(BaseModel):
    """A new seat, from a form."""

    email: ShortText = ""
    name: ShortText = ""
    part: Part = Part.CANDIDATE
    extra_minutes: Annotated[int, Field(ge=0, le=100_000)] = 0
    blind: bool = False


class SeatIn(BaseModel):
    """A change of a seat, from a form."""

    part: Part | None = None
    extra_minutes: Annotated[int, Field(ge=0, le=100_000)] | None = None


class RevealIn(BaseModel):
    """Why a blind reviewer has to know who the candidate is."""

    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=500), AfterValidator(plain)]


class DoingShown(CandidateModel):
    """Something recorded of the candidate: the event's `id`, how many seconds in, and their words about it, if any."""

    id: int
    at: float
    kind: str
    problem: str | None
    characters: int | None
    away_seconds: float | None
    explanation: str | None


class RecordedOfMe(CandidateModel):
    """What was recorded of the candidate's own doings, and what they reported."""

    doings: list[DoingShown]
    reports: list[str]


class ClockView(CandidateModel):
    """The clock at the server's `now`; what a browser counts down from, and asks for again. It runs while it ends."""

    now: datetime
    started_at: datetime | None
    ends_at: datetime | None
    paused_at: datetime | None
    ended_at: datetime | None
    remaining_seconds: float
    total_seconds: float


class PersonView(CandidateModel):
    """Somebody with a seat; `id` is the account's."""

    id: UUID
    name: str
    part: str
    here: bool
    ready: bool


class MeView(CandidateModel):
    """Whoever asks; `part` is None for an administrator without a seat."""

    id: UUID
    name: str
    part: str | None
    rights: list[str]


class InterviewView(CandidateModel):
    """An interview as everybody with a seat may see it."""

    id: UUID
    title: str
    kind: str
    state: str
    lint: bool
    clock: ClockView
    people: list[PersonView]
    me: MeView
