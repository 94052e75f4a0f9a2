"""One stretch of load: what people saw beside what was aimed at, what it took, and what was full."""

import os
from typing import Any

from app import worker
from app.settings import Settings
from benchmarks.capacity import bound
from benchmarks.capacity.counters import Used
from benchmarks.capacity.rooms import Rooms, share

AIMS = {"run_p95_ms": 1000.0, "key_p99_ms": 100.0, "page_p95_ms": 1000.0}
WAITED_FOR = ("live_run", "live_submit", "practice")
OVERFLOW = 10.0  # of every pool, see app.kit.db


def seen_in(rooms: Rooms) -> dict[str, Any]:
    """What the people of the rooms saw."""
    seen = rooms.seen
    slowest = [share(times, 0.99) or 0.0 for times in (seen.keys.arrived, seen.keys.acknowledged)]
    return {
        "rooms": len(rooms.interviews),
        "runs": len(seen.runs),
        "run_p50_ms": share(seen.runs, 0.5),
        "run_p95_ms": share(seen.runs, 0.95),
        "submissions": len(seen.submissions),
        "submission_p95_ms": share(seen.submissions, 0.95),
        "keys": seen.keys.keys,
        "key_p50_ms": share(seen.keys.arrived, 0.5),
        "key_p99_ms": max(slowest),
        "connections_lost": rooms.lost(),
        "errors": dict(seen.errors),
    }


def took(used: Used) -> dict[str, Any]:
    """Processor by part in cores, and the gauges' peaks."""
    return {
        "seconds": round(used.seconds, 1),
        "machine_cores": round(used.machine, 2),
        "cores": {name: round(value, 3) for name, value in sorted(used.cores.items())},
        "peaks": {name: round(used.peak(name), 1) for name in sorted(used.gauges)},
        "loop_lag_p99_s_at_most": used.quantile("holdout_loop_lag_seconds", 0.99),
        "queue_wait_p95_s_at_most": queue_wait(used),
        "pairs_started": round(used.counted("holdout_pool_started_total")),
        "load_average": round(os.getloadavg()[0], 1),
        "full": bound.named(measured(used)),
    }


def queue_wait(used: Used) -> dict[str, float | None]:
    """Seconds within which 95% were with a worker, of what people wait for."""
    return {each: used.quantile("holdout_queue_wait_seconds", 0.95, priority=each) for each in WAITED_FOR}


def measured(used: Used) -> bound.Measured:
    """The same, for naming the bound."""
    worker_pool = worker._connections(Settings()) + OVERFLOW  # noqa: SLF001 - nothing else says how large it is
    waits = sorted(used.database_waits().items(), key=lambda wait: -wait[1])
    return bound.Measured(
        machine_cores=os.cpu_count() or 1,
        machine=used.machine,
        cores=used.cores,
        pools={"web": (used.mean("pool_web"), 10 + OVERFLOW), "worker": (used.mean("pool_worker"), worker_pool)},
        places=(used.mean("places"), used.mean("all_places")),
        pairs_started_per_second=used.counted("holdout_pool_started_total") / max(used.seconds, 1.0),
        queue_wait=max((each for each in queue_wait(used).values() if each), default=None),
        loop_lag=used.quantile("holdout_loop_lag_seconds", 0.99),
        database_waits=waits[0][0] if waits else "",
    )


def missed(found: dict[str, Any]) -> list[str]:
    """The aims that were missed, in words; what was not measured is not missed."""
    late = [f"{name} {found[name]} > {aim:.0f}" for name, aim in AIMS.items() if found.get(name) and found[name] > aim]
    wrong = sum(found.get("errors", {}).values())
    wrong += sum(found.get(each, 0) for each in ("connections_lost", "keys_never_arrived", "page_errors"))
    return late + ([f"{wrong} errors"] if wrong else [])
