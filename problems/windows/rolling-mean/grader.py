"""Reference and generators of `rolling_mean`: each window summed for itself, with one rounding at the end."""

import math
from bisect import bisect_right

import numpy as np

START = 1_700_000_000_000


def reference(ts, values, window):
    times, levels = [int(t) for t in ts], [float(v) for v in values]
    if any(later < earlier for earlier, later in zip(times, times[1:], strict=False)):
        raise ValueError("ts falls")
    means = []
    for now in times:
        inside = levels[bisect_right(times, now - window) : bisect_right(times, now)]
        readings = [v for v in inside if not math.isnan(v)]
        means.append(math.fsum(readings) / len(readings) if readings else math.nan)
    return np.array(means, dtype=float)


def _levels(rng, n):
    return np.round(np.clip(rng.lognormal(2.0, 1.2, size=n), 0.5, 1000.0), 4)


def _times(rng, n, step):
    return START + int(rng.integers(0, 10**9)) + np.cumsum(rng.integers(1, 2 * step, size=n))


def irregular_case(rng, i):
    """Times all different, some of them exactly one window apart; windows from about one step to about eight."""
    n, step = [1, 2, 4][i] if i < 3 else 10 + 9 * i, [50, 900, 7000][i % 3]
    ts, window = _times(rng, n, step), int(step * rng.uniform(0.8, 8.0))
    for k in range(5, n, 6):
        if ts[k - 2] + window > ts[k - 1]:
            ts[k:] += ts[k - 2] + window - ts[k]
    return ts, _levels(rng, n), window


def simultaneous_case(rng, i):
    """About three rows per time; every reading differs."""
    n = 9 + 8 * i
    ts = START + np.sort(rng.integers(0, n // 3, size=n)) * 40
    return ts, _levels(rng, n), int(rng.choice([1, 40, 41, 120, 200]))


def missing_case(rng, i):
    """A third of the readings missing, in runs too, so that some windows hold none; times repeat here and there."""
    n = 12 + 9 * i
    ts = START + np.cumsum(rng.integers(0, 60, size=n))
    values = _levels(rng, n)
    values[rng.random(n) < 0.3] = np.nan
    run = int(rng.integers(2, n - 7))
    values[run : run + 5] = np.nan
    values[0] = np.nan
    return ts, values, 70 + 10 * i


def whole_number_case(rng, i):
    ts, values, window = simultaneous_case(rng, 2 + i)
    return ts, np.round(values), window


def leakage_case(rng, i):
    """Some times repeat, some readings are missing, also right before the moment; an early reading is far out."""
    ts, values, window = missing_case(rng, 4 + i)
    now = _moment(ts)
    values[np.flatnonzero(ts <= now)[-1]] = np.nan
    values[1] = 990.25
    return ts, values, window


def _moment(ts):
    return ts[2 * len(ts) // 3]


def change_later(rng, args, kind):
    """Change or drop everything after the moment; nothing becomes earlier."""
    ts, values, window = args
    later = ts > _moment(ts)
    if kind == "truncate":
        return ts[~later], values[~later], window
    values = values.copy()
    values[later] = 1500.0 + 500.0 * rng.random(int(later.sum()))
    return ts, values, window


def earlier_rows(args, args2, out, out2):
    kept = int((args[0] <= _moment(args[0])).sum())
    return out[:kept], out2[:kept]


def reorder_within_times(rng, args):
    """Rows of one time in another order; times stay as they are."""
    ts, values, window = args
    return ts, values[np.lexsort((rng.random(len(ts)), ts))], window


def same_mean_per_time(args, out, args2, out2):
    if not np.allclose(out, out2, rtol=1e-9, atol=0.0, equal_nan=True):
        return "the result changed when rows of the same time changed places"
    return None


def window_edges(rng):
    two, three = np.array([3.0, 11.0]), np.array([3.0, 11.0, 40.0])
    return {
        "exactly one window apart": (START + np.array([0, 60]), two, 60),
        "one millisecond less": (START + np.array([0, 59]), two, 60),
        "one millisecond more": (START + np.array([0, 61]), two, 60),
        "a window of one millisecond": (START + np.array([0, 1, 1]), three, 1),
        "the same time twice": (START + np.array([7, 7]), two, 60),
        "times near zero": (np.array([0, 5, 9]), three, 9),
        "the same time at the left end": (START + np.array([0, 0, 60]), three, 60),
        "a window longer than the log": (START + np.array([0, 500, 900]), three, 10**6),
    }


def small_logs(rng):
    nan = np.nan
    none = np.zeros(0, dtype=np.int64)
    return {
        "no row": (none, np.zeros(0), 100),
        "one row": (np.array([START]), np.array([6.5]), 100),
        "one row without a reading": (np.array([START]), np.array([nan]), 100),
        "no reading at all": (START + np.array([0, 10, 10, 400]), np.full(4, nan), 100),
        "all readings at one time": (np.full(5, START), np.array([1.0, nan, 4.0, 8.0, nan]), 100),
        "the last of a time is missing": (START + np.array([0, 10, 10]), np.array([2.0, 4.0, nan]), 5),
        "readings leave before others come": (START + np.array([0, 200, 400]), np.array([5.0, nan, 9.0]), 100),
        "equal times in a row": (START + np.array([0, 0, 30, 30]), np.array([0.5, 1.5, 2.5, 7.5]), 25),
    }


def open_doors(rng, scale):
    """Five times a door is open: levels of about `scale`, reported often. Otherwise few and calm reports."""
    window, steps, levels = 6000, [], []
    for share in (1.0, 0.1, 1.0, 0.1, 0.4):
        steps += [rng.integers(2000, 2900, size=30), rng.integers(1, 200, size=150)]
        levels += [rng.uniform(0.5, 1.0, size=30), scale * share * rng.uniform(0.5, 1.0, size=150)]
    steps.append(rng.integers(2000, 2900, size=30))
    levels.append(rng.uniform(0.5, 1.0, size=30))
    return START + np.cumsum(np.concatenate(steps)), np.concatenate(levels), window


def broken_logs(rng):
    ts = _times(rng, 9, 60)
    values = _levels(rng, 9)
    swapped, last = ts.copy(), ts.copy()
    swapped[[3, 4]] = swapped[[4, 3]]
    last[-1] = last[-2] - 1
    return {
        "two rows swapped": (swapped, values, 200),
        "the last row one millisecond early": (last, values, 200),
        "from late to early": (ts[::-1].copy(), values, 200),
        "two rows from late to early": (ts[1::-1].copy(), values[:2].copy(), 200),
        "a second log appended": (np.concatenate([ts, ts]), np.concatenate([values, values]), 200),
        "swapped, and no reading": (swapped, np.full(9, np.nan), 200),
    }


def hygiene_case(rng, i):
    """Whole levels; the last log has gaps, which stay floats in every form."""
    return whole_number_case(rng, i) if i < 2 else missing_case(rng, 3)
