"""Keeps the running statistics in a dict of the class, which all layers share. Violates "Several layers live side by side" and "they start at 0 and 1".
Shows on two layers: after one is trained the other one listens with its statistics."""
import numpy as np


class BatchNorm1d:
    running = {}

    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps

    def forward(self, X, training):
        X = np.asarray(X, dtype=np.float64)
        d = X.shape[1]
        r, s = self.running.setdefault(d, (np.zeros(d), np.ones(d)))
        if not training:
            return (X - r) / np.sqrt(s + self.eps)
        n = len(X)
        if n < 2:
            raise ValueError("one row")
        mu = X.mean(axis=0)
        v = ((X - mu) ** 2).mean(axis=0)
        m = self.momentum
        self.running[d] = ((1 - m) * r + m * mu, (1 - m) * s + m * n / (n - 1) * v)
        return (X - mu) / np.sqrt(v + self.eps)
