"""Variance as mean of squares minus square of the mean, not below 0. Violates "Raw energy features lie near 1e7 with a spread of about 1; there it is 1e-6".
Shows on X = [[1e7], [1e7 + 1], [1e7 + 2]], training."""
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
        v = np.maximum((X ** 2).mean(axis=0) - mu ** 2, 0.0)
        m = self.momentum
        self.r = (1 - m) * self.r + m * mu
        self.s = (1 - m) * self.s + m * n / (n - 1) * v
        return (X - mu) / np.sqrt(v + self.eps)
