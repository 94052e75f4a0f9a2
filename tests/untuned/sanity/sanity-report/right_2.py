"""Vectorised: all values are replaced by their exact rank in one sorted list of Python numbers (NaN becomes -1), and everything else is done with NumPy on integers. Open point: `[]` as X_test is accepted as a table without rows."""

import numpy as np


def _array(value):
    a = np.asarray(value)
    if a.dtype.kind == "f" or a.dtype == object or not isinstance(value, np.ndarray):
        return np.array(value, dtype=object) if not isinstance(value, np.ndarray) else a
    return a


def sanity_report(X_train, y_train, X_test):
    A, y, B = _array(X_train), _array(y_train), _array(X_test)
    if A.ndim != 2:
        raise ValueError("X_train must have two dimensions")
    if not isinstance(X_test, np.ndarray) and B.shape == (0,):
        B = B.reshape(0, A.shape[1])
    if B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("X_test does not match")
    if y.shape != (len(A),):
        raise ValueError("one label per row, please")
    n, d = A.shape
    values = [v.item() if isinstance(v, np.generic) else v for v in A.ravel().tolist() + B.ravel().tolist()]
    order = {v: i for i, v in enumerate(sorted({v for v in values if v == v}))}
    ranks = np.array([order[v] if v == v else -1 for v in values], dtype=np.int64)
    A, B = ranks[: n * d].reshape(n, d), ranks[n * d :].reshape(-1, d)
    label = np.array(y.tolist(), dtype=float)
    top = len(order) + 1

    codes = []
    if (ranks < 0).any() or np.isnan(label).any():
        codes.append("missing")
    seen = A >= 0
    low = np.where(seen, A, top).min(axis=0)
    high = np.where(seen, A, -1).max(axis=0)
    codes += [f"constant:{j}" for j in np.flatnonzero(low >= high)]
    lo, hi = {}, {}
    for c in (0, 1):
        part = seen & (label == c)[:, None]
        lo[c] = np.where(part, A, top).min(axis=0)
        hi[c] = np.where(part, A, -1).max(axis=0)
    leak = ((hi[0] < lo[1]) | (hi[1] < lo[0])) & (hi[0] >= 0) & (hi[1] >= 0)
    codes += [f"label_leak:{j}" for j in np.flatnonzero(leak)]
    if len(B) and np.unique(np.vstack([np.unique(A, axis=0), np.unique(B, axis=0)]), axis=0).shape[0] < len(np.unique(A, axis=0)) + len(np.unique(B, axis=0)):
        codes.append("train_test_duplicate")
    if not ((label == 0).any() and (label == 1).any()):
        codes.append("single_class")
    return sorted(codes)
