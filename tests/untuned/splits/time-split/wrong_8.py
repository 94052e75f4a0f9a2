"""Looks positions up by time in a dict, where the last order of a moment wins. Violates "several orders can share one moment" and the
definition of the two sets. Shows on ts = [1690000000000000000, 1690000000000000000, 1710000000000000000],
test_start = 1700000000000000000, embargo = 0: train is [1]."""
import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("embargo")
    position = {int(t): i for i, t in enumerate(ts)}
    train = sorted(i for t, i in position.items() if t < test_start - embargo)
    test = sorted(i for t, i in position.items() if t >= test_start)
    if not train or not test:
        raise ValueError("empty side")
    return np.array(train, dtype=int), np.array(test, dtype=int)
