"""One mean and one variance for all features.

Trap: right for one feature only.
Mistake: shapes_assumed
Caught by: oracle/training, oracle/mixed
May also fail: oracle/square, oracle/side-by-side, stability/offset, edge/special-calls, edge/types
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
            mean, var = X.mean(), X.var()
            self.mean = (1 - self.momentum) * self.mean + self.momentum * mean
            self.var = (1 - self.momentum) * self.var + self.momentum * var * len(X) / (len(X) - 1)
        else:
            mean, var = self.mean, self.var
        return (X - mean) / np.sqrt(var + self.eps)
