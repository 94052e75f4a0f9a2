"""Keeps one array for the results and hands it out again for batches of the same shape.

Trap: whoever holds the last result sees the next one in it.
Mistake: no_validation
Caught by: hygiene/inputs
"""

import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.mean, self.var = 0.0, 1.0
        self.out = np.empty((0, 0))

    def forward(self, X, training):
        X = np.asarray(X, dtype=np.float64)
        mean, var = self.learn(X) if training else (self.mean, self.var)
        if self.out.shape != X.shape:
            self.out = np.empty(X.shape)
        np.subtract(X, mean, out=self.out)
        self.out /= np.sqrt(var + self.eps)
        return self.out

    def learn(self, X):
        if len(X) < 2:
            raise ValueError("two rows are needed")
        mean, var, m = X.mean(axis=0), X.var(axis=0), self.momentum
        self.mean = (1 - m) * self.mean + m * mean
        self.var = (1 - m) * self.var + m * X.var(axis=0, ddof=1)
        return mean, var
