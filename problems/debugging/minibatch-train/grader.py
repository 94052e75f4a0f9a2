"""Reference and generators for the nightly training by mini-batches."""

import math

import numpy as np

PATIENCE = 3


def _mean(values):
    values = list(values)
    return math.fsum(values) / len(values)


def _error(row, target, w, b):
    return math.fsum([*(x * v for x, v in zip(row, w, strict=True)), b, -target])


def gradients(rows, targets, w, b):
    """Gradients of the mean squared error of a batch with respect to the weights and the bias."""
    errors = [_error(row, target, w, b) for row, target in zip(rows, targets, strict=True)]
    slopes = [2.0 * _mean(e * x for e, x in zip(errors, column, strict=True)) for column in zip(*rows, strict=True)]
    return slopes, 2.0 * _mean(errors)


def reference(X, y, Xv, yv, perms, lr, batch_size):
    """Batch by batch, number by number."""
    X, y, Xv, yv = (np.asarray(part, dtype=float) for part in (X, y, Xv, yv))
    _check(X, y, Xv, yv, perms, lr, batch_size)
    X, y, Xv, yv = X.tolist(), y.tolist(), Xv.tolist(), yv.tolist()
    w, b = [0.0] * len(X[0]), 0.0
    best, smallest, waited = (w, b), math.inf, 0
    for order in perms:
        order = [int(row) for row in order]
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            slopes, slope = gradients([X[row] for row in batch], [y[row] for row in batch], w, b)
            w, b = [v - lr * g for v, g in zip(w, slopes, strict=True)], b - lr * slope
        loss = _mean(_error(row, target, w, b) ** 2 for row, target in zip(Xv, yv, strict=True))
        if loss < smallest:
            best, smallest, waited = (w, b), loss, 0
        else:
            waited += 1
        if waited == PATIENCE:
            break
    return np.array(best[0]), best[1]


def _check(X, y, Xv, yv, perms, lr, batch_size):
    if X.ndim != 2 or Xv.ndim != 2 or 0 in X.shape or len(Xv) == 0 or X.shape[1] != Xv.shape[1]:
        raise ValueError("X must be [n, d] and Xv [m, d], none of them empty")
    if y.shape != X.shape[:1] or yv.shape != Xv.shape[:1] or lr <= 0 or batch_size < 1:
        raise ValueError("y must be [n], yv [m], lr positive and batch_size at least 1")
    if not all(np.isfinite(part).all() for part in (X, y, Xv, yv)):
        raise ValueError("nothing may be missing")
    if any(sorted(np.asarray(order).tolist()) != list(range(len(y))) for order in perms):
        raise ValueError("perms must be permutations")


# --- generators -----------------------------------------------------------------------------------------------------


def _hours(rng, n, w, b, noise):
    """Hours whose features have a mean of their own, and their demand."""
    X = rng.normal(size=(n, len(w))) + np.linspace(0.5, 1.0, len(w))
    return X, X @ w + b + noise * rng.normal(size=n)


def _demand(rng, d):
    return rng.choice([-1.0, 1.0], size=d) * rng.uniform(1, 3, size=d), rng.uniform(2, 5)


def ordinary_case(rng, i):
    """More and more hours and epochs; batches that fit, and batches that leave a rest."""
    n, d = 6 + 2 * i, 1 + i % 3
    truth = _demand(rng, d)
    perms = [rng.permutation(n) for _ in range(2 + i)]
    batch_size = [2, 3, 4, 5][i % 4]
    return *_hours(rng, n, *truth, 1.0), *_hours(rng, 5, *truth, 1.0), perms, 0.02 + 0.01 * (i % 3), batch_size


def one_batch_case(rng, i):
    """All hours in one batch: the order within it cannot matter."""
    n, d = 7 + i, 2 + i % 2
    truth = _demand(rng, d)
    perms = [rng.permutation(n) for _ in range(2 + i % 2)]
    return *_hours(rng, n, *truth, 0.5), *_hours(rng, 4, *truth, 0.5), perms, 0.04, n + i % 2


def other_orders(rng, args):
    X, y, Xv, yv, perms, lr, batch_size = args
    return X, y, Xv, yv, [rng.permutation(len(y)) for _ in perms], lr, batch_size


def same_model(args, out, args2, out2):
    moved = max(np.abs(out[0] - out2[0]).max(), abs(out[1] - out2[1]))
    return None if moved <= 1e-9 else f"weights or bias moved by up to {moved:.3g}"


def one_epoch_case(rng, i):
    """One epoch in the order of the table."""
    n, d = 5 + i, 1 + i % 3
    truth = _demand(rng, d)
    batch_size = 1 + i % 4
    return *_hours(rng, n, *truth, 0.5), *_hours(rng, 3, *truth, 0.5), [np.arange(n)], 0.05, batch_size


def overfitting_case(rng, i):
    """Centred hours in one batch, in their order; validation hours that agree with the model of about half the way."""
    n, d = 8 + 2 * i, 1 + i % 2
    w, b = _demand(rng, d)
    X = rng.normal(size=(n, d))
    X = np.linalg.qr(X - X.mean(axis=0))[0] * math.sqrt(n)
    X = X - X.mean(axis=0)
    y = X @ w + b + 0.1 * rng.normal(size=n)
    Xv = rng.normal(size=(6, d))
    yv = Xv @ (w * rng.uniform(0.45, 0.6)) + b * rng.uniform(0.45, 0.6)
    return X, y, Xv, yv, [np.arange(n)] * 12, 0.08, n


def batch_cases(rng):
    """Rests, batches larger than the table, batches of one, and the smallest tables."""

    def case(n, d, epochs, batch_size, m=3):
        truth = _demand(rng, d)
        perms = [rng.permutation(n) for _ in range(epochs)]
        return *_hours(rng, n, *truth, 0.5), *_hours(rng, m, *truth, 0.5), perms, 0.05, batch_size

    return {
        "a rest of one hour": case(7, 2, 3, 3),
        "a rest of several hours": case(8, 2, 3, 5),
        "no rest": case(8, 2, 3, 4),
        "a batch larger than the table": case(5, 2, 3, 9),
        "an hour per batch": case(6, 2, 3, 1),
        "one hour": case(1, 3, 3, 2),
        "one validation hour": case(6, 2, 4, 4, m=1),
        "one epoch": case(6, 3, 1, 4),
        "no epoch": case(6, 3, 0, 4),
    }


def _landings(values):
    """With lr 0.5, batches of one and features at zero, each epoch ends at b = the demand of its last hour."""
    y = np.array(sorted(set(values)), dtype=float)
    perms = []
    for value in values:
        last = int(np.flatnonzero(y == value)[0])
        perms.append(np.append(np.delete(np.arange(len(y)), last), last))
    return np.zeros((len(y), 1)), y, np.zeros((2, 1)), np.zeros(2), perms, 0.5, 1


def patience_cases(rng):
    """Validation errors in a chosen sequence: the squares of the numbers."""
    return {
        "a minimum after two worse epochs": _landings([3, 5, 4, 2]),
        "a minimum after three worse epochs comes too late": _landings([3, 5, 4, 4, 1]),
        "the count begins again at a minimum": _landings([6, 7, 8, 5, 7, 6, 4, 5, 3]),
        "worse than the best, better than the last": _landings([2, 8, 7, 6, 1]),
        "an equal error is no minimum": _landings([3, 3, 4, 3, 1]),
        "from beginning to end a minimum": _landings([9, 7, 5, 2]),
        "the first epoch is the best": _landings([1, 4, 6]),
        "the last epoch is the third worse": _landings([4, 2, 3, 5, 6]),
    }
