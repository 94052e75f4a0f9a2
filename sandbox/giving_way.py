"""Gradings that nobody waits for stand aside, between two processes of theirs, while an interview's is at work.

One grading keeps two cores busy, and whoever types and runs has to share them with it: fewer shares of the processor
help only against other containers, not the worker and the database, which a run needs just as well.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

Tell = Callable[[bool], None]


class GivingWay:
    """Who is at work and who is told to stand aside (True) or go on (False)."""

    def __init__(self) -> None:
        self._urgent = 0
        self._told: list[Tell] = []

    @asynccontextmanager
    async def urgent(self) -> AsyncIterator[None]:
        """While it lasts, the others stand aside."""
        self._urgent += 1
        self._say(self._urgent == 1)
        try:
            yield
        finally:
            self._urgent -= 1
            self._say(self._urgent == 0)

    @asynccontextmanager
    async def giving(self, tell: Tell) -> AsyncIterator[None]:
        """While it lasts, ``tell`` hears of every change; at first of how things are."""
        self._told.append(tell)
        tell(self._urgent > 0)
        try:
            yield
        finally:
            self._told.remove(tell)

    def _say(self, changed: bool) -> None:
        if changed:
            for tell in self._told:
                tell(self._urgent > 0)
