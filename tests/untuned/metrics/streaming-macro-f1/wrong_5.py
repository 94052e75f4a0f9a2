"""Mistake: an empty list becomes a float64 array, which cannot index. Violates "A batch may hold one row or none". Shows on update([], []): IndexError."""
import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.m = np.zeros((n_classes, n_classes), dtype=np.int64)

    def update(self, y_true, y_pred):
        np.add.at(self.m, (np.asarray(y_true), np.asarray(y_pred)), 1)

    def compute(self):
        tp = np.diagonal(self.m)
        den = self.m.sum(axis=0) + self.m.sum(axis=1)
        f = np.zeros(len(den))
        f[den > 0] = 2 * tp[den > 0] / den[den > 0]
        return float(f.mean())
