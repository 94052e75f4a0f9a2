"""Welford's recurrence over the rows for mean and sum of squares, vectorised over the features; running statistics are moved towards the batch by the difference."""
import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self._momentum = float(momentum)
        self._eps = float(eps)
        self._running = None

    def forward(self, X, training):
        X = np.array(X, dtype=np.float64, ndmin=2)
        if self._running is None:
            self._running = (np.zeros(X.shape[1]), np.ones(X.shape[1]))
        mean, var = self._running
        if training:
            if len(X) < 2:
                raise ValueError("cannot learn from a single row")
            centre, m2 = np.zeros(X.shape[1]), np.zeros(X.shape[1])
            for count, row in enumerate(X, start=1):
                delta = row - centre
                centre = centre + delta / count
                m2 = m2 + delta * (row - centre)
            self._running = (mean + self._momentum * (centre - mean),
                             var + self._momentum * (m2 / (len(X) - 1) - var))
            mean, var = centre, m2 / len(X)
        return (X - mean) / np.sqrt(var + self._eps)
