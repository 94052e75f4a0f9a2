"""The lines that jobs wait in, by names people know."""

from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import asking, visits
from app.attempts.rescue import URGENT
from app.debrief import service as debrief
from app.identity.outbox import QUEUE as MAIL
from app.kit.db import SessionMaker
from app.kit.metrics import Source
from app.operation import repository
from app.studio.verifying import QUEUE as VERIFYING

QUEUES = (asking.QUEUE, asking.BACKGROUND_QUEUE, VERIFYING, MAIL)
NAMES: dict[tuple[str, int], str] = {
    **{(queue, URGENT): "upkeep" for queue in QUEUES},
    **{(asking.QUEUE, priority - visits.BEHIND): "practice" for priority in asking.PRIORITY.values()},
    (asking.BACKGROUND_QUEUE, debrief.PRIORITY): "practice",
    (asking.QUEUE, asking.LIVE_PRIORITY["run"]): "live_run",
    (asking.QUEUE, asking.LIVE_PRIORITY["submission"]): "live_submit",
    (asking.QUEUE, asking.PRIORITY["run"]): "practice",
    (asking.QUEUE, asking.PRIORITY["submission"]): "practice",
    (asking.BACKGROUND_QUEUE, asking.BACKGROUND_PRIORITY): "shadow",
    (asking.BACKGROUND_QUEUE, asking.REGRADE_PRIORITY): "regrade",
}
ORDER = ("live_run", "live_submit", "practice", "shadow", "regrade", "upkeep", "other")


@dataclass
class Line:
    """The jobs of one queue and priority. `oldest_seconds` is how long the first of those that wait has waited."""

    queue: str
    priority: str
    waiting: int = 0
    running: int = 0
    later: int = 0
    failed: int = 0
    oldest_seconds: float | None = None


async def lines(session: AsyncSession) -> list[Line]:
    """Every queue and priority that has a job, the most urgent first."""
    found: dict[tuple[str, str], Line] = {}
    for row in await repository.lines(session):
        queue = row.queue if row.queue in QUEUES else "other"
        name = NAMES.get((row.queue, row.priority), "other")
        line = found.setdefault((queue, name), Line(queue, name))
        setattr(line, row.state, getattr(line, row.state) + row.jobs)
        if row.state == "waiting" and row.seconds is not None:
            line.oldest_seconds = max(line.oldest_seconds or 0.0, float(row.seconds))
    places = {queue: place for place, queue in enumerate((*QUEUES, "other"))}
    return sorted(found.values(), key=lambda line: (places[line.queue], ORDER.index(line.priority)))


def source(sessionmaker: SessionMaker) -> Source:
    """The same for Prometheus; every process tells of the one queue there is."""

    async def read() -> Iterable[Metric]:
        async with sessionmaker() as session:
            found = await lines(session)
        jobs = GaugeMetricFamily("holdout_queue_jobs", "Jobs in the queue.", labels=["queue", "priority", "state"])
        oldest = GaugeMetricFamily(
            "holdout_queue_oldest_seconds", "How long the first in line has waited.", labels=["queue", "priority"]
        )
        for line in found:
            for state in ("waiting", "running", "later", "failed"):
                jobs.add_metric([line.queue, line.priority, state], getattr(line, state))
            oldest.add_metric([line.queue, line.priority], line.oldest_seconds or 0.0)
        return [jobs, oldest]

    return read
