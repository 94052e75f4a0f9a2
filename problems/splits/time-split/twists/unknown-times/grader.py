every_order = reference


def reference(ts, test_start, embargo):
    known = [i for i, t in enumerate(ts) if t != -1]
    train, test = every_order([ts[i] for i in known], test_start, embargo)
    return np.array(known)[train], np.array(known)[test]


def unknown_case(rng, i):
    """A third of the times unknown, also in the first and last row; the earliest and the latest are known."""
    ts, start, embargo = ordinary_case(rng, 1 + i)
    lost = rng.random(len(ts)) < 0.34
    lost[[ts.argmin(), ts.argmax()]] = False
    ts = np.where(lost, -1, ts)
    return np.concatenate([[-1], ts, [-1]]), start, embargo


def only_unknown(rng):
    ts, start, embargo = ordinary_case(rng, 4)
    return {
        "old orders": (np.where(ts < start, -1, ts), start, embargo),
        "new orders": (np.where(ts >= start, -1, ts), start, embargo),
        "all orders": (np.full(5, -1), start, embargo),
    }
