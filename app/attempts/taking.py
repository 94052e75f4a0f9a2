"""What a worker takes from the queue at a moment: gradings whose need it meets, of each line so many at once.

Each line has places of its own, so that none takes another's, however long it is: a live run is with a worker at once,
and a regrade is in the engine when its turn comes. Which of those that were taken runs, the engine decides.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from procrastinate import JobContext
from procrastinate.worker import Worker as QueueWorker

from app.attempts.lines import LINES, queues


class Taking:
    """The open lines of one worker, each with `places`, and queues of `others` that need its engine, by their places.

    `needs` gives those it can meet now; where there is none, everything is closed.
    """

    def __init__(self, needs: Callable[[], Collection[str]], places: int, others: Mapping[str, int]) -> None:
        self._needs = needs
        self._places: dict[str, int] = {**dict.fromkeys(LINES, places), **others}
        self._others = tuple(others)
        self._held: Counter[str] = Counter()
        self.worker: QueueWorker | None = None

    @property
    def most(self) -> int:
        """How many it ever holds."""
        return sum(self._places.values())

    def names(self) -> list[str]:
        """Every queue it may ever take from."""
        return [*queues(), *self._others]

    def open_queues(self) -> list[str]:
        """The queues it takes from in this moment."""
        met = sorted(self._needs())
        lines = [f"{line}.{need}" for line in LINES if self._has_room(line) for need in met]
        return lines + [queue for queue in self._others if met and self._has_room(queue)]

    def wake(self) -> None:
        """Something opened: look for a job now. The library wakes its worker for new jobs only."""
        if self.worker is not None:
            self.worker._new_job_event.set()  # noqa: SLF001 - there is no other way than to wait five seconds

    async def held(self, do: Callable[[], Awaitable[Any]], context: JobContext, worker: object) -> Any:
        """Around each job: it has a place of its line."""
        del worker
        line = context.job.queue.partition(".")[0]
        self._held[line] += 1
        try:
            return await do()
        finally:
            was_full = not self._has_room(line)
            self._held[line] -= 1
            if was_full:
                self.wake()

    def _has_room(self, line: str) -> bool:
        return self._held[line] < self._places.get(line, 0)
