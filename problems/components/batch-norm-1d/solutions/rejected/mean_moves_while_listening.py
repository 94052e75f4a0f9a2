"""Only the running mean is updated before the modes part.

Trap: half of the state is written outside the branch.
Mistake: leakage
Caught by: metamorphic/more-listening, perturb/heard-rows
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
        if len(X) > 1:
            self.mean = (1 - self.momentum) * self.mean + self.momentum * X.mean(axis=0)
        if training:
            if len(X) < 2:
                raise ValueError("one row has no spread")
            mean, var = X.mean(axis=0), X.var(axis=0)
            self.var = (1 - self.momentum) * self.var + self.momentum * var * len(X) / (len(X) - 1)
        else:
            mean, var = self.mean, self.var
        return (X - mean) / np.sqrt(var + self.eps)
