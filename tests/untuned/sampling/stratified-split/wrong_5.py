"""Walks the classes in the order of a set; for strings that order changes with the hash seed of the process. Violates "The same
y, test_frac and seed give the same split in every process". Shows on string labels with several classes in two processes."""
import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac")
    labels = y.tolist() if isinstance(y, np.ndarray) else list(y)
    rng = np.random.default_rng(seed)
    test = []
    for label in set(labels):
        rows = [i for i, v in enumerate(labels) if v == label]
        k = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            k = min(max(k, 1), len(rows) - 1)
        test.extend(int(i) for i in rng.choice(rows, k, replace=False))
    test = np.array(sorted(test), dtype=int)
    train = np.setdiff1d(np.arange(len(labels)), test)
    return train, test
