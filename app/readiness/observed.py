"""What readiness is estimated from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.problems.patterns import Criterion


@dataclass(frozen=True, slots=True)
class Observed:
    """A first attempt at an unfamiliar problem: by criterion, how many occasions it gave and how many were met."""

    problem: str  # e.g. "metrics/roc-auc"
    pattern: str
    level: str
    at: datetime
    occasions: Mapping[Criterion, tuple[int, int]]  # (met, of), of >= 1
