"""Terse, with np.var in both of its forms (ddof 0 and 1); the column is shifted by its first row before anything is computed, which keeps large offsets harmless."""
import numpy as np


class BatchNorm1d:
    def __init__(self, momentum, eps):
        self.p, self.state = (momentum, eps), None

    def forward(self, X, training):
        m, eps = self.p
        X = np.array(X, dtype=float)
        r, s = self.state or (np.zeros(X.shape[1]), np.ones(X.shape[1]))
        if training:
            if len(X) < 2:
                raise ValueError("n < 2")
            Z = X - X[0]
            self.state = ((1 - m) * r + m * (X[0] + Z.mean(0)), (1 - m) * s + m * Z.var(0, ddof=1))
            return (Z - Z.mean(0)) / np.sqrt(Z.var(0) + eps)
        return (X - r) / np.sqrt(s + eps)
