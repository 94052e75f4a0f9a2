"""Sums of batch means and variances, divided when they are used."""

import numpy as np


class BatchNorm1d:
    def __init__(self, eps):
        self.eps = eps
        self.batches, self.means, self.variances = 0, 0.0, 0.0

    def forward(self, X, training):
        X = np.asarray(X, dtype=np.float64)
        if training:
            return self.train(X)
        if self.batches == 0:
            return X / np.sqrt(1.0 + self.eps)
        return (X - self.means / self.batches) / np.sqrt(self.variances / self.batches + self.eps)

    def train(self, X):
        if len(X) < 2:
            raise ValueError("a training batch needs at least two rows")
        mean = X.mean(axis=0)
        self.batches += 1
        self.means = self.means + mean
        self.variances = self.variances + X.var(axis=0, ddof=1)
        return (X - mean) / np.sqrt(X.var(axis=0) + self.eps)
