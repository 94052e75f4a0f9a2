"""Readiness as data, for the API and the exports."""

import csv
import io
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from app.readiness.occasions import UNMEASURED
from app.readiness.service import OfPattern, Readiness

COLUMNS = ("pattern", "criterion", "low", "middle", "high", "problems", "computed_from")


class EstimateOut(BaseModel):
    """The share of occasions met that is to be expected on a next unfamiliar problem."""

    criterion: str
    low: float
    middle: float
    high: float
    problems: int
    computed_from: list[str]


class OccasionsOut(BaseModel):
    """Occasions of one criterion."""

    met: int
    of: int


class SourceOut(BaseModel):
    """A first submission that counts."""

    problem: str
    level: str
    at: datetime
    url: str
    occasions: dict[str, OccasionsOut]


class PatternOut(BaseModel):
    """A pattern; `unseen` are criteria of which nothing is known."""

    pattern: str
    estimates: list[EstimateOut]
    unseen: list[str]
    sources: list[SourceOut]


class SuggestionOut(BaseModel):
    """What to practise next; `problem` is None where no unfamiliar one is left."""

    pattern: str
    criterion: str | None
    problem: str | None
    reason: str


class ReadinessOut(BaseModel):
    """All of it. `unmeasured` says of each criterion without figures why it has none."""

    at: datetime
    interval: Literal["90%"] = "90%"
    patterns: list[PatternOut]
    next: list[SuggestionOut]
    unmeasured: dict[str, str]


def as_data(found: Readiness) -> ReadinessOut:
    """The whole as the API gives it."""
    return ReadinessOut(
        at=found.at,
        patterns=[_pattern(each) for each in found.patterns],
        next=[
            SuggestionOut(
                pattern=each.pattern,
                criterion=each.criterion,
                problem=f"{each.problem.pattern}/{each.problem.slug}" if each.problem else None,
                reason=each.reason,
            )
            for each in found.suggestions
        ],
        unmeasured=dict(UNMEASURED),
    )


def as_csv(found: Readiness) -> str:
    """One line for each pattern and criterion that has an estimate."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for pattern in as_data(found).patterns:
        for each in pattern.estimates:
            shares = (f"{share:.3f}" for share in (each.low, each.middle, each.high))
            writer.writerow([pattern.pattern, each.criterion, *shares, each.problems, " ".join(each.computed_from)])
    return text.getvalue()


def _pattern(found: OfPattern) -> PatternOut:
    sources = [
        SourceOut(
            problem=each.observed.problem,
            level=each.observed.level,
            at=each.observed.at,
            url=each.url,
            occasions={name: OccasionsOut(met=met, of=of) for name, (met, of) in each.observed.occasions.items()},
        )
        for each in found.sources
    ]
    estimates = [
        EstimateOut(
            criterion=each.criterion,
            low=round(each.low, 3),
            middle=round(each.middle, 3),
            high=round(each.high, 3),
            problems=each.problems,
            computed_from=[source.problem for source in sources if each.criterion in source.occasions],
        )
        for each in found.estimates
    ]
    unseen = [str(criterion) for criterion in found.unseen]
    return PatternOut(pattern=found.pattern.id, estimates=estimates, unseen=unseen, sources=sources)
