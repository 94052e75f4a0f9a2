"""Averages the variances of the batches as they are.

Trap: the correction for small batches is lost with the momentum.
Mistake: none
Caught by: oracle/many-batches, oracle/mixed
May also fail: oracle/square, oracle/side-by-side, stability/offset, edge/special-calls, edge/types
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
            self.count += 1
            share = 1 / self.count
            self.mean = (1 - share) * self.mean + share * mean
            self.var = (1 - share) * self.var + share * var
        return (X - mean) / np.sqrt(var + self.eps)
