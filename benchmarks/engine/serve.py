"""One way in a program of its own: answers blocks of jobs, so that no client's threads disturb another's.

One JSON line per message. Out: ready or unavailable. In: {"clients", "jobs"}. Out: {"ms", "seconds"}.
"""

import json
import platform
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import numpy as np

from benchmarks.engine import job, peers


def main() -> None:
    """``serve WAY IMAGE``."""
    with ExitStack() as stack:
        try:
            run = stack.enter_context(peers.WAYS[sys.argv[1]](sys.argv[2]))
            job.check(run())
        except Exception as error:  # noqa: BLE001 - whatever keeps this way from working is what the report says
            _say({"unavailable": f"{type(error).__name__}: {error}"[:500]})
            return
        _say({"ready": True, "python": platform.python_version(), "numpy": np.__version__})
        for line in sys.stdin:
            request = json.loads(line)
            _say(_block(run, request["clients"], request["jobs"]))


def _block(run: peers.Run, clients: int, jobs: int) -> dict[str, object]:
    """Milliseconds of each job as its client saw it, and seconds of the whole block."""

    def timed(_: int) -> float:
        started = time.perf_counter()
        job.check(run())
        return 1000 * (time.perf_counter() - started)

    started = time.perf_counter()
    if clients == 1:
        times = [timed(number) for number in range(jobs)]
    else:
        with ThreadPoolExecutor(clients) as threads:
            times = list(threads.map(timed, range(jobs)))
    return {"ms": times, "seconds": time.perf_counter() - started}


def _say(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
