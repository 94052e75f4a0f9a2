"""Refuses a single row in both modes.

Trap: listening to one row is the normal case.
Mistake: edge_cases_late
Caught by: edge/special-calls
May also fail: metamorphic/more-listening
"""

import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.mean, self.var = 0.0, 1.0

    def forward(self, X, training):
        X = np.asarray(X, dtype=float)
        if len(X) < 2:
            raise ValueError("one row has no spread")
        if training:
            mean, var = X.mean(axis=0), X.var(axis=0)
            self.mean = (1 - self.momentum) * self.mean + self.momentum * mean
            self.var = (1 - self.momentum) * self.var + self.momentum * var * len(X) / (len(X) - 1)
        else:
            mean, var = self.mean, self.var
        return (X - mean) / np.sqrt(var + self.eps)
