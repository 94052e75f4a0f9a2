"""Keeps the running statistics in a dictionary of the class.

Trap: all layers write into one memory.
Mistake: no_validation
Caught by: oracle/side-by-side
May also fail: oracle/mixed, oracle/square, metamorphic/more-listening, edge/special-calls, edge/types,
  hygiene/inputs
"""

import numpy as np


class BatchNorm1d:
    state = {}

    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps

    def forward(self, X, training):
        X = np.asarray(X, dtype=float)
        if training:
            if len(X) < 2:
                raise ValueError("one row has no spread")
            mean, var = X.mean(axis=0), X.var(axis=0)
            old_mean, old_var = self.state.get(X.shape[1], (0.0, 1.0))
            self.state[X.shape[1]] = (
                (1 - self.momentum) * old_mean + self.momentum * mean,
                (1 - self.momentum) * old_var + self.momentum * var * len(X) / (len(X) - 1),
            )
        else:
            mean, var = self.state.get(X.shape[1], (0.0, 1.0))
        return (X - mean) / np.sqrt(var + self.eps)
