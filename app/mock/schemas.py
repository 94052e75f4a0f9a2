"""The shapes of mock pairs, for pages and API alike. The candidate of a round is told nothing of its problem."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.kit.paging import Next
from app.problems.patterns import Level

PatternId = Annotated[str, Field(max_length=80)]


class PairIn(BaseModel):
    """What the two want to practise; without a pattern, any."""

    pattern: PatternId | None = None
    level: Level = Level.MID
    minutes: Annotated[int, Field(ge=15, le=90)] = 45


class JoinIn(BaseModel):
    """The last part of the link."""

    token: Annotated[str, Field(min_length=1, max_length=100)]


class PickIn(BaseModel):
    """Which problem a round is to have: one by name (`pattern/slug`), or one drawn of a pattern, of a level, or both.

    With nothing given, one is drawn as when the pair was made.
    """

    problem: Annotated[str, Field(max_length=200)] | None = None
    pattern: PatternId | None = None
    level: Level | None = None


class Choice(BaseModel):
    """A problem that whoever interviews has not met themselves."""

    name: str
    title: str
    level: str


class RoundView(BaseModel):
    """A round as one of the two sees it. `problem` is a title, for whoever interviews and for both once it began."""

    number: Literal[1, 2]
    interview_id: UUID
    part: Literal["candidate", "peer"]
    state: str
    problem: str | None
    reported: bool


class PairView(BaseModel):
    """A mock pair; `partner` is None until somebody has come by the link."""

    id: UUID
    maker: str
    partner: str | None
    mine: bool
    pattern: str | None
    level: str
    minutes: int
    created_at: datetime
    expires_at: datetime
    closed: bool
    rounds: list[RoundView]


class PairMade(BaseModel):
    """A pair with the link for the partner, which is shown this once."""

    pair: PairView
    link: str


class PairList(BaseModel):
    """Some of one's pairs, the newest first."""

    items: list[PairView]
    total: int
    next: Next


class Cue(BaseModel):
    """What to do from a minute on."""

    minute: int
    title: str
    text: str


class Asked(BaseModel):
    """A question that may come, and the answer."""

    ask: str
    answer: str


class Watched(BaseModel):
    """A criterion and what shows it at the level of the round, from below to above the bar."""

    criterion: str
    look_at: list[str]
    anchors: dict[str, str]


class ScriptView(BaseModel):
    """What the interviewer of a round goes by. What is of the problem is there once they have opened the lobby."""

    interview_id: UUID
    problem: str
    opening: str
    cues: list[Cue]
    tests: str
    strong: str
    mistake: str
    hints: list[str]
    clarifications: list[Asked]
    twists: list[str]
    watch: list[Watched]
