"""Keeps the running statistics in single precision to save memory. Violates "Results are compared at a relative or absolute 1e-8".
Shows on a training batch [[0.1], [0.4]] followed by listening to [[0.3]]; worse near 1e7."""
import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.r = self.s = None

    def forward(self, X, training):
        X = np.asarray(X, dtype=np.float64)
        n, d = X.shape
        if self.r is None:
            self.r = np.zeros(d, dtype=np.float32)
            self.s = np.ones(d, dtype=np.float32)
        if not training:
            return (X - self.r) / np.sqrt(self.s.astype(np.float64) + self.eps)
        if n < 2:
            raise ValueError("one row")
        mu = X.mean(axis=0)
        v = ((X - mu) ** 2).mean(axis=0)
        m = self.momentum
        self.r *= 1 - m
        self.r += m * mu
        self.s *= 1 - m
        self.s += m * n / (n - 1) * v
        return (X - mu) / np.sqrt(v + self.eps)
