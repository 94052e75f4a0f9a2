"""Old-fashioned: Knuth's selection sampling in a single pass over the rows with a private RandomState. A row is taken with
probability (still needed) / (still to come) of its class. Ascending order comes for free. f * n_c in double precision."""
import numpy as np


def stratified_split(y, test_frac, seed):
    if not (0.0 < test_frac and test_frac < 1.0):
        raise ValueError("test_frac must be strictly between 0 and 1, got %r" % (test_frac,))
    labels = [v for v in np.asarray(y).tolist()] if isinstance(y, np.ndarray) else list(y)
    left = {}
    for v in labels:
        left[v] = left.get(v, 0) + 1
    need = {}
    for v, n_c in left.items():
        k = int(float(test_frac) * n_c + 0.5)           # positive, so int() is the floor
        if n_c >= 2:
            k = max(1, min(n_c - 1, k))
        need[v] = k
    rng = np.random.RandomState(seed)
    train, test = [], []
    for i, v in enumerate(labels):
        if rng.randint(left[v]) < need[v]:
            test.append(i)
            need[v] -= 1
        else:
            train.append(i)
        left[v] -= 1
    return np.array(train, dtype=int), np.array(test, dtype=int)
