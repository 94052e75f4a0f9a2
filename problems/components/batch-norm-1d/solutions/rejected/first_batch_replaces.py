"""Starts the running statistics with the first batch.

Trap: plausible, and not the rule: they start at 0 and 1.
Mistake: none
Caught by: oracle/mixed
May also fail: oracle/square, oracle/side-by-side, edge/special-calls, edge/types
"""

import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.mean, self.var, self.trained = 0.0, 1.0, False

    def forward(self, X, training):
        X = np.asarray(X, dtype=float)
        if training:
            if len(X) < 2:
                raise ValueError("one row has no spread")
            mean, var = X.mean(axis=0), X.var(axis=0)
            share = self.momentum if self.trained else 1.0
            self.trained = True
            self.mean = (1 - share) * self.mean + share * mean
            self.var = (1 - share) * self.var + share * var * len(X) / (len(X) - 1)
        else:
            mean, var = self.mean, self.var
        return (X - mean) / np.sqrt(var + self.eps)
