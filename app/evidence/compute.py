"""The one way to compute all evidence of a session."""

from app.evidence.criteria import (
    ambiguity,
    collaboration,
    communication,
    correctness,
    edge_cases,
    incremental,
    ml_awareness,
    readability,
    stability,
    validation,
)
from app.evidence.rows import Evidence
from app.evidence.session import Session

VERSION = 2  # rises with every change of what is computed: stored rows are then computed again
CRITERIA = (
    correctness,
    edge_cases,
    stability,
    ml_awareness,
    ambiguity,
    communication,
    readability,
    incremental,
    validation,
    collaboration,
)


def compute(session: Session) -> list[Evidence]:
    """All evidence, in the order of time."""
    found = [each for module in CRITERIA for each in module.evidence(session)]
    return sorted(found, key=lambda each: each.at)
