"""What the API tells of plans: of an interview for its staff, of templates, and of who is invited."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.interviews.plans import Plan
from app.interviews.rights import Part
from app.interviews.schemas import ShortText
from app.kit.paging import Next
from app.problems.views import CandidateModel

MAX_MINUTES = 100_000


class PlanIn(Plan):
    """A plan to keep. Unknown fields are errors; a template has no dates."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scheduled_at: AwareDatetime | None = None
    deadline_at: AwareDatetime | None = None


class InterviewCard(CandidateModel):
    """An interview in the list; `part` is what whoever asks is in it, `when` the moment that says most of it."""

    id: UUID
    title: str
    kind: str
    state: str
    minutes: int
    problems: int
    candidate: str | None
    part: str | None
    when: datetime | None
    left: int


class InterviewList(CandidateModel):
    """A page of interviews; `total` match the filters."""

    items: list[InterviewCard]
    total: int
    next: Next


class KnownShown(CandidateModel):
    """A way in which the candidate knows a problem from before the interview; `attempts` are told of practice."""

    way: Literal["started", "submitted", "solved", "mock", "inside"]
    attempts: int | None


class PlannedProblem(CandidateModel):
    """A problem of a plan, at its pinned version once there is one."""

    title: str
    url: str
    pattern: str
    level: str
    minutes: int
    version: str
    known: list[KnownShown]


class SeatShown(CandidateModel):
    """Somebody's seat: `id` is the seat's, `user_id` the account's. `link` is the standing one's id."""

    id: UUID
    user_id: UUID
    name: str
    email: str | None
    guest: bool
    part: str
    extra_minutes: int
    blind: bool
    revealed_at: datetime | None
    link: UUID | None
    link_until: datetime | None


class PlanShown(CandidateModel):
    """The plan of an interview with its people, for its staff. Who may not change it is told no addresses."""

    id: UUID
    state: str
    retention_days: int
    plan: Plan
    problems: list[PlannedProblem]
    people: list[SeatShown]


class TemplateShown(CandidateModel):
    """A plan to start from."""

    id: UUID
    plan: Plan


class TemplateList(CandidateModel):
    """A page of templates, by title."""

    items: list[TemplateShown]
    total: int
    next: Next


class NewPerson(BaseModel):
    """A seat to give; only a candidate may be without an account, and needs a `name` then."""

    model_config = ConfigDict(extra="forbid")

    email: ShortText
    name: ShortText = ""
    part: Part = Part.CANDIDATE
    extra_minutes: Annotated[int, Field(ge=0, le=MAX_MINUTES)] = 0
    blind: bool = False


class SeatChange(BaseModel):
    """What is changed about a seat; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    part: Part | None = None
    extra_minutes: Annotated[int, Field(ge=0, le=MAX_MINUTES)] | None = None


class NewLink(BaseModel):
    """Which link the new one replaces: the standing one's id, or none where there is none. `mail` asks to send it."""

    model_config = ConfigDict(extra="forbid")

    replaces: UUID | None = None
    mail: bool = False


class LinkShown(CandidateModel):
    """A new link. Its address is told this once; `mailed` says whether it is on its way to its person."""

    address: str
    expires_at: datetime
    mailed: bool
