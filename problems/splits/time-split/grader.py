"""Reference and generators of the split by time: the two conditions, row by row, on Python integers."""

import numpy as np

HOUR = 3_600 * 10**9
DAY = 24 * HOUR
YEAR_2000 = 946_684_800 * 10**9


def reference(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    times = [int(t) for t in ts]
    train = [i for i, t in enumerate(times) if t < test_start - embargo]
    test = [i for i, t in enumerate(times) if t >= test_start]
    if not train or not test:
        raise ValueError("one side is empty")
    return np.array(train, dtype=np.int64), np.array(test, dtype=np.int64)


# --- generators -----------------------------------------------------------------------------------------------------


def _start(rng):
    """A full hour between 2001 and 2099."""
    return YEAR_2000 + int(rng.integers(366 * 24, 99 * 365 * 24)) * HOUR


def _times(rng, start, embargo, before, gap, after):
    """Full seconds well inside each stretch, in random order and some of them twice."""
    second = 10**9
    ago = embargo + second * rng.integers(1, 200 * 86_400, size=before)
    within = second * rng.integers(1, max(2, embargo // second), size=gap) if embargo > second else ago[:0]
    later = -second * rng.integers(1, 90 * 86_400, size=after)
    times = start - np.concatenate([ago, within, later])
    times = np.concatenate([times, rng.choice(times, size=1 + len(times) // 4)])
    return times[rng.permutation(len(times))]


def ordinary_case(rng, i):
    """From four orders on; no order on a border, and neither the first nor the last rows favour a side."""
    start, embargo = _start(rng), [30 * DAY, 7 * DAY, 0, 12 * HOUR][i % 4]
    return _times(rng, start, embargo, 2 + 2 * i, 1 + i, 1 + 2 * i), start, embargo


def clear_case(rng, i):
    """No order in the gap, one in the first moment of the test period, one in each of the last hours before the gap."""
    start, embargo = _start(rng), 30 * DAY + 5 * HOUR
    early = start - embargo - HOUR * np.arange(1, 13)
    late = start + HOUR * np.append(0, rng.integers(100, 700, size=11))
    times = np.concatenate([early, late])
    return times[rng.permutation(len(times))], start, embargo


def change_later_orders(rng, args, kind):
    """A later test period; orders in the gap; or one on the border of the gap, and none in the first moment."""
    ts, start, embargo = args
    if kind == "replace":
        return np.where(ts >= start, start + HOUR * rng.integers(48, 3_000, size=len(ts)), ts), start, embargo
    if kind == "insert":
        more = start - embargo + HOUR * rng.integers(1, embargo // HOUR, size=9)
    else:
        ts, more = ts[ts != start], np.array([start - embargo])
    return np.insert(ts, rng.integers(0, len(ts), size=len(more)), more), start, embargo


def training_moments(args, args2, out, out2):
    """The moments of the training orders by position: inserting and dropping others leaves their sequence."""
    return np.asarray(args[0])[out[0]], np.asarray(args2[0])[out2[0]]


def other_order(rng, args):
    """The whole file in reverse: equal moments keep apart, and every position changes but the middle one."""
    ts, start, embargo = args
    return ts[::-1].copy(), start, embargo


def same_orders(args, out, args2, out2):
    last = len(args[0]) - 1
    for name, before, after in zip(("training", "test"), out, out2):
        if sorted(int(i) for i in before) != sorted(last - int(i) for i in after):
            return f"other orders are on the {name} side after the file was reversed"
    return None


# --- named cases ----------------------------------------------------------------------------------------------------


def borders(rng):
    start, gap = _start(rng), 3 * HOUR
    every_hour = start + HOUR * np.arange(-6, 4)
    shuffled = every_hour[rng.permutation(len(every_hour))]
    on_both = np.array([start, start - gap, start - gap - HOUR, start - HOUR])
    same = np.array([start] * 3 + [start - gap] * 3 + [start - gap - HOUR] * 3)[rng.permutation(9)]
    return {
        "every hour": (shuffled, start, gap),
        "every hour, no embargo": (shuffled, start, 0),
        "one order on each border": (on_both, start, gap),
        "several orders on each border": (same, start, gap),
        "two orders": (np.array([start, start - gap - HOUR]), start, gap),
        "two orders, no embargo": (np.array([start - HOUR, start]), start, 0),
    }


def neighbours(rng):
    """Orders within a few nanoseconds of a border, where a double has steps of 128 or more."""
    cases = {}
    for name, gap in (("no embargo", 0), ("thirty days", 30 * DAY), ("an odd embargo", 7 * DAY + 12_345_677)):
        start = _start(rng) + int(rng.integers(1, 10**6))
        offsets = np.array([-100, -60, -2, -1, 0, 1, 2, 60, 100])
        times = np.concatenate([start + offsets, start - gap + offsets])
        cases[name] = (times[rng.permutation(len(times))], start, gap)
    return cases


def empty_sides(rng):
    start, gap = _start(rng), 10 * DAY
    later, earlier = start + HOUR * np.arange(3), start - gap - HOUR * np.arange(1, 4)
    inside = start - gap + HOUR * np.arange(3)
    return {
        "no order": (np.zeros(0, dtype=np.int64), start, gap),
        "nothing to train on": (later, start, gap),
        "nothing to test": (earlier, start, gap),
        "all in the gap": (inside, start, gap),
        "nothing but the gap to train on": (np.concatenate([inside, later]), start, gap),
        "the last order just before the test period": (np.append(earlier, start - 1), start, gap),
    }


def negative_embargoes(rng):
    ts, start, _ = ordinary_case(rng, 4)
    return {"by a nanosecond": (ts, start, -1), "by a day": (ts, start, -DAY), "by thirty days": (ts, start, -30 * DAY)}
