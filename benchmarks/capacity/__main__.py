"""`python -m benchmarks.capacity [--only PART]`: the last line of the output is JSON; progress is on standard error.

- day: practice, live rooms, runs, submissions and replays at growing size, until something is full
- rooms-100: so many live rooms with a run every half minute each
- idle: the memory of the whole system that nobody asks for anything, by part
- cost: processor time of each thing people do, and of a thousand interviews
- database: PostgreSQL alone with the statements of runs, submissions and keystrokes

Each part has a system of its own and takes less than ten minutes.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from app.kit import log
from benchmarks.capacity import cost, database, day, live, memory
from benchmarks.capacity.progress import say
from benchmarks.capacity.rooms import Habits
from sandbox.budget import pair_mb

SPARE_PAIRS = 6  # beside those of rooms
Part = Callable[[argparse.Namespace], dict[str, Any]]


def _settings(options: argparse.Namespace) -> dict[str, str]:
    return {} if options.sandbox_memory is None else {"HOLDOUT_SANDBOX_MEMORY_MB": str(options.sandbox_memory)}


def _rooms(options: argparse.Namespace) -> dict[str, Any]:
    parts = ("all",) if options.together else ("web", "worker")
    habits = Habits(keys=options.keys, every=options.every)
    needed = {"HOLDOUT_SANDBOX_MEMORY_MB": str((options.rooms + SPARE_PAIRS) * pair_mb("numpy"))}
    return live.hold(options.rooms, options.seconds or 240.0, habits, parts, **needed | _settings(options))


PARTS: dict[str, Part] = {
    "idle": lambda _: {"one process": memory.measure("all"), "web and worker": memory.measure("web", "worker")},
    "rooms-100": _rooms,
    "cost": lambda options: cost.hold(options.price, **_settings(options)),
    "day": lambda options: day.hold(
        options.start, options.step, options.seconds or 60.0, options.minutes, **_settings(options)
    ),
    "database": lambda options: database.hold(round(options.seconds or 10.0)),
}


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.capacity", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--seconds", type=float, help="how long one load is measured")
    parser.add_argument("--rooms", type=int, default=100, help="of `rooms-100`")
    parser.add_argument("--keys", type=float, default=5.0, help="a second, of each candidate in `rooms-100`")
    parser.add_argument("--every", type=float, default=30.0, help="seconds from run to run in `rooms-100`")
    parser.add_argument("--together", action="store_true", help="web and worker in one process in `rooms-100`")
    parser.add_argument(
        "--sandbox-memory",
        type=int,
        help="HOLDOUT_SANDBOX_MEMORY_MB; the default is the product's, and in `rooms-100` what its rooms need",
    )
    parser.add_argument("--start", type=int, default=20, help="rooms of the first size of `day`")
    parser.add_argument("--step", type=int, default=40, help="rooms by which `day` grows")
    parser.add_argument("--minutes", type=float, default=9.0, help="that `day` may take")
    parser.add_argument("--price", type=float, help="of an hour of a two-core machine, in your currency")
    options = parser.parse_args()
    log.configure("console", "WARNING")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended
    found: dict[str, Any] = {"cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 1)}
    for part in options.only or PARTS:
        say(part)
        found[part] = PARTS[part](options)
        print(part, json.dumps(found[part]), flush=True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
