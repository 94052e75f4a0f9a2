"""Centres and scales the batch in place. Violates "it is not modified" and "a new float64 array" (and fails on a read-only one).
Shows on X = np.array([[1.0], [2.0]]), training: afterwards X is normalised."""
import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.r, self.s = 0.0, 1.0

    def forward(self, X, training):
        X = np.asarray(X, dtype=np.float64)
        if not training:
            return (X - self.r) / np.sqrt(self.s + self.eps)
        n = len(X)
        if n < 2:
            raise ValueError("one row")
        mu = X.mean(axis=0)
        X -= mu
        v = (X ** 2).mean(axis=0)
        m = self.momentum
        self.r = (1 - m) * self.r + m * mu
        self.s = (1 - m) * self.s + m * n / (n - 1) * v
        X /= np.sqrt(v + self.eps)
        return X
