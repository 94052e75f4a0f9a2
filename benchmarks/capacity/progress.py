"""Words on how far a measurement is, for whoever waits; the results are on standard output."""

import sys
import time

_BEGAN = time.monotonic()


def say(line: str) -> None:
    """One line with the seconds since the beginning."""
    print(f"{time.monotonic() - _BEGAN:6.0f} s  {line}", file=sys.stderr, flush=True)
