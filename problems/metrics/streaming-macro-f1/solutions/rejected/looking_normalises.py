"""A look turns the counts into shares, in place.

Trap: the same result at once, and later batches weigh far more than earlier ones.
Mistake: no_validation
Caught by: edge/many-looks, oracle/streams
May also fail: edge/several-instances
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes))

    def update(self, y_true, y_pred):
        rows = np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)
        np.add.at(self.confusion, rows, 1)

    def compute(self):
        self.confusion /= max(self.confusion.sum(), 1)
        hits = np.diag(self.confusion)
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        f1 = np.divide(2 * hits, ends, out=np.zeros(len(hits)), where=ends > 0)
        return float(f1.mean())
