"""Welford's update over the rows of a batch; both modes end in one line."""

import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.state = np.array([[0.0], [1.0]])

    def forward(self, X, training):
        X = np.asarray(X, dtype=float)
        mean, variance = self.learn(X) if training else self.state
        return (X - mean) / np.sqrt(variance + self.eps)

    def learn(self, X):
        if len(X) <= 1:
            raise ValueError("a single row cannot be learnt from")
        mean, squares = np.zeros(X.shape[1]), np.zeros(X.shape[1])
        for count, row in enumerate(X, start=1):
            step = row - mean
            mean = mean + step / count
            squares = squares + step * (row - mean)
        batch = np.stack([mean, squares / (len(X) - 1)])
        self.state = (1.0 - self.momentum) * self.state + self.momentum * batch
        return mean, squares / len(X)
