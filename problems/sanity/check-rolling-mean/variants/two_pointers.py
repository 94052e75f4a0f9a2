"""Correct: a window that moves along groups of equal stamps, with a running sum; refuses stamps that go back, and an empty log."""
from itertools import groupby


def rolling_mean(ts, x, w):
    stamps, values = [int(t) for t in ts], [float(v) for v in x]
    if not stamps or stamps != sorted(stamps):
        raise ValueError("no stamps, or stamps that go back")
    result, oldest, newest, total = [], 0, 0, 0.0
    for stamp, group in groupby(stamps):
        size = len(list(group))
        total += sum(values[newest : newest + size])
        newest += size
        while stamps[oldest] <= stamp - w:
            total -= values[oldest]
            oldest += 1
        result += [total / (newest - oldest)] * size
    return tuple(result)
