"""What time it is, as something that can be handed in."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.kit.log import log

OFF = timedelta(seconds=2)  # by which a machine's clock may differ from the database's without a word
REMEDY = "Let the machine set its clock by NTP (`timedatectl set-ntp true`)."
AGAIN_SECONDS = 10.0
PATIENCE_SECONDS = 5.0
STEADY = time.CLOCK_BOOTTIME  # nobody sets it, and it goes on while the machine sleeps


class Clock(Protocol):
    """Tells the time; always aware, always UTC."""

    def now(self) -> datetime:
        """The current moment."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The current moment."""
        return datetime.now(UTC)


class SharedClock:
    """The database's time, so that every process has the same, whatever the clocks of their machines show.

    Between two looks at the database it goes on by the machine's steady clock; before the first, this machine's counts.
    `ahead` is by how many seconds that one is wrong (negative: behind), 0 where it is right enough.
    """

    def __init__(self) -> None:
        self._zero = datetime.now(UTC) - _steady()
        self.ahead = 0

    def now(self) -> datetime:
        """The current moment."""
        return self._zero + _steady()

    def asking(self) -> Callable[[datetime], None]:
        """A look at the database begins; call what this gives with the time that was told."""
        began = _steady()

        def told(theirs: datetime) -> None:
            took = _steady() - began
            zero = theirs - (began + took / 2)
            if abs(zero - self._zero) > took:
                self._zero = zero
            self._compare(datetime.now(UTC) - self.now())

        return told

    def _compare(self, difference: timedelta) -> None:
        """Say once that this machine's clock is wrong, and once that it is right again."""
        ahead = round(difference.total_seconds()) if abs(difference) > OFF else 0
        if abs(ahead - self.ahead) > OFF.total_seconds():
            self.ahead = ahead
            log.warning("clock_differs", seconds_ahead=ahead, remedy=REMEDY)


async def keep_set(clock: SharedClock, sessionmaker: async_sessionmaker[AsyncSession]) -> None:
    """Set a clock by the database's for ever; a lost database is waited for."""
    while True:
        await set_once(clock, sessionmaker)
        await asyncio.sleep(AGAIN_SECONDS)


async def set_once(clock: SharedClock, sessionmaker: async_sessionmaker[AsyncSession]) -> None:
    """Set a clock by the database's, unless that is lost or hangs."""
    with suppress(SQLAlchemyError, OSError):
        async with asyncio.timeout(PATIENCE_SECONDS), sessionmaker() as session:
            await session.connection()  # what it takes to have one is no part of the look
            told = clock.asking()
            told((await session.execute(select(func.clock_timestamp()))).scalar_one())


def _steady() -> timedelta:
    return timedelta(seconds=time.clock_gettime(STEADY))


class ManualClock:
    """A clock that moves only when told: the in-memory twin for tests."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime.now(UTC)

    def now(self) -> datetime:
        """The moment last set."""
        return self._now

    def advance(self, step: timedelta) -> None:
        """Move on by `step`."""
        self._now += step
