"""What a function of evidence says: one row for each thing that was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from app.problems.patterns import Criterion, Mistake

Stands = Literal["for", "against", "neutral"]
Grade = Literal["A", "B", "C"]


class Step(StrEnum):
    """The ten steps of a strong interview, in their order."""

    CLARIFY = "clarify"
    RESTATE = "restate"
    OUTLINE = "outline"
    BASELINE = "baseline"
    DECISIONS = "decisions"
    EDGES = "edges"
    TINY_EXAMPLE = "tiny_example"
    TRADEOFFS = "tradeoffs"
    RECOVER = "recover"
    STOP = "stop"


About = Criterion | Step | Mistake


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim in plain words, and the moment, check and seed it can be looked up by.

    `grade` says how it was obtained: A reproducible, B a proxy from the record, C for a person to judge. A `proxy`
    feeds no score.
    """

    kind: str
    about: About
    claim: str
    stands: Stands
    grade: Grade
    how: str
    at: float
    until: float | None = None
    problem: int | None = None
    check: str | None = None
    execution: UUID | None = None
    seed: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    proxy: bool = False
