"""From a reading as it is kept to what its person is shown."""

from app.reading.compare import compare
from app.reading.schemas import ComparedShown, FaultShown, ReadingShown
from app.reading.service import Place


def shown(at: Place) -> ReadingShown:
    """The reading; the faults only after they were asked for."""
    reading = at.reading
    return ReadingShown(
        stage=at.stage,
        given=at.given,
        lines=reading.lines if reading else [],
        explanation=reading.explanation if reading else "",
        begun_at=reading.begun_at if reading else None,
        explained_at=reading.explained_at if reading else None,
        solved=at.attempt is not None and at.attempt.solved_at is not None,
        compared=_compared(at, reading.lines) if reading and reading.compared_at else None,
    )


def _compared(at: Place, lines: list[int]) -> ComparedShown:
    found = compare(at.package.spec.bugs, lines)
    faults = [FaultShown(lines=list(each.lines), about=each.about, located=each.located) for each in found.faults]
    return ComparedShown(faults=faults, located=found.located, not_at_fault=list(found.not_at_fault))
