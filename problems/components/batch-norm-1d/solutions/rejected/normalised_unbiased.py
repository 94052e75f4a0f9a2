"""Normalises the batch by the variance that is divided by one less.

Trap: one variance is used for both purposes.
Mistake: none
Caught by: oracle/training
May also fail: oracle/mixed, oracle/square, oracle/side-by-side, stability/offset, edge/special-calls,
  edge/types
"""

import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.mean, self.var = 0.0, 1.0

    def forward(self, X, training):
        X = np.asarray(X, dtype=float)
        if training:
            if len(X) < 2:
                raise ValueError("one row has no spread")
            mean, var = X.mean(axis=0), X.var(axis=0, ddof=1)
            self.mean = (1 - self.momentum) * self.mean + self.momentum * mean
            self.var = (1 - self.momentum) * self.var + self.momentum * var
        else:
            mean, var = self.mean, self.var
        return (X - mean) / np.sqrt(var + self.eps)
