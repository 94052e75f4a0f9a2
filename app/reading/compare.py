"""What was located beside the faults that are there. Pure; by the rule that grades `BUG_LINES`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.problems.package import Bug


@dataclass(frozen=True, slots=True)
class Fault:
    """A planted fault: its lines, what it does, and whether it was located."""

    lines: tuple[int, ...]
    about: str
    located: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Every fault, and the lines that were named though nothing is wrong with them."""

    faults: tuple[Fault, ...]
    not_at_fault: tuple[int, ...]

    @property
    def located(self) -> int:
        """How many faults were located."""
        return sum(fault.located for fault in self.faults)


def compare(bugs: Sequence[Bug], named: Collection[int]) -> Compared:
    """A fault is located when all lines of one of its sets are named."""
    given = set(named)
    faults = tuple(
        Fault(tuple(sorted(_lines(bug))), bug.about, any(set(each) <= given for each in bug.lines)) for bug in bugs
    )
    at_fault = {line for fault in faults for line in fault.lines}
    return Compared(faults, tuple(sorted(given - at_fault)))


def _lines(bug: Bug) -> set[int]:
    return {line for each in bug.lines for line in each}
