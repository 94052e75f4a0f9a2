"""Which resource is full, named from counters. A pure function of what was measured, so that a test can hold it."""

from dataclasses import dataclass, field

FULL_CORE = 0.9  # of one core: a process of Python computes on one at a time
FULL_MACHINE = 0.93
FULL = 0.95
LATE_LOOP_SECONDS = 0.05
WAITING_SECONDS = 0.25


@dataclass(frozen=True)
class Measured:
    """A stretch of load. `cores` is processor by part; pools and places are (mean in use, all)."""

    machine_cores: int
    machine: float
    cores: dict[str, float]
    pools: dict[str, tuple[float, float]] = field(default_factory=dict)
    places: tuple[float, float] = (0.0, 0.0)
    pairs_started_per_second: float = 0.0
    queue_wait: float | None = None
    loop_lag: float | None = None
    database_waits: str = ""


def named(seen: Measured) -> str:
    """The bound, in words; the first of these that is full."""
    for name in ("all", "web", "worker"):
        if seen.cores.get(name, 0.0) >= FULL_CORE:
            return f"the {name} process: {seen.cores[name]:.2f} cores of the one that Python computes on"
    if seen.machine >= FULL_MACHINE * seen.machine_cores:
        most = sorted(seen.cores.items(), key=lambda part: -part[1])[:3]
        parts = ", ".join(f"{name} {cores:.2f}" for name, cores in most)
        return f"the machine's processors: {seen.machine:.2f} of {seen.machine_cores} cores ({parts})"
    for name, (used, size) in seen.pools.items():
        if size and used >= FULL * size:
            return f"the database pool of {name}: {used:.0f} of {size:.0f} connections"
    return _waiting(seen)


def _waiting(seen: Measured) -> str:
    used, size = seen.places
    if size and used >= FULL * size:
        return f"the worker's places: {used:.1f} of {size:.0f} at work"
    if (seen.queue_wait or 0.0) > WAITING_SECONDS:
        return f"the queue: 5% wait longer than {seen.queue_wait} s for a worker"
    if (seen.loop_lag or 0.0) > LATE_LOOP_SECONDS:
        return f"the event loop: 1% of looks are later than {seen.loop_lag} s"
    if seen.pairs_started_per_second > FULL:
        return f"new pairs of containers: {seen.pairs_started_per_second:.1f} a second"
    return (
        f"nothing that was measured is full{seen.database_waits and '; the database waits for '}{seen.database_waits}"
    )
