"""Keeps one output buffer per shape to save memory on the device. Violates "a new float64 array [n, d]": the next call overwrites the last result.
Shows on a = layer.forward([[1.0]], False); layer.forward([[5.0]], False): a has changed."""
import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.momentum, self.eps = momentum, eps
        self.r, self.s = 0.0, 1.0
        self._out = None

    def forward(self, X, training):
        X = np.asarray(X, dtype=np.float64)
        n = len(X)
        if training and n < 2:
            raise ValueError("one row")
        if self._out is None or self._out.shape != X.shape:
            self._out = np.empty(X.shape)
        if training:
            mu = X.mean(axis=0)
            v = ((X - mu) ** 2).mean(axis=0)
            m = self.momentum
            self.r = (1 - m) * self.r + m * mu
            self.s = (1 - m) * self.s + m * n / (n - 1) * v
        else:
            mu, v = self.r, self.s
        np.subtract(X, mu, out=self._out)
        self._out /= np.sqrt(v + self.eps)
        return self._out
