"""Interleaved rounds: a change of the machine's mood meets every way.

Figures are medians over rounds; ratios are formed within a round first.
"""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.engine import cpu
from benchmarks.engine.ways import Block, Way

CLIENTS = 8


@dataclass(frozen=True)
class Figures:
    """One way in one round: milliseconds as one client sees them, jobs per second of eight, processor per job."""

    p50_ms: float
    p95_ms: float
    jobs_per_s: float
    cpu_ms: float


@dataclass
class Rounds:
    """What has been measured: per way, one row of figures per round."""

    idle_ms_per_s: list[float] = field(default_factory=list)
    rows: dict[str, list[Figures]] = field(default_factory=dict)

    async def run(self, ways: Mapping[str, Way], rounds: int, say: Callable[[str], None]) -> None:
        """Measure; the way that begins changes from round to round."""
        names = list(ways)
        for number in range(rounds):
            idle = cpu.background(1.0)
            self.idle_ms_per_s.append(idle)
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                row = await _measure(ways[name], idle)
                self.rows.setdefault(name, []).append(row)
            told = "  ".join(f"{name} {rows[-1].p50_ms:.1f}" for name, rows in self.rows.items())
            say(f"round {number + 1} of {rounds}, p50 ms: {told}")

    def figures(self, name: str) -> dict[str, float]:
        """Medians of a way over the rounds."""
        columns = ("p50_ms", "p95_ms", "jobs_per_s", "cpu_ms")
        return {column: round(statistics.median(self.column(name, column)), 2) for column in columns}

    def ratio(self, name: str, other: str, column: str) -> float:
        """The median over rounds of one way's figure divided by another's in the same round."""
        pairs = zip(self.column(name, column), self.column(other, column), strict=True)
        return round(statistics.median(mine / theirs for mine, theirs in pairs), 3)

    def column(self, name: str, column: str) -> list[float]:
        """One figure of a way, round by round."""
        return [float(getattr(row, column)) for row in self.rows[name]]


async def _measure(way: Way, idle: float) -> Figures:
    await way.block(1, 1)  # awake again after the others' turns
    alone = await way.block(1, way.jobs[0])
    loaded = await way.block(CLIENTS, way.jobs[1])
    return Figures(
        p50_ms=statistics.median(alone.ms),
        p95_ms=percentile(alone.ms, 0.95),
        jobs_per_s=len(loaded.ms) / loaded.seconds,
        cpu_ms=_cpu_per_job(alone, idle),
    )


def _cpu_per_job(block: Block, idle: float) -> float:
    """Processor milliseconds per job, less what the idle machine would have used; never below a tenth."""
    return max(0.1, (block.cpu_ms - idle * block.seconds) / len(block.ms))


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies, between neighbours."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


async def growth(ways: Mapping[str, Way], clients: list[int], jobs: int) -> list[dict[str, object]]:
    """Each way with more and more clients at once: what one of them waits, what all of them get."""
    rows: list[dict[str, object]] = []
    for count in clients:
        for name, way in ways.items():
            block = await way.block(count, max(jobs, 2 * count))
            rows.append(
                {
                    "way": name,
                    "clients": count,
                    "jobs_per_s": round(len(block.ms) / block.seconds, 1),
                    "p50_ms": round(statistics.median(block.ms), 1),
                    "p95_ms": round(percentile(block.ms, 0.95), 1),
                }
            )
    return rows
