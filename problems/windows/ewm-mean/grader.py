"""Reference and generators of `ewm_mean`: the definition, row by row.

All weights of a row may be divided by one number, so ages are counted from the last reading, whose weight is then 1.
"""

import math

import mpmath
import numpy as np

NAN = float("nan")


def reference(ts, x, halflife, missing_row="carry"):
    times, values = [int(t) for t in ts], [float(v) for v in x]
    out = []
    for i, value in enumerate(values):
        seen = [j for j in range(i + 1) if values[j] == values[j]]
        if not seen or (value != value and missing_row == "nan"):
            out.append(NAN)
            continue
        weights = [2.0 ** (-(times[seen[-1]] - times[j]) / halflife) for j in seen]
        products = [w * values[j] for w, j in zip(weights, seen, strict=True)]
        out.append(math.fsum(products) / math.fsum(weights))
    return np.array(out, dtype=float)


def exact(ts, x, halflife, missing_row="carry"):
    """The definition as it is written, with numbers that neither overflow nor underflow.

    A power of minus 1e9 half-lives loses nine digits of the exponent's, so these have many.
    """
    out = np.full(len(x), NAN)
    for i, value in enumerate(x):
        seen = [j for j in range(i + 1) if x[j] == x[j]]
        if seen and not (value != value and missing_row == "nan"):
            with mpmath.workdps(50):
                weights = [mpmath.power(2, -mpmath.mpf(int(ts[i] - ts[j])) / mpmath.mpf(halflife)) for j in seen]
                total = sum(w * mpmath.mpf(float(x[j])) for w, j in zip(weights, seen, strict=True))
                out[i] = float(total / sum(weights))
    return out


def _halflife(rng, low, high):
    """A multiple of a quarter of a second, and not of a second."""
    return float(np.floor(np.exp(rng.uniform(np.log(low), np.log(high)))) + [0.25, 0.5, 0.75][int(rng.integers(3))])


def _readings(rng, n):
    """Temperatures that wander around some level well away from zero."""
    level = rng.uniform(5.0, 60.0) * rng.choice([-1.0, 1.0])
    return np.round(np.clip(level + 12.0 * rng.normal(size=n), -100.0, 100.0), 2)


def _times(rng, n, halflife):
    """Steps from none to six half-lives, one in five of them zero."""
    steps = np.floor(halflife * rng.choice([0.0, 0.1, 0.5, 1.0, 2.0, 6.0], size=n) * rng.uniform(0.5, 1.0, n))
    return 1_700_000_000 + np.cumsum(steps).astype(np.int64)


def log_case(rng, i):
    """From two rows to fifty, a third of them without a reading in most cases; the first row has one."""
    n, halflife = 2 + 4 * i, _halflife(rng, 1.0, [30.0, 3000.0, 1e6][i % 3])
    x = _readings(rng, n)
    x[rng.random(n) < [0.0, 0.3, 0.45][i % 3]] = np.nan
    x[0] = x[-1] = _readings(rng, 1)[0]
    return _times(rng, n, halflife), x, halflife


def complete_case(rng, i):
    """No gaps, and readings that survive a change to an integer dtype."""
    n, halflife = 5 + 3 * i, _halflife(rng, 20.0, 500.0)
    return _times(rng, n, halflife), np.round(_readings(rng, n)), halflife


def gappy_case(rng, i):
    """A short log with gaps at its beginning, inside and at its end."""
    ts, x, halflife = log_case(rng, 2 + 3 * i)
    x[0] = x[3] = x[-1] = np.nan
    return ts, x, halflife


def _cut(ts):
    """The position of the last row of the past: the second row in the middle of the log that has no reading."""
    return len(ts) // 2


def leakage_case(rng, i):
    """A log whose past ends in two rows without a reading, and begins with one and a far outlier."""
    n, halflife = 14 + 6 * i, _halflife(rng, 40.0, 400.0)
    ts = 1_700_000_000 + np.cumsum(np.floor(halflife * rng.uniform(0.1, 1.0, n))).astype(np.int64)
    x = _readings(rng, n)
    x[0] = x[5] = x[_cut(ts) - 1] = x[_cut(ts)] = np.nan
    x[2] = 99.5
    return ts, x, halflife


def change_future(rng, args, kind):
    """Change readings and times after the cut, or drop these rows; none of them becomes earlier."""
    ts, x, halflife = args
    end = _cut(ts) + 1
    if kind == "truncate":
        return ts[:end], x[:end], halflife
    if kind == "replace":
        x[end:] = rng.uniform(-100.0, 100.0, size=len(x) - end)
    else:
        x[end:] = np.where(x[end:] > 0, x[end:] - 90.0, x[end:] + 90.0)
        ts[end:] += int(9 * halflife)
    return ts, x, halflife


def past_rows(args, args2, out, out2):
    end = _cut(args[0]) + 1
    return np.asarray(out)[:end], np.asarray(out2)[:end]


def to_fahrenheit(rng, args):
    ts, x, halflife = args
    return ts, 1.8 * x + 32.0, halflife


def same_in_fahrenheit(args, out, args2, out2):
    if not np.allclose(1.8 * np.asarray(out) + 32.0, out2, rtol=1e-9, atol=1e-8, equal_nan=True):
        return "the mean of readings in Fahrenheit is not the mean in Celsius, converted"
    return None


def small_logs(rng):
    x, start = _readings(rng, 6), 1_700_000_000
    ts = start + np.array([0, 40, 50, 130, 170, 300])
    gaps = x.copy()
    gaps[:3] = np.nan
    once = np.full(6, NAN)
    once[2] = x[2]
    return {
        "no rows": (ts[:0], x[:0], 60.5),
        "one row": (ts[:1], x[:1], 60.5),
        "one row without a reading": (ts[:1], once[:1], 60.5),
        "no reading at all": (ts, np.full(6, NAN), 60.5),
        "readings begin late": (ts, gaps, 60.5),
        "one reading": (ts, once, 60.5),
        "a temperature that never changes": (ts, np.full(6, -17.3), 60.5),
        "zero degrees": (ts, np.array([0.0, 0.0, 5.0, 0.0, -5.0, 0.0]), 60.5),
        "two rows": (ts[:2], x[:2], 40.0),
    }


def same_second(rng):
    x, start = _readings(rng, 7), 1_600_000_000
    gaps = x.copy()
    gaps[[1, 4]] = np.nan
    pairs = start + np.array([0, 0, 60, 60, 60, 150, 150])
    return {
        "all in one second": (np.full(7, start), x, 30.25),
        "all in one second, with gaps": (np.full(7, start), gaps, 30.25),
        "twos and threes": (pairs, x, 45.5),
        "twos and threes, with gaps": (pairs, gaps, 45.5),
        "equal readings": (pairs, np.array([3.0, 3.0, 9.0, 9.0, 9.0, 3.0, 3.0]), 45.5),
    }


def missing_rows(rng):
    ts = 1_700_000_000 + np.cumsum(rng.integers(20, 90, size=9))
    cases = {}
    for name, gaps in {
        "runs of gaps": [1, 2, 3, 6, 7],
        "every second row": [1, 3, 5, 7],
        "before and after": [0, 1, 4, 7, 8],
        "all but the first": [1, 2, 3, 4, 5, 6, 7, 8],
    }.items():
        x = _readings(rng, 9)
        x[gaps] = np.nan
        cases[name] = (ts, x, 70.75)
    at_once = ts.copy()
    at_once[3:6] = at_once[3]
    x = _readings(rng, 9)
    x[4] = x[8] = np.nan
    return {**cases, "in a second that has a reading": (at_once, x, 70.75)}


def probe_missing_row(rng):
    start = 1_700_000_000
    ts = start + np.array([0, 50, 90, 200, 260, 300])
    one, end, run = (_readings(rng, 6) for _ in range(3))
    one[2] = end[5] = np.nan
    run[[0, 2, 3, 4]] = np.nan
    later = start + np.array([0, 50, 90, 1300, 4200, 4260])
    return {
        "one gap": (ts, one, 60.5),
        "a gap at the end": (ts, end, 60.5),
        "a run of gaps": (ts, run, 60.5),
        "a long silence": (later, run, 60.5),
    }


def long_logs(rng):
    x = _readings(rng, 12)
    gaps = x.copy()
    gaps[[0, 4, 5, 11]] = np.nan
    daily = 1_990_000_000 - 86_400 * np.arange(12)[::-1]
    offsets = [0, 3, 7, 8, 10**8, 10**8 + 1, 10**8 + 9, 10**8 + 9, 2 * 10**8, 2 * 10**8 + 1, 3 * 10**8, 39 * 10**7]
    silent = 1_600_000_000 + np.array(offsets)
    whole = np.array([0, 1, 10**6, 10**8, 10**8 + 5, *(10**8 * np.array([2, 3, 3, 4, 5, 6, 7]))])
    return {
        "a quarter of a second": (daily, x, 0.25),
        "a quarter of a second, with gaps": (daily, gaps, 0.25),
        "months of silence": (silent, x, 1.5),
        "months of silence, with gaps": (silent, gaps, 1.5),
        "months of silence, long half-life": (silent, gaps, 1e7),
        "from the first second on": (whole, gaps, 40.25),
        "half-life of months, seconds apart": (daily[0] + np.arange(12) // 2, gaps, 1e7),
        "some thousand half-lives": (daily, gaps, 250.75),
    }


def at_span(rng, scale):
    """Twenty rows that span so many half-lives; its last third is without readings."""
    ts = 1_000_000_000 + np.floor(0.25 * scale * np.sort(rng.random(20))).astype(np.int64)
    x = _readings(rng, 20)
    x[[3, 4, 9, *range(14, 19)]] = np.nan
    return ts, x, 0.25
