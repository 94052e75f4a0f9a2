"""Updates the running statistics in both modes.

Trap: the voices that are only heard move the layer.
Mistake: leakage
Caught by: perturb/heard-rows, metamorphic/more-listening, oracle/mixed
May also fail: oracle/square, oracle/side-by-side, edge/special-calls
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
            mean, var = self.mean, self.var
            if len(X) > 1:
                self.mean = (1 - self.momentum) * self.mean + self.momentum * X.mean(axis=0)
                self.var = (1 - self.momentum) * self.var + self.momentum * X.var(axis=0, ddof=1)
        return (X - mean) / np.sqrt(var + self.eps)
