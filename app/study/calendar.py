"""Which tasks fall on which day: a pure function of what is left to do and of the person's date today.

No day of a task is stored as binding, so a missed day needs no repair: whatever is not done lies on the days that are
left. Days are dates on the person's own calendar; how many hours one of them has never matters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

MOST_DRILL, LEAST_DRILL = 10, 5


class Timed(Protocol):
    """Something that takes time."""

    @property
    def minutes(self) -> int:
        """How long it takes."""
        ...


T = TypeVar("T", bound=Timed)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On which weekdays (1 is Monday) for how many minutes, and the day it is for, which is no day of practice."""

    weekdays: frozenset[int]
    minutes: int
    target_on: date

    @property
    def drill_minutes(self) -> int:
        """What the pattern drill takes of a day."""
        return min(MOST_DRILL, max(LEAST_DRILL, self.minutes // 4))

    def days_from(self, today: date) -> list[date]:
        """The days of practice there are, today included."""
        span = range(max((self.target_on - today).days, 0))
        days = (today + timedelta(days=number) for number in span)
        return [day for day in days if day.isoweekday() in self.weekdays]


@dataclass(frozen=True, slots=True)
class Day(Generic[T]):
    """A day of practice and what falls on it; nothing but the drill where the tasks ran out."""

    on: date
    tasks: list[T]


@dataclass(frozen=True, slots=True)
class Laid(Generic[T]):
    """The days in order, and the tasks that no day has room for."""

    days: list[Day[T]]
    left: list[T]


def lay(tasks: Sequence[T], rhythm: Rhythm, today: date, *, spent: int = 0) -> Laid[T]:
    """Put tasks on days in their order; `spent` minutes of today are used up.

    A task that is longer than a day has one to itself, since it is done at one sitting or not at all.
    """
    waiting, days = list(tasks), []
    for day in rhythm.days_from(today):
        used = spent if day == today else 0
        room, taken = rhythm.minutes - rhythm.drill_minutes - used, list[T]()
        while waiting and (waiting[0].minutes <= room or not (used or taken)):
            room -= waiting[0].minutes
            taken.append(waiting.pop(0))
        days.append(Day(day, taken))
    return Laid(days, waiting)
