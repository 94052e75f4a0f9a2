"""Learns the number of classes from the largest label so far.

Trap: `bincount` is as long as the largest label it sees.
Mistake: shapes_assumed
Caught by: edge/absent-classes
May also fail: oracle/streams, oracle/uneven-batches, edge/many-looks
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.true, self.pred = np.zeros(0, dtype=int), np.zeros(0, dtype=int)

    def update(self, y_true, y_pred):
        self.true = np.append(self.true, np.asarray(y_true, dtype=int))
        self.pred = np.append(self.pred, np.asarray(y_pred, dtype=int))

    def compute(self):
        if not len(self.true):
            return 0.0
        classes = 1 + max(self.true.max(), self.pred.max())
        ends = np.bincount(self.true, minlength=classes) + np.bincount(self.pred, minlength=classes)
        hits = np.bincount(self.true[self.true == self.pred], minlength=classes)
        return float(np.divide(2 * hits, ends, out=np.zeros(classes), where=ends > 0).mean())
