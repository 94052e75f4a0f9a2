"""What the machine and Holdout's own metrics say of a stretch of time: processor by part, gauges' peaks, times.

Processor time is that of process trees, read from /proc, so that a backend or a container's helper that has ended is
still counted with its parent. `rest` is what no part accounts for: the kernel,
helpers that ended alone, other programs.
"""

import asyncio
import contextlib
import os
import time
import urllib.request
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeVar

import psycopg
from prometheus_client.parser import text_string_to_metric_families

from app.kit.db import libpq_url
from benchmarks.capacity import warm
from benchmarks.capacity.system import System
from benchmarks.engine import cpu

TICKS = os.sysconf("SC_CLK_TCK")
LOOK_SECONDS = 5.0
ENGINE_NAMES = ("dockerd", "containerd", "runc", "docker-init")
WAITS = "database waits: "
_WAITS = """
SELECT coalesce(wait_event_type || ' ' || wait_event, 'processor'), count(*) FROM pg_stat_activity
WHERE state = 'active' AND pid <> pg_backend_pid() GROUP BY 1
"""
Key = TypeVar("Key")
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@dataclass(frozen=True)
class Process:
    """One line of /proc."""

    pid: int
    parent: int
    name: str
    own: float
    seconds: float  # and those of children it has waited for


def processes() -> dict[int, Process]:
    """All there are."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                head, _, tail = (entry / "stat").read_text().rpartition(")")
                fields, pid, name = tail.split(), int(entry.name), head.partition("(")[2]
                own, waited_for = (sum(map(int, fields[at : at + 2])) / TICKS for at in (11, 13))
                found[pid] = Process(pid, int(fields[1]), name, own, own + waited_for)
    return found


def tree(all_of_them: dict[int, Process], root: int) -> list[Process]:
    """A process and everything below it."""
    below: dict[int, list[Process]] = defaultdict(list)
    for each in all_of_them.values():
        below[each.parent].append(each)
    found, left = [], [all_of_them[root]] if root in all_of_them else []
    while left:
        each = left.pop()
        found.append(each)
        left += below[each.pid]
    return found


def engine_of(all_of_them: dict[int, Process]) -> list[Process]:
    """The Docker engine's own processes."""
    return [each for each in all_of_them.values() if each.name.startswith(ENGINE_NAMES)]


@dataclass(frozen=True)
class Reading:
    """Counters at a moment. `docker` and `containers` are one by one: nobody here inherits the time of what ends."""

    at: float
    machine: float
    trees: dict[str, float]
    docker: dict[int, float]
    containers: dict[str, float]
    samples: Samples


@dataclass
class Used:
    """What happened between two readings. `cores` is by part; gauges are what was seen every few seconds."""

    seconds: float = 0.0
    machine: float = 0.0
    cores: dict[str, float] = field(default_factory=dict)
    before: Samples = field(default_factory=dict)
    after: Samples = field(default_factory=dict)
    gauges: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    looks: int = 0

    def fill(self, before: "Reading", after: "Reading") -> Self:
        """What counters did between two readings."""
        self.seconds = after.at - before.at
        self.before, self.after = before.samples, after.samples
        self.machine = (after.machine - before.machine) / self.seconds
        cores = {name: (seconds - before.trees[name]) / self.seconds for name, seconds in after.trees.items()}
        cores["docker"] = _grown(before.docker, after.docker) / self.seconds
        cores["containers"] = _grown(before.containers, after.containers) / self.seconds
        self.cores = {**cores, "rest": max(0.0, self.machine - sum(cores.values()))}
        return self

    def counted(self, name: str, **labels: str) -> float:
        """By how much a counter grew."""
        return total(self.after, name, **labels) - total(self.before, name, **labels)

    def quantile(self, name: str, q: float, **labels: str) -> float | None:
        """The bucket's upper bound below which that share of a histogram's new values lies; None without any."""
        return quantile(self.before, self.after, name, q, **labels)

    def peak(self, gauge: str) -> float:
        """The most that was seen."""
        return max(self.gauges.get(gauge, [0.0]))

    def mean(self, gauge: str) -> float:
        """Of all looks; a gauge that was not there counts as nothing."""
        return sum(self.gauges.get(gauge, [])) / max(self.looks, 1)

    def database_waits(self) -> dict[str, float]:
        """How many backends were at work at a time, by what they waited for."""
        return {name.removeprefix(WAITS): self.mean(name) for name in self.gauges if name.startswith(WAITS)}


def total(samples: Samples, name: str, **labels: str) -> float:
    """The sum of a metric's samples that have these labels."""
    wanted = labels.items()
    return sum(value for (each, has), value in samples.items() if each == name and wanted <= dict(has).items())


def quantile(before: Samples, after: Samples, name: str, q: float, **labels: str) -> float | None:
    """See `Used.quantile`."""
    buckets: dict[float, float] = defaultdict(float)
    for (each, has), value in after.items():
        marks = dict(has)
        if each == f"{name}_bucket" and labels.items() <= marks.items():
            buckets[float(marks["le"])] += value - before.get((each, has), 0.0)
    ordered = sorted(buckets.items())
    if not ordered or not ordered[-1][1]:
        return None
    return next(bound for bound, count in ordered if count >= q * ordered[-1][1])


class Counters:
    """Reads them for one system; `load` names the processes that make the load."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.load = {os.getpid()}

    def read(self) -> Reading:
        """All counters now. Blocking."""
        known = processes()
        trees = {part.name: _seconds(tree(known, part.pid)) for part in self._system.parts}
        trees["database"] = _seconds(tree(known, self._system.postmaster))
        trees["load"] = _seconds(known[pid] for pid in self.load if pid in known)  # the system is below it
        docker = {each.pid: each.own for each in engine_of(known)}  # below them is what runs in containers
        containers = warm.seconds({part.pid for part in self._system.parts}) if self._system.parts else {}
        return Reading(time.monotonic(), cpu.machine_ms() / 1000, trees, docker, containers, self.samples())

    def samples(self) -> Samples:
        """What every part tells Prometheus, added up."""
        found: Samples = defaultdict(float)
        for part in self._system.parts:
            with urllib.request.urlopen(f"http://127.0.0.1:{part.metrics}/metrics", timeout=30) as answer:
                text = answer.read().decode()
            for family in text_string_to_metric_families(text):
                for sample in family.samples:
                    found[sample.name, frozenset(sample.labels.items())] += sample.value
        return dict(found)

    def gauges(self) -> dict[str, float]:
        """What has no history of its own."""
        samples = self.samples()
        waiting = [value for (name, _), value in samples.items() if name == "holdout_queue_oldest_seconds"]
        return {
            "pool_web": total(samples, "holdout_database_connections", part="web", state="in_use"),
            "pool_worker": total(samples, "holdout_database_connections", part="worker", state="in_use"),
            "places": total(samples, "holdout_engine_places", state="running"),
            "all_places": total(samples, "holdout_engine_places", state="all"),
            "engine_waiting": total(samples, "holdout_engine_waiting"),
            "pairs": total(samples, "holdout_pool_pairs"),
            "queue_oldest": max(waiting, default=0.0),
            "rooms": total(samples, "holdout_rooms"),
        }

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[Used]:
        """Counts for as long as it lasts; what it gives is filled at the end."""
        used = Used()
        before = await asyncio.to_thread(self.read)
        looking = asyncio.create_task(self._look(used))
        try:
            yield used
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
        used.fill(before, await asyncio.to_thread(self.read))

    async def _look(self, used: Used) -> None:
        while True:
            seen, waiting = await asyncio.to_thread(lambda: (self.gauges(), waits(self._system.url)))
            used.looks += 1
            for name, value in [*seen.items(), *((WAITS + name, count) for name, count in waiting.items())]:
                used.gauges[name].append(value)
            await asyncio.sleep(LOOK_SECONDS)


def waits(url: str) -> dict[str, float]:
    """PostgreSQL's backends at work at this moment, by what they wait for; `processor` for nothing."""
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        return {str(event): float(count) for event, count in connection.execute(_WAITS)}


def _grown(before: dict[Key, float], after: dict[Key, float]) -> float:
    """Seconds more of those that are there."""
    return sum(seconds - before.get(key, 0.0) for key, seconds in after.items())


def _seconds(of: Iterable[Process]) -> float:
    return sum(each.seconds for each in of)
