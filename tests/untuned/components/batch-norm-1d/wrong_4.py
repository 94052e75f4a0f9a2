"""Hands the batch through as long as the layer was never trained. Violates "they start at 0 and 1" and "A layer may listen before it was ever trained": the result is
X / sqrt(1 + eps). Shows on BatchNorm1d(0.5, 0.75).forward([[1.0]], False): 1 instead of 0.756."""
import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.r = self.s = None

    def forward(self, X, training):
        X = np.array(X, dtype=np.float64)
        if not training:
            if self.r is None:
                return X
            return (X - self.r) / np.sqrt(self.s + self.eps)
        n, d = X.shape
        if n < 2:
            raise ValueError("one row")
        if self.r is None:
            self.r, self.s = np.zeros(d), np.ones(d)
        mu = X.mean(axis=0)
        v = ((X - mu) ** 2).mean(axis=0)
        m = self.momentum
        self.r = (1 - m) * self.r + m * mu
        self.s = (1 - m) * self.s + m * n / (n - 1) * v
        return (X - mu) / np.sqrt(v + self.eps)
