"""Reference and generators of `standardize`: exact statistics column by column, in plain Python."""

import statistics

import numpy as np

NAN = float("nan")


def reference(train, test, constant_column="zero"):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("two tables with the same columns are needed")
    train_z, test_z = np.full(train.shape, NAN), np.full(test.shape, NAN)
    for j in range(train.shape[1]):
        observed = [float(v) for v in train[:, j] if v == v]
        if not observed:
            raise ValueError("a column has no observed training value")
        constant = min(observed) == max(observed)
        if constant and constant_column == "raise":
            raise ValueError("a column never varies")
        mean = observed[0] if constant else statistics.mean(observed)
        scale = 1.0 if constant else statistics.pstdev(observed)
        flat = constant and constant_column == "zero"
        for source, target in ((train, train_z), (test, test_z)):
            for i, v in enumerate(source[:, j]):
                if v == v:
                    target[i, j] = 0.0 if flat else (v - mean) / scale
    return train_z, test_z


def _column(rng, rows, later):
    """A skewed column of `rows` training values and `later` others, within the spreads and offsets the statement promises."""
    spread, offset = 10.0 ** rng.uniform(-2.0, 5.5), rng.uniform(-20.0, 20.0)
    values = rng.gamma(2.0, 1.0, rows + later) - 2.0
    values[:rows][:2] = [-1.0, 1.0][:rows]
    return spread * (values + offset)


def _table(rng, n, m, d):
    """Train [n, d] and test [m, d]; the first two training rows differ in every column."""
    both = np.column_stack([_column(rng, n, m) for _ in range(d)])
    return both[:n].copy(), both[n:] * rng.choice([1.0, 1.5], size=(m, 1))


def complete_case(rng, i):
    """No value missing; the fourth table is square and the first has two rows."""
    n, d = [(2, 3), (5, 2), (9, 4), (4, 4)][i] if i < 4 else (6 + 3 * i, 1 + i % 5)
    return _table(rng, n, int(rng.integers(1, 8)), d)


def missing_case(rng, i):
    """Up to four in ten values missing; each training column keeps two values that differ."""
    train, test = _table(rng, 4 + 3 * i, 3 + i, 2 + i % 4)
    train[2:][rng.random(train[2:].shape) < rng.uniform(0.1, 0.4)] = np.nan
    test[rng.random(test.shape) < 0.3] = np.nan
    train[-1, i % train.shape[1]] = test[0, 0] = np.nan
    return rng.permutation(train), test


def whole_number_case(rng, i):
    """Values that survive a change to an integer dtype, with no column that never varies."""
    n, m, d = 6 + i, 4, 3
    train = np.cumsum(rng.integers(1, 90, size=(n, d)), axis=0).astype(float)
    return rng.permutation(train), rng.integers(-300, 900, size=(m, d)).astype(float)


def leakage_case(rng, i):
    """Complete tables; the first test row lies far out and is never changed."""
    train, test = _table(rng, 8 + 3 * i, 8 + 2 * i, 2 + i)
    test[0] = train.mean(axis=0) + 40.0 * train.std(axis=0)
    return train, test


def change_later_test_rows(rng, args, kind):
    """Change the second half of the test rows; the first half and the training rows stay."""
    train, test = args
    first = len(test) // 2
    other = test.copy()
    if kind == "truncate":
        return train, other[:first]
    if kind == "replace":
        other[first:] = train.mean(axis=0) + 25.0 * train.std(axis=0) * rng.normal(size=other[first:].shape)
    elif kind == "shift":
        other[first:] += 60.0 * train.std(axis=0)
    else:
        other[first:] *= -7.0
    return train, other


def unchanged_rows(args, args2, out, out2):
    """The training rows and the first half of the test rows, from both results."""
    first = len(args[1]) // 2
    return tuple(np.concatenate([np.asarray(r[0]).ravel(), np.asarray(r[1])[:first].ravel()]) for r in (out, out2))


def other_units(rng, args):
    """The first column in a unit a thousand times smaller, counted from another zero."""
    scaled = [np.array(table, dtype=float) for table in args]
    spread = scaled[0][:, 0].std()
    for table in scaled:
        table[:, 0] = (table[:, 0] + 3.0 * spread) * 1000.0
    return tuple(scaled)


def same_scores(args, out, args2, out2):
    for before, after in zip(out, out2, strict=True):
        if not np.allclose(before, after, rtol=1e-7, atol=1e-8, equal_nan=True):
            return "the scores changed with the unit of one column"
    return None


def small_tables(rng):
    train, test = _table(rng, 6, 4, 3)
    gone = test.copy()
    gone[:, 1] = np.nan
    sparse = train.copy()
    sparse[2:, 0] = np.nan
    return {
        "no row to score": (train, test[:0]),
        "one row to score": (train, test[:1]),
        "a column that is missing in every row to score": (train, gone),
        "two observed values in a training column": (sparse, test),
        "one column": (train[:, :1].copy(), test[:, :1].copy()),
    }


def _with_constant(rng, value, n=8):
    """Tables whose middle column never varies in train; one row to score has another value there."""
    train, test = _table(rng, n, 4, 3)
    train[:, 1] = value
    test[:, 1] = [value, value + 3.0, value, value - 0.5]
    return train, test


def constant_columns(rng):
    gaps = _with_constant(rng, 4.0)
    gaps[0][2:5, 1] = gaps[1][0, 1] = np.nan
    zeros = _with_constant(rng, 0.0)
    once = _with_constant(rng, -2.0)
    once[0][1:, 1] = np.nan
    return {"missing values in it": gaps, "all zero": zeros, "one observed value": once}


def probe_constant_column(rng):
    train, test = _table(rng, 1, 3, 2)
    return {"a column that never varies": _with_constant(rng, 4.0), "one training row": (train, test)}


def rounded_constants(rng):
    """Constants whose float mean is not the constant itself."""
    cases = {}
    for n, value in ((6, 0.1), (10, 0.1), (11, 0.7), (19, 0.3), (11, 70_000.7)):
        cases[f"{n} rows of {value}"] = _with_constant(rng, value, n)
    return cases


def timestamp_tables(rng):
    cases = {}
    for name, n in (("ten rows", 10), ("forty rows", 40), ("sixty rows", 60)):
        train, test = _table(rng, n, 5, 3)
        train[:, 0], test[:, 0] = (1.7e9 + rng.uniform(0.0, 300.0, len(t)) for t in (train, test))
        train[:, 2], test[:, 2] = (1.69e9 + rng.integers(0, 300, len(t)) for t in (train, test))
        train[3, 2] = np.nan
        cases[name] = (train, test)
    return cases


def unscalable_columns(rng):
    train, test = _table(rng, 5, 3, 3)
    gone = train.copy()
    gone[:, 2] = np.nan
    return {"a column without a training value": (gone, test), "no training rows": (train[:0], test)}


def mismatched_tables(rng):
    train, test = _table(rng, 5, 3, 3)
    return {
        "one column to score": (train, test[:, :1].copy()),
        "one training column": (train[:, :1].copy(), test),
        "a flat row to score": (train, test[0].copy()),
        "flat tables": (train[:, 0].copy(), test[:, 0].copy()),
        "a flat training column": (train[:, 0].copy(), test),
    }
