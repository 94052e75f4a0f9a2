"""Takes the statistics along the features of each row.

Trap: that is another kind of normalisation, and raises nothing when n equals d.
Mistake: shapes_assumed
Caught by: oracle/training, oracle/square
May also fail: oracle/mixed, oracle/side-by-side, stability/offset, edge/special-calls, edge/types
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
            mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
            self.mean = (1 - self.momentum) * self.mean + self.momentum * mean.mean()
            self.var = (1 - self.momentum) * self.var + self.momentum * var.mean() * len(X) / (len(X) - 1)
        else:
            mean, var = self.mean, self.var
        return (X - mean) / np.sqrt(var + self.eps)
