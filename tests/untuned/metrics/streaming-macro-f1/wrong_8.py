"""Mistake: the combined code is built in place in np.asarray(y_true, dtype=int64), which is the caller's array if it already has that type. Violates "read-only or views. They stay as they are". Shows on y_true = np.array([1, 0]) with C = 2: afterwards it holds codes."""
import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.c = n_classes
        self.m = np.zeros((n_classes, n_classes), dtype=np.int64)

    def update(self, y_true, y_pred):
        code = np.asarray(y_true, dtype=np.int64)
        code *= self.c
        code += np.asarray(y_pred, dtype=np.int64)
        self.m += np.bincount(code, minlength=self.c * self.c).reshape(self.c, self.c)

    def compute(self):
        den = self.m.sum(axis=0) + self.m.sum(axis=1)
        return float((2 * np.diag(self.m) / np.maximum(den, 1)).mean())
