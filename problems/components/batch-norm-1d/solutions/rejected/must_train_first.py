"""Refuses to listen before any training.

Trap: a new device listens before it has learnt anything.
Mistake: edge_cases_late
Caught by: edge/special-calls
May also fail: oracle/side-by-side, metamorphic/more-listening, loud/single-row
"""

import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.mean, self.var = None, None

    def forward(self, X, training):
        X = np.asarray(X, dtype=float)
        if training:
            if len(X) < 2:
                raise ValueError("one row has no spread")
            mean, var = X.mean(axis=0), X.var(axis=0)
            old_mean, old_var = (0.0, 1.0) if self.mean is None else (self.mean, self.var)
            self.mean = (1 - self.momentum) * old_mean + self.momentum * mean
            self.var = (1 - self.momentum) * old_var + self.momentum * var * len(X) / (len(X) - 1)
        else:
            if self.mean is None:
                raise RuntimeError("not trained yet")
            mean, var = self.mean, self.var
        return (X - mean) / np.sqrt(var + self.eps)
