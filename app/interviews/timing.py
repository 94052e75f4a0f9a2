"""An interview's clock as pure functions of what the server wrote down. No browser's clock is ever asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Timing:
    """What the clock is computed from; `extra_minutes` are the candidate's own, `extra_seconds` were given to all."""

    minutes: int
    extra_minutes: int = 0
    extra_seconds: int = 0
    paused_seconds: float = 0.0
    started_at: datetime | None = None
    paused_at: datetime | None = None
    ended_at: datetime | None = None


def total(timing: Timing) -> timedelta:
    """All the time there is."""
    return timedelta(minutes=timing.minutes + timing.extra_minutes, seconds=timing.extra_seconds)


def elapsed(timing: Timing, now: datetime) -> timedelta:
    """How long the clock has run, without pauses; it stands while paused and when ended."""
    if timing.started_at is None:
        return timedelta(0)
    stopped = [moment for moment in (timing.paused_at, timing.ended_at, now) if moment is not None]
    run = min(stopped) - timing.started_at - timedelta(seconds=timing.paused_seconds)
    return max(run, timedelta(0))


def remaining(timing: Timing, now: datetime) -> timedelta:
    """How much time is left; never negative."""
    return max(total(timing) - elapsed(timing, now), timedelta(0))


def ends_at(timing: Timing) -> datetime | None:
    """When the time runs out; None while the clock stands."""
    if timing.started_at is None or timing.paused_at is not None or timing.ended_at is not None:
        return None
    return timing.started_at + total(timing) + timedelta(seconds=timing.paused_seconds)


def paused_seconds(timing: Timing, now: datetime) -> float:
    """All pauses together, the one that ends now included."""
    pause = now - timing.paused_at if timing.paused_at is not None else timedelta(0)
    return timing.paused_seconds + max(pause.total_seconds(), 0.0)
