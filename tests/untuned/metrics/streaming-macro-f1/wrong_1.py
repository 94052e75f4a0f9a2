"""Mistake: the combined code y_true * C + y_pred is computed in the type of the labels and overflows for uint8. Violates "y_true and y_pred are ... of any integer type". Shows on C = 20 with y_true = y_pred = np.array([15], dtype=np.uint8): 315 becomes 59, another cell."""
import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.c = n_classes
        self.cells = np.zeros(n_classes * n_classes, dtype=np.int64)

    def update(self, y_true, y_pred):
        if len(y_true) == 0:
            return
        code = np.asarray(y_true) * self.c + np.asarray(y_pred)
        np.add.at(self.cells, code, 1)

    def compute(self):
        m = self.cells.reshape(self.c, self.c)
        tp = np.diag(m)
        den = m.sum(axis=0) + m.sum(axis=1)
        return float(np.where(den > 0, 2 * tp / np.maximum(den, 1), 0.0).mean())
