"""The vocabulary of evidence, from `kinds.yaml`."""

from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.problems.patterns import Criterion, Mistake
from app.problems.yaml_lines import Document
from simulated.texts import HERE

Name = Annotated[str, Field(pattern="^[a-z]+(_[a-z]+)*$", max_length=40)]
Text = Annotated[str, Field(min_length=10, max_length=500)]


class Kind(BaseModel):
    """One kind of evidence: what it claims and when it is due."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Name
    family: Name
    criteria: Annotated[list[Criterion], Field(min_length=1)]
    steps: list[Annotated[int, Field(ge=1, le=10)]] = Field(default_factory=list)
    mistakes: list[Mistake] = Field(default_factory=list)
    side: Literal["for", "against", "neutral"]
    grade: Literal["A", "B", "C"] = Field(alias="class")
    claim: Text
    when: Text
    moment: str
    question: Text | None = None

    @model_validator(mode="after")
    def _asked_of_people(self) -> Self:
        if (self.grade == "C") != (self.question is not None):
            raise ValueError("class C, and no other, has a question")
        return self

    @property
    def proxy(self) -> bool:
        """Read off what happened, not off what the code does."""
        return self.grade == "B"


class Vocabulary(BaseModel):
    """kinds.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    families: dict[Name, str]
    kinds: list[Kind]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [kind.id for kind in self.kinds]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"two kinds are called {', '.join(twice)}")
        if used := {kind.family for kind in self.kinds} ^ set(self.families):
            raise ValueError(f"families and kinds do not agree on {', '.join(sorted(used))}")
        return self


@cache
def vocabulary() -> Vocabulary:
    """Every kind and family."""
    return Vocabulary.model_validate(Document((HERE / "kinds.yaml").read_text(encoding="utf-8")).data)


@cache
def by_id() -> dict[str, Kind]:
    """The kinds by their ids."""
    return {kind.id: kind for kind in vocabulary().kinds}


def of_family(family: str) -> set[str]:
    """The ids of a family."""
    return {kind.id for kind in vocabulary().kinds if kind.family == family}
