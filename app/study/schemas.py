"""The shapes of the plan, for pages and API alike."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from app.kit.text import plain
from app.problems.patterns import Level

MOST_DAYS = 180
LEAST_MINUTES, MOST_MINUTES = 15, 240
Goal = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(plain)]
Minutes = Annotated[int, Field(ge=LEAST_MINUTES, le=MOST_MINUTES)]
Weekdays = Annotated[set[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1)]


class PlanIn(BaseModel):
    """What one prepares for, and how. `target_on` is the day itself; practice ends the day before."""

    goal: Goal
    level: Level = Level.MID
    target_on: date
    minutes: Minutes = 45
    weekdays: Weekdays = Field(default={1, 2, 3, 4, 5}, description="1 is Monday, 7 is Sunday.")


class TickIn(BaseModel):
    """Whether a task is ticked off."""

    done: bool


class TaskView(BaseModel):
    """A problem to practise. `planned_on` is the day it was first planned for."""

    id: UUID
    pattern: str
    slug: str | None
    title: str
    level: str
    minutes: int
    reason: str
    planned_on: date
    instead_of: str | None
    done: Literal["solved", "ticked"] | None


class DayView(BaseModel):
    """A day to come."""

    on: date
    tasks: list[TaskView]


class DrillView(BaseModel):
    """Today's part of the pattern drill; `left` are prompts."""

    left: int
    minutes: int


class PlanView(BaseModel):
    """A plan as it is laid out today.

    `today` are the tasks done today and those left for it. `no_room` are tasks that no day before the target has room
    for; `gone` are titles of retired problems in whose place nothing was found. `missed` tasks were planned for a day
    that is over.
    """

    goal: str
    level: str
    target_on: date
    minutes: int
    weekdays: list[int]
    time_zone: str
    day: date
    over: bool
    days_left: int
    practises_today: bool
    done: int
    total: int
    missed: int
    today: list[TaskView]
    drill: DrillView
    days: list[DayView]
    no_room: list[TaskView]
    gone: list[str]


class LeftOff(BaseModel):
    """A problem somebody worked at and has not solved."""

    pattern: str
    slug: str
    title: str
    at: datetime
    submissions: int


class Study(BaseModel):
    """The plan, if there is one, and where one left off, the last first."""

    plan: PlanView | None
    left_off: list[LeftOff]
