"""What readiness is computed from. It knows neither how it was found nor what is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.problems.patterns import Criterion


@dataclass(frozen=True, slots=True)
class Observed:
    """A first attempt at an unfamiliar problem: by criterion, how many occasions it gave and how many of them were met.

    `problem` is `metrics/roc-auc`, `pattern` and `level` are ids. A criterion without any occasion is left out.
    """

    problem: str
    pattern: str
    level: str
    at: datetime
    occasions: Mapping[Criterion, tuple[int, int]]  # met, of; of >= 1
