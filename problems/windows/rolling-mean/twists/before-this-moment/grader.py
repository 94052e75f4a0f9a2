"""The window ends before the row's own time and begins one window before it, that moment included."""

from bisect import bisect_left


def reference(ts, values, window):
    times, levels = [int(t) for t in ts], [float(v) for v in values]
    if any(later < earlier for earlier, later in zip(times, times[1:], strict=False)):
        raise ValueError("ts falls")
    means = []
    for now in times:
        inside = levels[bisect_left(times, now - window) : bisect_left(times, now)]
        readings = [v for v in inside if not math.isnan(v)]
        means.append(math.fsum(readings) / len(readings) if readings else math.nan)
    return np.array(means, dtype=float)


def same_moment_case(rng, i):
    """Four rows at the moment; later rows come after more than a window."""
    ts, values, window = missing_case(rng, 4 + i)
    k = 2 * len(ts) // 3
    ts[k - 3 : k + 1] = ts[k]
    ts[k + 1 :] += window + 1
    values[k - 3 : k + 1] = _levels(rng, 4)
    values[k - 6 : k - 3] = _levels(rng, 3)
    return ts, values, window


def change_same_moment(rng, args, kind):
    ts, values, window = args
    now, values = ts == _moment(ts), values.copy()
    values[now] = 700.0 * rng.uniform(1.0, 2.0, size=int(now.sum())) if kind == "replace" else 9.0 * values[now]
    return ts, values, window


def up_to_the_moment(args, args2, out, out2):
    return earlier_rows(args, args2, out, out2)
