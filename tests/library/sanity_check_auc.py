"""sklearn.metrics.roc_auc_score as the yardstick of a check"""

import numpy as np
from sklearn.metrics import roc_auc_score


def check(auc):
    rng = np.random.default_rng(7)
    for n in (2, 3, 5, 8, 13, 30, 60):
        labels = rng.permutation(np.append([1, 0], rng.integers(0, 2, size=n - 2)))
        for scores in (
            rng.normal(scale=30.0, size=n),
            rng.integers(-2, 3, size=n) / 2,
            1.0 + 1e-12 * rng.permutation(n),
        ):
            y, s = labels.copy(), scores.copy()
            assert abs(auc(y, s) - roc_auc_score(labels, scores)) <= 1e-8, "another area"
            assert (y == labels).all() and (s == scores).all(), "arguments were modified"
