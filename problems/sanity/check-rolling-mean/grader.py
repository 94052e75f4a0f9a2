"""A check of `rolling_mean` against the definition, and the disguise that makes implementations look alike."""

import numpy as np

TOLERANCE = 1e-3


def reference(rolling_mean):
    """Raise AssertionError naming the log on which `rolling_mean` differs from the definition."""
    rng = np.random.default_rng(0)
    for name, ts, x, w in _logs(rng):
        given_ts, given_x = np.array(ts), np.array(x)
        try:
            result = np.asarray(rolling_mean(given_ts, given_x, w), dtype=float)
        except Exception as error:
            raise AssertionError(f"{name}: it raised {error!r}") from error
        expected = _definition(ts, x, w)
        assert result.shape == (len(ts),) and np.abs(result - expected).max() <= TOLERANCE, name
        assert given_ts.tolist() == ts and given_x.tolist() == x, "point 4"


def _definition(ts, x, w):
    windows = [[x[j] for j in range(len(ts)) if ts[i] - w < ts[j] <= ts[i]] for i in range(len(ts))]
    return np.array([sum(window) / len(window) for window in windows])


def _logs(rng):
    yield "one row", [7], [-3.0], 5
    yield "the same second", [50, 50, 50], [1.0, 4.0, -20.0], 1
    yield "ends", [0, 59, 60, 61, 119, 120, 180], [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0], 60
    for span, w in ((40, 7), (300, 20), (10_000, 900), (30, 1)):
        ts = (1_700_000_000 + np.sort(rng.integers(0, span, size=60))).tolist()
        yield f"{w} of {span} seconds", ts, rng.uniform(-60, 60, size=60).tolist(), w


def another_kind(rng, rolling_mean):
    """The same results in another guise: list, tuple or array, rounded or off by less than the tolerance.

    A tuple stays one, so that a check which wants arrays always meets a right implementation that returns none.
    """
    kind, style = int(rng.integers(4)), int(rng.integers(3))

    def disguised(ts, x, w):
        result = rolling_mean(ts, x, w)
        values = np.asarray(result, dtype=float)
        if style == 0:
            values = values + rng.uniform(-4e-4, 4e-4, size=values.shape)
        elif style == 1:
            values = np.round(values, 3)
        if kind == 1 or isinstance(result, tuple):
            return tuple(int(value) if value.is_integer() else value for value in values.tolist())
        if kind == 0:
            return values.tolist()
        return values if kind == 2 else values.astype(np.float32)

    return disguised
