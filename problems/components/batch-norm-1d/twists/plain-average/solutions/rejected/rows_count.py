"""Weighs each batch by its rows.

Trap: a longer batch counts more, which was not asked for.
Mistake: wrong_objective
Caught by: oracle/many-batches, oracle/mixed
May also fail: stability/offset, edge/special-calls
"""

import numpy as np


class BatchNorm1d:
    def __init__(self, eps):
        self.eps = eps
        self.mean, self.var = 0.0, 1.0
        self.count = 0

    def forward(self, X, training):
        X = np.asarray(X, dtype=float)
        mean, var = self.mean, self.var
        if training:
            n = len(X)
            if n < 2:
                raise ValueError("one row has no spread")
            mean, var = X.mean(axis=0), X.var(axis=0)
            self.count += n
            share = n / self.count
            self.mean = (1 - share) * self.mean + share * mean
            self.var = (1 - share) * self.var + share * var * n / (n - 1)
        return (X - mean) / np.sqrt(var + self.eps)
