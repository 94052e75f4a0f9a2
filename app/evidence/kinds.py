"""Every kind of evidence there is, and the one way to compute all of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.evidence.session import About, Evidence, Grade, Session
from app.problems.patterns import Criterion

VERSION = 1  # rises with every change of what is computed: stored rows are then computed again


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence: the criterion it is shown under, and the criterion, step or mistake it speaks of."""

    id: str
    criterion: Criterion
    about: About
    grade: Grade
    means: str


KINDS: dict[str, Kind] = {}
CRITERIA: tuple[Callable[[Session], Iterator[Evidence]], ...] = ()


def compute(session: Session) -> list[Evidence]:
    """All evidence in the order of time. ValueError when a function says what its kind does not allow."""
    found = [row for evidence in CRITERIA for row in evidence(session)]
    for row in found:
        kind = KINDS.get(row.kind)
        if kind is None or (kind.about, kind.grade) != (row.about, row.grade):
            raise ValueError(f"{row.kind} is no kind of evidence about {row.about} of class {row.grade}")
    return sorted(found, key=lambda row: row.at)
