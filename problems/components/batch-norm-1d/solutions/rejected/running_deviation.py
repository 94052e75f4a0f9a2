"""Averages deviations instead of variances.

Trap: the square of a mean is not the mean of squares.
Mistake: none
Caught by: oracle/mixed
May also fail: oracle/square, oracle/side-by-side, edge/special-calls, edge/types
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
            mean, var = X.mean(axis=0), X.var(axis=0)
            self.mean = (1 - self.momentum) * self.mean + self.momentum * mean
            self.var = ((1 - self.momentum) * np.sqrt(self.var) + self.momentum * X.std(axis=0, ddof=1)) ** 2
        else:
            mean, var = self.mean, self.var
        return (X - mean) / np.sqrt(var + self.eps)
