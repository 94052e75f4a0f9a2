"""State as two arrays, made when the first batch says how wide it is."""

import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum = momentum
        self.eps = eps
        self.running_mean = self.running_var = None

    def forward(self, X, training):
        X = np.asarray(X, dtype=np.float64)
        n, d = X.shape
        if self.running_mean is None:
            self.running_mean, self.running_var = np.zeros(d), np.ones(d)
        if not training:
            return (X - self.running_mean) / np.sqrt(self.running_var + self.eps)
        if n < 2:
            raise ValueError("a training batch needs at least two rows")
        mean, var = X.mean(axis=0), X.var(axis=0)
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        return (X - mean) / np.sqrt(var + self.eps)
