_in_order_of_rows = another_kind
_sorted_logs = _logs


def _logs(rng):
    yield from _sorted_logs(rng)
    yield "the latest first", [30, 20, 10, 0], [1.0, 20.0, -40.0, 7.0], 25
    for span, w in ((40, 7), (300, 20)):
        ts, x = rng.integers(0, span, size=40), rng.normal(scale=9.0, size=40)
        yield f"{w} of {span} seconds, any order", ts.tolist(), x.tolist(), w


def _given_sorted(rolling_mean):
    """An implementation for logs in order, and the order of the rows by stamp."""

    def by_time(ts, x, w):
        order = np.argsort(np.asarray(ts), kind="stable")
        readings = np.asarray(x, dtype=float)[order]
        before = readings.copy()
        means = rolling_mean(np.asarray(ts)[order], readings, w)
        for place, row in enumerate(order):
            if readings[place] != before[place]:  # what was written over the sorted copy reaches the caller's readings
                x[row] = readings[place]
        return order, means

    return by_time


def another_kind(rng, rolling_mean):
    """The old disguise around an implementation that is made to serve rows in any order."""
    by_time = _given_sorted(rolling_mean)

    def any_order(ts, x, w):
        order, means = by_time(ts, x, w)
        result = np.empty(len(order))
        result[order] = np.asarray(means, dtype=float)
        return result

    return _in_order_of_rows(rng, any_order)


def in_order_of_time(rng, rolling_mean):
    """Right means, but in the order of the stamps."""
    by_time = _given_sorted(rolling_mean)
    return _in_order_of_rows(rng, lambda ts, x, w: by_time(ts, x, w)[1])


def rows_before_only(rng, rolling_mean):
    """Right on a log in order; a reading that stands later counts only if its stamp is the same."""

    def before_only(ts, x, w):
        ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
        place = np.arange(len(ts))
        inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
        inside &= (place[None, :] <= place[:, None]) | (ts[None, :] == ts[:, None])
        return (inside @ x) / inside.sum(axis=1)

    return _in_order_of_rows(rng, before_only)
