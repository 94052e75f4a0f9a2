"""Reference and generators of `impute`: medians by sorting, value by value, in plain Python."""

import numpy as np

NAN = float("nan")


def reference(train, test, unobserved_column="raise"):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    d = train.shape[1]
    fills = [_fill([float(v) for v in train[:, j] if v == v], unobserved_column) for j in range(d)]
    return _filled(train, fills), _filled(test, fills)


def _fill(observed, unobserved_column):
    if not observed:
        if unobserved_column == "raise":
            raise ValueError("a column has no training value")
        return 0.0
    observed.sort()
    middle = len(observed) // 2
    return observed[middle] if len(observed) % 2 else (observed[middle - 1] + observed[middle]) / 2


def _filled(table, fills):
    out = np.zeros((len(table), 2 * len(fills)))
    for i, row in enumerate(table):
        for j, v in enumerate(row):
            missing = v != v
            out[i, j] = fills[j] if missing else v
            out[i, len(fills) + j] = 1.0 if missing else 0.0
    return out


def _column(rng, rows):
    """A skewed column: continuous, or counts of which many are zero and many are equal."""
    if rng.random() < 0.4:
        return rng.poisson(rng.uniform(0.7, 4.0), rows).astype(float)
    values = 10.0 ** rng.uniform(-1.0, 4.0) * (rng.gamma(1.5, 1.0, rows) + rng.uniform(-2.0, 1.0))
    return np.round(values, 3)


def _table(rng, n, m, d):
    """Complete tables whose last column is neither constant nor of counts; the rows to predict lie elsewhere."""
    both = np.column_stack([_column(rng, n + m) for _ in range(d)])
    both[:, -1] = np.round(300.0 * rng.gamma(0.7, 1.0, n + m) - 100.0, 3)
    return both[:n].copy(), both[n:] * 2.0 + 50.0 + both[:n].max()


def gappy_case(rng, i):
    """Up to half of the values missing; each training column keeps a value; the fourth case is square."""
    n, d = [(3, 2), (4, 1), (5, 3), (4, 4)][i] if i < 4 else (5 + 2 * i, 1 + i % 5)
    train, test = _table(rng, n, 2 + i, d)
    train[1:][rng.random((n - 1, d)) < rng.uniform(0.2, 0.5)] = np.nan
    test[rng.random(test.shape) < 0.4] = np.nan
    train[-1, -1] = test[0, -1] = np.nan
    return rng.permutation(train), test


def whole_case(rng, i):
    """Tables without gaps, of whole numbers."""
    train, test = _table(rng, 4 + i, 3, 2 + i)
    return np.round(train), np.round(test)


def mixed_case(rng, i):
    """Training rounds with gaps, and whole numbers without any to predict; every second time the other way round."""
    train, test = gappy_case(rng, 4 + i)
    complete = whole_case(rng, 0)[0][:, :1] + np.arange(train.shape[1])
    return (train, complete) if i % 2 == 0 else (complete, test)


def leakage_case(rng, i):
    """Gaps everywhere; the first round to predict lies far out and, like its half of the table, never changes."""
    train, test = _table(rng, 9 + 2 * i, 8 + 2 * i, 2 + i)
    train[1:][rng.random((len(train) - 1, train.shape[1])) < 0.3] = np.nan
    train[2] = test[1] = np.nan
    test[0] = 40.0 * np.nanmax(np.abs(train), axis=0) + 1000.0
    test[-1, 0] = np.nan
    return train, test


def change_later_test_rows(rng, args, kind):
    """Change observed values in the second half of the rounds to predict, or their gaps, or drop them."""
    train, test = args
    first = len(test) // 2
    if kind == "truncate":
        return train, test[:first]
    spread = np.nanmax(np.abs(train)) + 1.0
    if kind == "replace":
        test[first:] = 25.0 * spread * rng.normal(size=test[first:].shape)
    elif kind == "shift":
        test[first:] += 60.0 * spread
    return train, test


def unchanged_rows(args, args2, out, out2):
    """All training rows and the first half of the rounds to predict, from both results."""
    first = len(args[1]) // 2
    return tuple(np.concatenate([np.asarray(r[0]).ravel(), np.asarray(r[1])[:first].ravel()]) for r in (out, out2))


def reverse_training(rng, args):
    train, test = args
    return train[::-1].copy(), test


def same_but_reversed(args, out, args2, out2):
    if not np.allclose(np.asarray(out[0])[::-1], out2[0], rtol=1e-9, atol=1e-9):
        return "the training rows did not come out in the order they went in"
    if not np.allclose(out[1], out2[1], rtol=1e-9, atol=1e-9):
        return "rounds to predict were filled by the order of the training rows"
    return None


def small_tables(rng):
    train, test = _table(rng, 6, 4, 3)
    gaps = train.copy()
    gaps[1, 0] = gaps[2:5, 1] = np.nan
    holes = test.copy()
    holes[0, 0] = holes[2, 2] = np.nan
    gone = test.copy()
    gone[:, 1] = np.nan
    once = train.copy()
    once[1:, 2] = np.nan
    return {
        "no round to predict": (gaps, test[:0]),
        "one round to predict": (gaps, holes[:1]),
        "nothing missing at all": (train, test),
        "gaps in the rounds to predict only": (train, holes),
        "gaps in training only": (gaps, test),
        "a column missing in every round to predict": (gaps, gone),
        "one observed value in a training column": (once, gone),
        "one training row": (train[:1], holes),
        "one column": (gaps[:, :1].copy(), holes[:, :1].copy()),
        "a round that is all missing": (gaps, np.full((1, 3), NAN)),
    }


def numbers_of_all_kinds(rng):
    """Each column holds one number that systems like to write for "no value", here observed, and a gap."""
    groups = {
        "below zero": [-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0, -(2.0**31), -(2.0**63)],
        "zero and above": [0.0, 1.0, 9.0, 99.0, 999.0, 9999.0, 99999.0, 2.0**31 - 1, 1e20],
    }
    cases = {}
    for name, numbers in groups.items():
        train, test = _table(rng, 9, 4, len(numbers))
        train[2], test[1] = numbers, numbers
        train[5] = test[3] = np.nan
        cases[name] = (train, test)
    return cases


def as_integers(rng, args):
    return tuple(table.astype(np.int64) for table in args)


def same_as_float64(args, out, args2, out2):
    if any(table.dtype != np.float64 for table in (*out, *out2)):
        return f"the dtypes are {[str(table.dtype) for table in (*out, *out2)]}"
    if not all(np.allclose(a, b, rtol=1e-9, atol=1e-9) for a, b in zip(out, out2, strict=True)):
        return "the same whole numbers gave other values as integers"
    return None


def _unobserved(rng, n=6, m=4):
    """Tables whose middle column holds nothing in training, and both values and a gap to predict with."""
    train, test = _table(rng, n, m, 3)
    train[:, 1] = np.nan
    test[0, 1] = test[1, 2] = np.nan
    return train, test


def unobserved_columns(rng):
    only_gaps = _unobserved(rng)
    only_gaps[1][:, 1] = np.nan
    first = _unobserved(rng)
    first[0][:, 0] = np.nan
    last = _unobserved(rng)
    last[0][:, 1:] = [[3.0, NAN]]
    alone = _unobserved(rng)
    return {
        "missing to predict with, too": only_gaps,
        "two such columns": first,
        "the last column": last,
        "one training row": _unobserved(rng, n=1),
        "the only column": (alone[0][:, 1:2].copy(), alone[1][:, 1:2].copy()),
    }


def probe_unobserved_column(rng):
    complete = _unobserved(rng)
    complete[1][0, 1] = 7.5
    none = _unobserved(rng)
    return {
        "values and a gap to predict with": _unobserved(rng),
        "only values to predict with": complete,
        "no round to predict": (none[0], none[1][:0]),
    }


def timestamp_tables(rng):
    cases = {}
    for n in (7, 12, 41):
        train, test = _table(rng, n, 5, 3)
        train[:, 0], test[:, 0] = (1.7e9 + np.round(rng.uniform(0.0, 3e5, len(t)), 3) for t in (train, test))
        train[:, 2], test[:, 2] = (1.7e9 + rng.integers(0, 3000, len(t)) for t in (train, test))
        train[1, :] = train[4, 2] = test[2, :] = np.nan
        cases[f"{n} rows"] = (train, test)
    return cases
