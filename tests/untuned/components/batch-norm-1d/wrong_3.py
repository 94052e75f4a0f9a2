"""Computes in the precision of the batch when that is a float already. Violates "a new float64 array [n, d]" for X that "may be ... float32".
Shows on X = np.float32([[0.1], [0.2], [0.4]]), training: a float32 array."""
import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.r, self.s = 0.0, 1.0

    def forward(self, X, training):
        X = np.asarray(X)
        if X.dtype.kind != "f":
            X = X.astype(np.float64)
        if not training:
            return (X - self.r) / np.sqrt(self.s + self.eps)
        n = len(X)
        if n < 2:
            raise ValueError("one row")
        mu = X.mean(axis=0)
        v = ((X - mu) ** 2).mean(axis=0)
        m = self.momentum
        self.r = (1 - m) * self.r + m * mu
        self.s = (1 - m) * self.s + m * n / (n - 1) * v
        return (X - mu) / np.sqrt(v + self.eps)
