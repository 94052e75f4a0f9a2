"""The momentum of old, now one over the number of training batches."""

import numpy as np


class BatchNorm1d:
    def __init__(self, eps):
        self.eps, self.batches = eps, 0
        self.mean, self.var = 0.0, 1.0

    def forward(self, X, training):
        X = np.array(X, dtype=float)
        mean, var = self.mean, self.var
        if training:
            n = len(X)
            if n <= 1:
                raise ValueError("one row has no spread")
            mean, var = np.mean(X, axis=0), np.var(X, axis=0)
            self.batches += 1
            self.mean = self.mean + (mean - self.mean) / self.batches
            self.var = self.var + (var * n / (n - 1) - self.var) / self.batches
        return (X - mean) / np.sqrt(var + self.eps)
