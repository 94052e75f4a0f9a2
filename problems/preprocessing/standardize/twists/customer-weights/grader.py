"""Weighted statistics in exact fractions; every table gets weights."""

from fractions import Fraction


def _weighted(values, weights):
    """Mean, deviation and whether the values ever vary, of those with a positive weight."""
    pairs = [(Fraction(float(v)), Fraction(float(w))) for v, w in zip(values, weights, strict=True) if v == v and w > 0]
    if not pairs:
        raise ValueError("a column has no observed training value of positive weight")
    total = sum(w for _, w in pairs)
    mean = sum(v * w for v, w in pairs) / total
    variance = sum(w * (v - mean) ** 2 for v, w in pairs) / total
    return mean, float(variance) ** 0.5, variance == 0


def reference(train, test, weight, constant_column="zero"):
    train, test, weight = (np.asarray(a, dtype=float) for a in (train, test, weight))
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("two tables with the same columns are needed")
    if weight.shape != train.shape[:1] or not (weight >= 0).all():
        raise ValueError("one weight of at least 0 per training row is needed")
    train_z, test_z = np.full(train.shape, NAN), np.full(test.shape, NAN)
    for j in range(train.shape[1]):
        mean, scale, constant = _weighted(train[:, j].tolist(), weight.tolist())
        if constant and constant_column == "raise":
            raise ValueError("a column never varies")
        flat = constant and constant_column == "zero"
        for source, target in ((train, train_z), (test, test_z)):
            for i, v in enumerate(source[:, j].tolist()):
                if v == v:
                    target[i, j] = 0.0 if flat else float(Fraction(v) - mean) / (1.0 if constant else scale)
    return train_z, test_z


def _weights(rng, n):
    return rng.choice([0.1, 1.0, 3.0, 10.0], size=n) * rng.uniform(0.5, 1.5, size=n)


def _weighed(make):
    def made(rng, i):
        train, test = make(rng, i)
        return train, test, _weights(rng, len(train))

    return made


def _all_weighed(cases):
    def made(rng):
        return {name: (*args, _weights(rng, len(args[0]))) for name, args in cases(rng).items()}

    return made


missing_case, leakage_case, equal_case = map(_weighed, (missing_case, leakage_case, complete_case))
small_tables, constant_columns, probe_constant_column, rounded_constants, timestamp_tables = map(
    _all_weighed, (small_tables, constant_columns, probe_constant_column, rounded_constants, timestamp_tables)
)
unscalable_columns, mismatched_tables = map(_all_weighed, (unscalable_columns, mismatched_tables))
_whole_numbers, _changed_tables, _units = whole_number_case, change_later_test_rows, other_units


def complete_case(rng, i):
    """Some of the weights are zero, never those of the first two rows, which differ."""
    train, test, weight = equal_case(rng, i)
    weight[2:][rng.random(len(weight) - 2) < 0.25] = 0.0
    return train, test, weight


def whole_number_case(rng, i):
    train, test = _whole_numbers(rng, i)
    return train, test, rng.integers(1, 6, size=len(train)).astype(float)


def change_later_test_rows(rng, args, kind):
    return *_changed_tables(rng, args[:2], kind), args[2]


def other_units(rng, args):
    return *_units(rng, args[:2]), args[2]


def zero_weights(rng):
    train, test = _table(rng, 7, 4, 3)
    weight = np.array([1.0, 2.5, 0.0, 4.0, 0.0, 0.5, 1.0])
    far, gaps, flat = train.copy(), train.copy(), train.copy()
    far[[2, 4]] = train.mean(axis=0) + 1e3 * train.std(axis=0)
    gaps[[2, 3, 5], 1] = np.nan
    flat[:, 1] = 0.25
    flat[[2, 4], 1] = [8.0, -3.0]
    two = np.array([0.0, 0.0, 1.0, 0.0, 3.0, 0.0, 0.0])
    return {
        "rows far away": (far, test, weight),
        "gaps beside weights of zero": (gaps, test, weight),
        "only rows of weight zero vary": (flat, test, weight),
        "two rows that weigh": (train, test, two),
        "equal weights": (train, test, np.full(7, 0.3)),
    }


def bad_weights(rng):
    train, test, weight = equal_case(rng, 5)
    negative, missing = weight.copy(), weight.copy()
    negative[1], missing[2] = -0.5, np.nan
    return {
        "a negative weight": (train, test, negative),
        "a missing weight": (train, test, missing),
        "one weight for all rows": (train, test, weight[:1].copy()),
        "a weight too few": (train, test, weight[:-1].copy()),
        "weights as a column": (train, test, weight[:, None].copy()),
    }


def weightless_columns(rng):
    train, test, weight = equal_case(rng, 5)
    gaps, some = train.copy(), weight.copy()
    gaps[::2, 0], some[1::2] = np.nan, 0.0
    return {"every weight zero": (train, test, np.zeros(len(weight))), "all that was observed": (gaps, test, some)}
