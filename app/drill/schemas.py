"""The shapes of the drill's API, which the pages show too."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from app.drill.bank import Kind, Step

MOST_NEW = 30
NewPerDay = Annotated[int, Field(ge=0, le=MOST_NEW)]


class SettingsIn(BaseModel):
    """What a person changes; what is absent stays."""

    time_zone: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None
    new_per_day: NewPerDay | None = None


class SettingsView(BaseModel):
    """How a person drills."""

    time_zone: str
    new_per_day: int


class PatternView(BaseModel):
    """How far a person got with one pattern: prompts met, and reviews of the last weeks that went well."""

    id: str
    title: str
    met: int
    prompts: int
    due: int
    known: int
    asked: int


class Overview(BaseModel):
    """What is due today, in prompts and by kind, and how many prompts may still be new."""

    day: date
    due: int
    due_kinds: dict[Kind, int]
    new: int
    next_due: date | None
    patterns: list[PatternView]
    settings: SettingsView


class ChoiceView(BaseModel):
    """A choice after the answer: whether it was right, whether it was taken, and why it tempts or holds."""

    text: str
    right: bool
    taken: bool
    why: str


class StepView(BaseModel):
    """One question. `explained` comes with the answer, and not before."""

    step: Step
    choices: list[str]
    answered: bool
    right: bool | None = None
    explained: list[ChoiceView] = []


class TurnView(BaseModel):
    """A prompt with what is asked of it. `trap` and `recovery` are told when they are no answers any more."""

    id: UUID
    prompt: str
    new: bool
    steps: list[StepView]
    current: Step | None
    pattern: str | None = None
    trap: str | None = None
    recovery: str | None = None

    def step(self, name: Step) -> StepView | None:
        """One of its questions."""
        return next((each for each in self.steps if each.step is name), None)


class TurnOrNone(BaseModel):
    """The turn to answer; none when nothing is left for today."""

    turn: TurnView | None


class AnswerIn(BaseModel):
    """The number of the choice as it was shown, from 1."""

    step: Step
    choice: Annotated[int, Field(ge=1, le=5)]


class MissView(BaseModel):
    """An answer of today that was not right."""

    turn: UUID
    step: Step
    prompt: str
    pattern: str
    chosen: str
    right: str
    why: str


class Today(BaseModel):
    """What a day's drill came to."""

    day: date
    prompts: int
    answers: int
    right: int
    misses: list[MissView]
