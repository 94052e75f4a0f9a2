"""Cross-validation by the definition, with small models and scalers that show what reached them."""

import math

import numpy as np


class MeanModel:
    """Predicts the mean price it was fitted on."""

    def fit(self, X, y):
        self._mean = math.fsum(np.asarray(y, dtype=float)) / len(y)
        return self

    def predict(self, X):
        return np.full(len(X), self._mean)


class NearestModel:
    """Predicts the price of the nearest training row, so that it depends on the scale of every column."""

    def fit(self, X, y):
        self._X, self._y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        return self

    def predict(self, X):
        distance = ((np.asarray(X, dtype=float)[:, None, :] - self._X[None, :, :]) ** 2).sum(axis=2)
        return self._y[distance.argmin(axis=1)]


class DearestModel:
    """Predicts the highest price it was fitted on, in the type in which prices came."""

    def fit(self, X, y):
        self._highest = np.asarray(y).max()
        return self

    def predict(self, X):
        return np.full(len(X), self._highest)


class RidgeModel:
    """Linear regression with a penalty on the slopes; a second fit goes on with the rows of the first."""

    penalty = 0.7

    def __init__(self):
        self._rows = []

    def fit(self, X, y):
        X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        self._rows += [(*row, price) for row, price in zip(X.tolist(), y.tolist(), strict=True)]
        table = np.array(self._rows)
        A = np.column_stack([np.ones(len(table)), table[:, :-1]])
        penalty = np.diag([0.0] + [self.penalty] * X.shape[1])
        self._w = np.linalg.solve(A.T @ A + penalty, A.T @ table[:, -1])
        return self

    def predict(self, X):
        X = np.asarray(X, dtype=float)
        return np.column_stack([np.ones(len(X)), X]) @ self._w


class ColumnRidgeModel(RidgeModel):
    """The same predictions as a column."""

    def predict(self, X):
        return super().predict(X)[:, None]


class StandardScaler:
    """Mean 0 and deviation 1; a constant column keeps its scale. A second fit goes on with the rows of the first."""

    def __init__(self):
        self._seen = []

    def fit(self, X):
        self._seen += np.asarray(X, dtype=float).tolist()
        seen = np.array(self._seen)
        self._shift = seen.mean(axis=0)
        spread = seen.std(axis=0)
        self._scale = np.where(spread > 0, spread, 1.0)
        return self

    def transform(self, X):
        return (np.asarray(X, dtype=float) - self._shift) / self._scale

    def fit_transform(self, X):
        return self.fit(X).transform(X)


class RangeScaler(StandardScaler):
    """Each column from 0 to 1 over the rows it was fitted on."""

    def fit(self, X):
        self._seen += np.asarray(X, dtype=float).tolist()
        seen = np.array(self._seen)
        self._shift = seen.min(axis=0)
        spread = seen.max(axis=0) - self._shift
        self._scale = np.where(spread > 0, spread, 1.0)
        return self


MODELS = [RidgeModel, NearestModel]
SCALERS = [StandardScaler, RangeScaler]


def _training(args, fold):
    """The rows that a fold trains on."""
    tested = {int(row) for row in fold}
    return [row for row in range(len(args[3])) if row not in tested]


def reference(make_model, make_scaler, X, y, folds):
    return _error((make_model, make_scaler, X, y, folds))


def _error(args):
    make_model, make_scaler, X, y, folds = args[:5]
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0 or any(len(fold) == 0 or not _training(args, fold) for fold in folds):
        raise ValueError("nothing to train or test")
    errors = []
    for fold in folds:
        train, test = _training(args, fold), [int(row) for row in fold]
        scaler = make_scaler().fit(X[train])
        model = make_model().fit(scaler.transform(X[train]), y[train])
        predicted = np.asarray(model.predict(scaler.transform(X[test])), dtype=float)
        errors += [(y[row] - value) ** 2 for row, value in zip(test, predicted.ravel().tolist(), strict=True)]
    return math.fsum(errors) / len(errors)


def _cars(rng, n, d):
    """Columns of very different scale, an outlier among the rows, and prices that depend on all of them."""
    X = rng.normal(size=(n, d)) * 10.0 ** rng.integers(-1, 4, size=d) + rng.uniform(-5, 50, size=d)
    X[rng.integers(n)] *= 6.0
    z = (X - X.mean(axis=0)) / X.std(axis=0)
    return X, 20.0 + z @ rng.uniform(2.0, 6.0, size=d) + rng.normal(size=n)


def even_case(rng, i):
    """Shuffled rows cut into equal folds."""
    k, size = 2 + i % 3, 3 + i
    X, y = _cars(rng, k * size, 1 + i % 3)
    return MODELS[i % 2], SCALERS[i // 2 % 2], X, y, np.split(rng.permutation(k * size), k)


def any_folds_case(rng, i):
    """Folds of different sizes; rows that are tested twice and rows that are never tested."""
    n = 14 + 2 * i
    X, y = _cars(rng, n, 1 + i % 3)
    y[: n // 3] += 9.0
    order = rng.permutation(n)
    folds = [order[:2], order[2:9], order[9:13]]
    if i % 3 == 1:
        folds.append(np.concatenate([order[1:6], order[10:11]]))
    if i % 3 == 2:
        folds = [folds[1], folds[0]]
    return MODELS[i % 2], SCALERS[i // 2 % 2], X, y, folds


def column_case(rng, i):
    """A model that predicts columns, on folds of one size in every other case."""
    return (ColumnRidgeModel, *(even_case(rng, i) if i % 2 else any_folds_case(rng, i))[1:])


def watched_case(rng, i):
    """Every row and every price occurs once, so that both tell from which row they are."""
    return (RidgeModel, *any_folds_case(rng, 2 * i)[1:])


def _fits(log, factory):
    """For each fit of an object of a factory: its label and the arguments, by place or by name."""
    for record in log:
        if record.object.startswith(f"{factory}#") and record.method in ("fit", "fit_transform"):
            yield record.object, [np.asarray(value, dtype=float) for value in (*record.args, *record.kwargs.values())]


def _found(values, table):
    """The rows of `table` that `values` are, or None where one of them is none of these."""
    if values.ndim != 2 or values.shape[1] != table.shape[1]:
        return None
    rows = []
    for value in values:
        matches = np.flatnonzero((table == value).all(axis=1))
        if not len(matches):
            return None
        rows.append(int(matches[0]))
    return sorted(rows)


def _sets(args, fitted, what):
    """None if the fits saw the training rows of every fold and nothing else; `fitted`: one list of rows per fit."""
    right = [_training(args, fold) for fold in args[4]]
    for rows in fitted:
        if rows is None:
            return f"a {what} was fitted on something that is no row of the table"
        if rows not in right:
            strange = min((sorted(set(rows) ^ set(train)) for train in right), key=len)
            return f"a {what} was fitted on {len(rows)} rows that are no training side: {strange[:8]} differ"
    missing = [k for k, train in enumerate(right) if train not in fitted]
    return f"no {what} was fitted on the training rows of fold {missing[0]}" if missing else None


def scaler_rows(args, out, log):
    return _sets(args, [_found(given[0], args[2]) for _, given in _fits(log, "make_scaler") if given], "scaler")


def model_rows(args, out, log):
    prices = np.asarray(args[3])[:, None]
    given = [fit[1].reshape(-1, 1) for _, fit in _fits(log, "make_model") if len(fit) > 1]
    return _sets(args, [_found(values, prices) for values in given], "model")


def new_objects(args, out, log):
    for factory in ("make_scaler", "make_model"):
        labels = [label for label, _ in _fits(log, factory)]
        if len(set(labels)) != len(labels):
            return f"{max(labels, key=labels.count)} was fitted {max(map(labels.count, labels))} times"
        if len(labels) != len(args[4]):
            return f"{len(labels)} fits of {factory} for {len(args[4])} folds"
    return None


def other_order(rng, args):
    folds = [rng.permutation(args[4][k]) for k in rng.permutation(len(args[4]))]
    return (*args[:4], folds, *args[5:])


def same_error(args, out, args2, out2):
    return None if abs(out - out2) <= 1e-9 + 1e-7 * abs(out) else f"the error changed from {out} to {out2}"


def extreme_folds(rng):
    X, y = _cars(rng, 9, 2)
    rows = np.arange(9)
    return {
        "one fold": (RidgeModel, StandardScaler, X, y, [rows[2:6]]),
        "one fold of one row": (NearestModel, RangeScaler, X, y, [rows[4:5]]),
        "one row per fold": (RidgeModel, RangeScaler, X, y, [rows[k : k + 1] for k in range(9)]),
        "one training row": (MeanModel, StandardScaler, X, y, [rows[1:], rows[:8]]),
        "the first and the last row": (NearestModel, StandardScaler, X, y, [np.array([8, 0]), np.array([3, 7])]),
        "the same fold twice": (RidgeModel, StandardScaler, X, y, [rows[:4], rows[:4], rows[4:6]]),
        "one column": (RidgeModel, StandardScaler, X[:, :1].copy(), y, [rows[:5], rows[5:]]),
        "as many columns as rows in a fold": (RidgeModel, StandardScaler, X, y, [rows[:2], rows[2:4]]),
        "two rows": (MeanModel, RangeScaler, X[:2], y[:2], [rows[:1], rows[1:2]]),
        "prices near zero": (RidgeModel, StandardScaler, X, 1e-3 * y, [rows[:4], rows[4:]]),
    }


def small_integers(rng):
    """Prices in types in which neither differences nor squares fit."""
    X, y = _cars(rng, 8, 2)
    folds = [np.array([1, 2, 5, 6]), np.array([0, 3, 4, 7])]
    cases = {}
    for dtype, lowest, highest in ((np.uint8, 1, 256), (np.int8, -128, 128), (np.uint16, 300, 60_000)):
        prices = rng.permutation(np.linspace(lowest, highest - 1, 8)).astype(dtype)
        cases[np.dtype(dtype).name] = (DearestModel, StandardScaler, X, prices, folds)
    return cases


def whole_number_case(rng, i):
    """Whole numbers, so that an integer dtype says the same."""
    X, y = _cars(rng, 12, 2)
    return RidgeModel, StandardScaler, np.round(X), np.round(y), [np.array([7, 1, 4]), np.array([0, 2, 3, 5])]


def impossible_folds(rng):
    X, y = _cars(rng, 6, 2)
    rows = np.arange(6)
    return {
        "no fold": (RidgeModel, StandardScaler, X, y, []),
        "a fold without rows": (RidgeModel, StandardScaler, X, y, [rows[:3], rows[:0]]),
        "a fold of all rows": (MeanModel, StandardScaler, X, y, [rows, rows[:2]]),
        "a price too few": (RidgeModel, StandardScaler, X, y[:5], [rows[:2]]),
        "a price too many": (RidgeModel, StandardScaler, X, np.append(y, 1.0), [rows[:2]]),
    }
