"""The lines that jobs wait in, by names people know."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import lines as attempts
from app.attempts import presence
from app.attempts.rescue import URGENT
from app.identity.outbox import QUEUE as MAIL
from app.kit.db import SessionMaker
from app.kit.metrics import Source
from app.operation import repository
from app.studio.verifying import QUEUE as VERIFYING

QUEUES = (attempts.QUEUE, attempts.BACKGROUND_QUEUE, VERIFYING, MAIL)
ORDER = ("live_run", "live_submit", "practice", "shadow", "regrade", "upkeep", "other")


@dataclass
class Line:
    """The jobs of one queue and priority, of gradings with one need. What waits in it is `taken` by some worker.

    `memory_mb` is a step above the usual one. `oldest_seconds` is how long the first of those that wait has waited.
    """

    queue: str
    priority: str
    environment: str | None = None
    memory_mb: int | None = None
    taken: bool = True
    waiting: int = 0
    running: int = 0
    later: int = 0
    failed: int = 0
    oldest_seconds: float | None = None

    @property
    def need(self) -> str | None:
        """What its gradings need of an engine, as queues and metrics name it."""
        return self.environment if self.memory_mb is None else f"{self.environment}.{self.memory_mb}"


async def lines(session: AsyncSession) -> list[Line]:
    """Every line that has a job, the most urgent first."""
    found: dict[tuple[str, str, str | None], Line] = {}
    workers = await presence.takers(session)
    for row in await repository.lines(session):
        queue, name, need = _name(row.queue, row.priority)
        line = found.setdefault((queue, name, need), _line(queue, name, need))
        line.taken = need is None or workers.take(need)
        setattr(line, row.state, getattr(line, row.state) + row.jobs)
        if row.state == "waiting" and row.seconds is not None:
            line.oldest_seconds = max(line.oldest_seconds or 0.0, float(row.seconds))
    places = {queue: place for place, queue in enumerate((*QUEUES, "other"))}
    return [found[key] for key in sorted(found, key=lambda key: (places[key[0]], ORDER.index(key[1]), key[2] or ""))]


def _line(queue: str, name: str, need: str | None) -> Line:
    environment, _, memory_mb = (need or "").partition(".")
    return Line(queue, name, environment or None, int(memory_mb) if memory_mb else None)


def _name(queue: str, priority: int | None) -> tuple[str, str, str | None]:
    """What people call a queue and its priority: a line of gradings by those who wait in it, and their need."""
    if (told := attempts.told_by(queue)) is not None:
        line, need = told
        return attempts.QUEUE if line in attempts.WAITED_FOR else attempts.BACKGROUND_QUEUE, line, need
    name = "upkeep" if queue == attempts.QUEUE and priority == URGENT else "other"
    return queue if queue in QUEUES else "other", name, None


def source(sessionmaker: SessionMaker) -> Source:
    """The same for Prometheus; every process tells of the one queue there is."""

    async def read() -> Iterable[Metric]:
        async with sessionmaker() as session:
            found = await lines(session)
        jobs = GaugeMetricFamily("holdout_queue_jobs", "Jobs in the queue.", labels=["queue", "priority", "state"])
        oldest = GaugeMetricFamily(
            "holdout_queue_oldest_seconds",
            "How long the first in line has waited.",
            labels=["queue", "priority", "taken"],
        )
        untaken = GaugeMetricFamily(
            "holdout_queue_untaken_jobs", "Gradings that no worker takes.", labels=["environment"]
        )
        for (queue, priority), same in groupby(found, key=lambda line: (line.queue, line.priority)):
            together = list(same)
            for state in ("waiting", "running", "later", "failed"):
                jobs.add_metric([queue, priority, state], sum(getattr(line, state) for line in together))
            for taken in {line.taken for line in together}:
                longest = max(line.oldest_seconds or 0.0 for line in together if line.taken == taken)
                oldest.add_metric([queue, priority, str(taken).lower()], longest)
        for need in sorted({line.need for line in found if line.need}):
            untaken.add_metric([need], sum(line.waiting for line in found if line.need == need and not line.taken))
        return [jobs, oldest, untaken]

    return read
