"""Normalises by the batch in both modes.

Trap: a row then depends on who else is heard.
Mistake: leakage
Caught by: perturb/heard-rows, oracle/mixed
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
            mean, var = X.mean(axis=0), X.var(axis=0)
            self.mean = (1 - self.momentum) * self.mean + self.momentum * mean
            self.var = (1 - self.momentum) * self.var + self.momentum * var * len(X) / (len(X) - 1)
        else:
            mean, var = X.mean(axis=0), X.var(axis=0)
        return (X - mean) / np.sqrt(var + self.eps)
