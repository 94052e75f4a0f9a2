"""Numbers the pairs of classes in the type of the labels.

Trap: in bytes, twenty times a class does not fit, and the count lands on another pair.
Mistake: shapes_assumed
Caught by: edge/narrow-types
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.n_classes = n_classes
        self.confusion = np.zeros((n_classes, n_classes))

    def update(self, y_true, y_pred):
        y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
        pair = (y_true * y_true.dtype.type(self.n_classes) + y_pred).astype(int)
        counts = np.bincount(pair, minlength=self.n_classes**2)
        self.confusion += counts.reshape(self.n_classes, self.n_classes)

    def compute(self):
        hits = np.diag(self.confusion)
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        f1 = np.divide(2 * hits, ends, out=np.zeros(len(hits)), where=ends > 0)
        return float(f1.mean())
