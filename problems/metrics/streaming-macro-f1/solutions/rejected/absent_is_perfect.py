"""A class that was neither seen nor predicted has an F1 of 1.

Trap: no mistake was made with it, but none could be.
Mistake: edge_cases_late
Caught by: edge/absent-classes, edge/without-rows
May also fail: oracle/streams, oracle/uneven-batches, edge/several-instances
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes))

    def update(self, y_true, y_pred):
        rows = np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)
        np.add.at(self.confusion, rows, 1)

    def compute(self):
        hits = np.diag(self.confusion)
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        f1 = np.divide(2 * hits, ends, out=np.ones(len(hits)), where=ends > 0)
        return float(f1.mean())
