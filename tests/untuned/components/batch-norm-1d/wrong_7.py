"""Updates the running statistics in every call with two rows or more, whether it trains or listens. Violates "Listening ... the layer stays as it is".
Shows on two listening calls with [[1.0], [2.0]]: the second result differs from the first."""
import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.r, self.s = 0.0, 1.0

    def forward(self, X, training):
        X = np.asarray(X, dtype=np.float64)
        n = len(X)
        if training and n < 2:
            raise ValueError("one row")
        r, s = self.r, self.s
        if n >= 2:
            mu = X.mean(axis=0)
            v = ((X - mu) ** 2).mean(axis=0)
            m = self.momentum
            self.r = (1 - m) * r + m * mu
            self.s = (1 - m) * s + m * n / (n - 1) * v
        if training:
            return (X - mu) / np.sqrt(v + self.eps)
        return (X - r) / np.sqrt(s + self.eps)
