"""What the problems of the real bank ask for, read off in November 2026 and kept, so that a new problem changes nobody.

Only what counts for readiness: communication has no occasions, and each open decision is one of ambiguity.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.problems.patterns import Criterion

RANKS = {"junior": 0, "mid": 1, "senior": 2}

_BANK = """
components    mid    correctness=5 edge_cases=4 ml_awareness=2 stability=1
components    senior correctness=5 edge_cases=5 stability=4
components    mid    correctness=5 edge_cases=4 stability=2
components    mid    correctness=3 edge_cases=3 stability=3
debugging     mid    correctness=3 edge_cases=3 ml_awareness=1 validation=1
debugging     senior correctness=4 edge_cases=2 ml_awareness=2 validation=1
debugging     senior correctness=2 edge_cases=2 ml_awareness=4 validation=1
debugging     mid    correctness=2 edge_cases=4 ml_awareness=3 validation=1
metrics       junior correctness=5 edge_cases=3 ml_awareness=1 stability=1 validation=2 ambiguity=1
metrics       mid    correctness=3 edge_cases=5 ml_awareness=1 stability=1 validation=1 ambiguity=1
metrics       mid    correctness=7 edge_cases=5 ml_awareness=1 stability=1 validation=1 ambiguity=1
metrics       mid    correctness=5 edge_cases=3 ml_awareness=1 validation=1
preprocessing mid    correctness=5 edge_cases=5 ml_awareness=1
preprocessing junior correctness=5 edge_cases=3 ml_awareness=1 stability=1 ambiguity=1
preprocessing junior correctness=4 edge_cases=3 ml_awareness=1 ambiguity=1
preprocessing junior correctness=3 edge_cases=5 ml_awareness=1 stability=2 ambiguity=1
sampling      mid    correctness=5 edge_cases=2 ml_awareness=3 stability=1
sampling      mid    correctness=3 edge_cases=3 ml_awareness=2
sampling      mid    correctness=4 edge_cases=3 ml_awareness=3
sampling      junior correctness=2 edge_cases=4 ml_awareness=2 stability=3
sanity        mid    validation=15
sanity        mid    validation=14
sanity        mid    validation=11
sanity        mid    correctness=3 edge_cases=7 ml_awareness=1 stability=1
shapes        senior correctness=4 edge_cases=3 ml_awareness=1 stability=2
shapes        mid    correctness=3 edge_cases=7 ml_awareness=1 stability=2
shapes        mid    correctness=5 edge_cases=5 ml_awareness=2 stability=2 ambiguity=1
shapes        junior correctness=3 edge_cases=6 stability=3
splits        mid    correctness=5 edge_cases=3 ml_awareness=3
splits        mid    correctness=3 edge_cases=3 ml_awareness=2
splits        mid    correctness=4 edge_cases=5 ml_awareness=1
splits        junior correctness=3 edge_cases=2 ml_awareness=2 stability=1
windows       mid    correctness=7 edge_cases=4 ml_awareness=2
windows       mid    correctness=4 edge_cases=3 ml_awareness=1 stability=1 ambiguity=1
windows       junior correctness=5 edge_cases=3 ml_awareness=1 validation=1
windows       mid    correctness=3 edge_cases=4 ml_awareness=1 stability=1 validation=1
"""


@dataclass(frozen=True)
class Shape:
    """A problem as a list of occasions; what it is about is drawn for each problem of this shape."""

    pattern: str
    level: str
    gives: Mapping[Criterion, int]

    @property
    def main(self) -> Criterion:
        """What the problem is about in the first place: nothing of it is met by who has no idea of the problem."""
        return Criterion.CORRECTNESS if Criterion.CORRECTNESS in self.gives else Criterion.VALIDATION

    @property
    def size(self) -> int:
        return sum(self.gives.values())

    @property
    def looks(self) -> tuple[int, int]:
        """How hard it looks before it is opened."""
        return RANKS[self.level], self.size


def _shape(line: str) -> Shape:
    pattern, level, *gives = line.split()
    return Shape(pattern, level, {Criterion(name): int(of) for name, of in (each.split("=") for each in gives)})


SHAPES: Mapping[str, tuple[Shape, ...]] = {
    pattern: tuple(shape for shape in map(_shape, _BANK.split("\n")[1:-1]) if shape.pattern == pattern)
    for pattern in sorted({line.split()[0] for line in _BANK.split("\n")[1:-1]})
}
