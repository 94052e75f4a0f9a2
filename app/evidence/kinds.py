"""Every kind of evidence there is and what it means: the vocabulary of `kinds.yaml`.

A kind of class A rests on gradings, which a rerun gives again. One of class B is a proxy, read off the record of what
happened, and feeds no score. One of class C is a moment, and a question that only a person can answer.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from uuid import UUID

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.evidence.rows import About, Evidence, Grade, Step
from app.problems.patterns import Criterion, Mistake

FILE = Path(__file__).with_name("kinds.yaml")
STEPS = tuple(Step)
Name = Annotated[str, Field(pattern="^[a-z]+(_[a-z]+)*$", max_length=40)]
Prose = Annotated[str, Field(min_length=10, max_length=500)]


class Kind(BaseModel):
    """A kind of evidence: the criteria it is shown under, the steps and mistakes it speaks of, and when it is due."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Name
    family: Name
    criteria: Annotated[list[Criterion], Field(min_length=1)]
    steps: list[Annotated[int, Field(ge=1, le=len(STEPS))]] = Field(default_factory=list)
    mistakes: list[Mistake] = Field(default_factory=list)
    side: Literal["for", "against", "neutral"]
    grade: Grade = Field(alias="class")
    claim: Prose
    when: Prose
    moment: str
    question: Prose | None = None

    @model_validator(mode="after")
    def _asked_of_people(self) -> Self:
        if (self.grade == "C") != (self.question is not None):
            raise ValueError("class C, and no other, has a question")
        return self

    @property
    def about(self) -> About:
        """The first of mistake, step and criterion that it has."""
        if self.mistakes:
            return self.mistakes[0]
        return STEPS[self.steps[0] - 1] if self.steps else self.criteria[0]

    @property
    def proxy(self) -> bool:
        """Whether it is read off what happened, not off what the code does."""
        return self.grade == "B"


class Vocabulary(BaseModel):
    """kinds.yaml: families of kinds that are looked for together, and the kinds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    families: dict[Name, str]
    kinds: list[Kind]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [kind.id for kind in self.kinds]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"two kinds are called {', '.join(twice)}")
        if apart := {kind.family for kind in self.kinds} ^ set(self.families):
            raise ValueError(f"families and kinds do not agree on {', '.join(sorted(apart))}")
        return self


@cache
def vocabulary() -> Vocabulary:
    """All of it. ValueError for a file that is not as it should be: a defect of ours."""
    return Vocabulary.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@cache
def by_id() -> dict[str, Kind]:
    """Each kind by its id."""
    return {kind.id: kind for kind in vocabulary().kinds}


@dataclass(frozen=True, slots=True)
class Where:
    """What a piece of evidence can be looked up by: problem, check, execution and its seed."""

    problem: int | None = None
    check: str | None = None
    execution: UUID | None = None
    seed: str | None = None


def row(
    kind_id: str, at: float, where: Where, *, claim: str | None = None, until: float | None = None, **data: Any
) -> Evidence:
    """A piece of evidence of a kind; with a `claim` of its own where the moment has more to say than the kind."""
    kind = by_id()[kind_id]
    return Evidence(
        kind=kind.id,
        about=kind.about,
        claim=claim or kind.claim,
        stands=kind.side,
        grade=kind.grade,
        how=kind.when,
        at=at,
        until=until,
        problem=where.problem,
        check=where.check,
        execution=where.execution,
        seed=where.seed,
        data=data,
        proxy=kind.proxy,
    )
