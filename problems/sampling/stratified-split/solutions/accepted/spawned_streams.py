"""One independent stream per class, spawned from the seed; complement by set difference."""

import numpy as np


def n_test_rows(n, test_frac):
    wanted = int(test_frac * n + 0.5)
    return sorted((1, wanted, n - 1))[1]  # for a single row this is the number wanted, 0 or 1


def stratified_split(y, test_frac, seed):
    if not (0 < test_frac and test_frac < 1):
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    labels = sorted(set(y.tolist()))
    streams = np.random.SeedSequence(seed).spawn(len(labels))

    parts = [np.empty(0, dtype=np.intp)]
    for label, stream in zip(labels, streams):
        (rows,) = np.nonzero(y == label)
        rng = np.random.default_rng(stream)
        parts.append(rng.choice(rows, size=n_test_rows(rows.size, test_frac), replace=False))
    test_idx = np.sort(np.concatenate(parts))
    return np.setdiff1d(np.arange(y.size), test_idx), test_idx
