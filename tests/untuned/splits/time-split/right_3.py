"""Another algorithm: a stable argsort and two binary searches for the limits; the two pieces are put back into ascending order."""
import bisect

import numpy as np


def time_split(ts, test_start, embargo):
    s, e = int(test_start), int(embargo)
    if e < 0:
        raise ValueError("the gap cannot be negative")
    times = [int(t) for t in ts]
    order = sorted(range(len(times)), key=times.__getitem__)
    clock = [times[i] for i in order]
    a = bisect.bisect_left(clock, s - e)
    b = bisect.bisect_left(clock, s)
    if a == 0 or b == len(clock):
        raise ValueError("train or test would be empty")
    return np.array(sorted(order[:a]), dtype=int), np.array(sorted(order[b:]), dtype=int)
