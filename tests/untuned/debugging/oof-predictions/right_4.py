"""Terse: one function fit_predict per fold; the ridge through an augmented least-squares problem. Named: the faults 32, 34, 39, 41, and 33 (the scaling with the leaked moments), one more than needed."""

import numpy as np

BUG_LINES = [32, 34, 39, 41, 33]

IMPACT = [
    "Line 32 takes mean and scale from all coils: the fold to be predicted shapes its own scaling.",
    "Line 34 centres the strength by the mean of all coils: the target of the held-out campaign leaks into the weights.",
    "Line 39 chooses the two columns on all coils: with 400 readings and 60 coils chance winners look excellent; this is most of the illusion.",
    "Line 41 adds the mean strength of all coils to the prediction: the level of the held-out campaign leaks in.",
]


def witness():
    rng = np.random.default_rng(8)
    X = rng.integers(0, 9, (9, 4)).astype(float)
    return X, X[:, 1] - 2.0 * X[:, 3] + rng.normal(size=9), 4


def fit_predict(A, t, B):
    m, moving = A.mean(0), np.ptp(A, axis=0) > 0
    s = np.where(moving, A.std(0), 1.0)
    A, B, c = np.where(moving, (A - m) / s, 0.0), (B - m) / s, t.mean()
    d = t - c if np.ptp(t) > 0 else np.zeros(len(t))
    r = np.abs(A.T @ d)
    keep = np.argsort(-r, kind="stable")[:2]
    big = np.vstack([A[:, keep], np.sqrt(2.0) * np.eye(2)])
    w = np.linalg.lstsq(big, np.concatenate([d, [0.0, 0.0]]), rcond=None)[0]
    return B[:, keep] @ w + c


def oof_predictions(X, y, k):
    folds = np.array_split(np.arange(len(y)), k)
    return np.concatenate([fit_predict(np.delete(X, f, 0), np.delete(y, f), X[f]) for f in folds])
