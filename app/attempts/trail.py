"""What operators can follow of a grading from the click to the verdict: lines of the log, times, parts of a trace.

It says who was asked by ids, never by names, and nothing of what was written.
"""

from collections.abc import AsyncIterator, Iterable

import structlog
from prometheus_client import Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from pydantic import BaseModel

from app.attempts.jobs import MODES
from app.attempts.models import Execution
from app.kit.clock import Clock
from app.kit.log import log
from app.kit.metrics import Source
from app.kit.traces import Part
from sandbox import events
from sandbox.engine import Engine
from sandbox.job import Priority

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 45.0, 90.0, 300.0)
WAIT = Histogram("holdout_queue_wait_seconds", "From the click to a worker.", ["priority"], buckets=SECONDS)
GRADED = Histogram(
    "holdout_grading_seconds",
    "From taken up by a worker to stored, by how it ended.",
    ["kind", "end"],
    buckets=SECONDS,
)
ANSWERED = Histogram(
    "holdout_click_to_result_seconds", "From the click to a stored result.", ["priority"], buckets=SECONDS
)
CHECKS = Counter("holdout_checks_total", "Checks that were run, by how they ended.", ["state"])
FAULTS = Counter("holdout_platform_errors_total", "Gradings that were given up by a fault of ours.", ["kind"])
for _kind in MODES:
    FAULTS.labels(_kind)  # told from the start: an increase is seen only of what was there before


class Trail:
    """One try at an execution. The log's lines of this task carry its ids from here on."""

    def __init__(self, clock: Clock, execution: Execution, priority: Priority) -> None:
        self._clock = clock
        self._kind, self._priority, self._asked_at = execution.kind, priority, execution.created_at
        self.taken_at = clock.now()
        self.verdict = ""
        ids = {"execution": str(execution.id), "attempt": str(execution.attempt_id), "request_id": execution.request_id}
        structlog.contextvars.bind_contextvars(**ids)
        waited = max(0.0, (self.taken_at - self._asked_at).total_seconds())
        if execution.tries == 1:
            WAIT.labels(priority).observe(waited)
            Part("queue", parent=execution.trace, began=self._asked_at).end(self.taken_at)
        self._whole = Part("grading", parent=execution.trace, began=self.taken_at)
        self._whole.note(**ids, kind=self._kind, priority=priority, tries=execution.tries)
        self._step: Part | None = self._begin("turn")
        self._checks: dict[str, Part] = {}
        log.info("execution_taken_up", kind=self._kind, tries=execution.tries, waited_ms=round(1000 * waited, 1))

    async def watch(self, source: AsyncIterator[BaseModel]) -> AsyncIterator[BaseModel]:
        """The same events; each is noticed in its moment."""
        async for event in source:
            self._notice(event)
            yield event

    def end(self, how: str) -> None:
        """The try is over: a verdict, `completed`, `again`, `platform_error`, `superseded` or `stopped`."""
        now = self._clock.now()
        GRADED.labels(self._kind, how).observe((now - self.taken_at).total_seconds())
        if how == self.verdict:
            ANSWERED.labels(self._priority).observe((now - self._asked_at).total_seconds())
        for part in (*self._checks.values(), self._step, self._whole):
            if part is not None:
                part.note(end=how)
                part.end(now)
        log.info("execution_left", end=how, ms=round(1000 * (now - self.taken_at).total_seconds(), 1))

    def _begin(self, name: str) -> Part:
        return Part(name, parent=self._whole, began=self._clock.now())

    def _next(self, name: str) -> None:
        if self._step is not None:
            self._step.end(self._clock.now())
        self._step = self._begin(name)

    def _notice(self, event: BaseModel) -> None:
        """Turn in the engine, lease of a pair with loading the code, the judge with its checks, storing."""
        if isinstance(event, events.Started | events.Retrying):
            self._next("lease")
        elif isinstance(event, events.Compiled):
            self._next("judge")
        elif isinstance(event, events.CheckStarted):
            self._checks[event.id] = self._begin("check")
            self._checks[event.id].note(check=event.id)
        elif isinstance(event, events.CheckDone):
            CHECKS.labels(event.state).inc()
            if part := self._checks.pop(event.id, None):
                part.note(state=event.state)
                part.end(self._clock.now())
        elif isinstance(event, events.Finished):
            self._tell_groups(event)
            self._next("store")

    def _tell_groups(self, event: events.Finished) -> None:
        for used in event.usage:
            facts: dict[str, str | float] = {
                "phase": used.phase,
                "state": used.state,
                "wall_ms": used.wall_ms,
                "cpu_ms": used.cpu_ms,
            }
            if self._step is not None:
                self._step.happened("group of calls", facts)


def engine_source(engine: Engine) -> Source:
    """The pairs of containers of a worker, who runs and who waits in it."""

    async def read() -> Iterable[Metric]:
        status = engine.status()
        places = GaugeMetricFamily("holdout_engine_places", "Gradings at once.", labels=["state"])
        places.add_metric(["running"], status.running)
        places.add_metric(["all"], engine.settings.places)
        waiting = GaugeMetricFamily("holdout_engine_waiting", "Gradings that wait in the worker.", labels=["priority"])
        for priority, count in status.waiting.items():
            waiting.add_metric([priority], count)
        pairs = GaugeMetricFamily("holdout_pool_pairs", "Pairs of containers.", labels=["environment", "state"])
        begun = CounterMetricFamily("holdout_pool_started", "Pairs that came up.", labels=["environment"])
        replaced = CounterMetricFamily("holdout_pool_recycled", "Pairs unfit or worn.", labels=["environment"])
        failing = GaugeMetricFamily("holdout_pool_failures", "Starts failed in a row.", labels=["environment"])
        for pool in status.pools:
            for state in ("spare", "idle", "leased", "running", "starting"):
                pairs.add_metric([pool.environment, state], getattr(pool, state))
            begun.add_metric([pool.environment], pool.started)
            replaced.add_metric([pool.environment], pool.recycled)
            failing.add_metric([pool.environment], pool.failures)
        memory = GaugeMetricFamily("holdout_pool_memory_bytes", "Of all warm pairs, as counted.", labels=["state"])
        memory.add_metric(["used"], status.memory_used_mb << 20)
        memory.add_metric(["all"], (status.memory_budget_mb or 0) << 20)
        return [places, waiting, pairs, begun, replaced, failing, memory]

    return read
