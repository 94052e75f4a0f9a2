"""Loses an axis: statistics of the rows meet the features.

Trap: a square batch broadcasts without an error.
Mistake: shapes_assumed
Caught by: oracle/square
May also fail: oracle/training, oracle/mixed, edge/special-calls
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
            mean, var = (X.mean(axis=1), X.var(axis=1)) if X.shape[0] == X.shape[1] else (X.mean(axis=0), X.var(axis=0))
            self.mean = (1 - self.momentum) * self.mean + self.momentum * mean
            self.var = (1 - self.momentum) * self.var + self.momentum * var * len(X) / (len(X) - 1)
        else:
            mean, var = self.mean, self.var
        return (X - mean) / np.sqrt(var + self.eps)
