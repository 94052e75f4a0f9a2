"""Divides the hits by hits plus misses, each row counted once.

Trap: that is the Jaccard index; the factor two is missing.
Mistake: wrong_objective
Caught by: oracle/streams, oracle/uneven-batches, edge/many-looks, edge/absent-classes
May also fail: edge/without-rows, edge/several-instances, edge/narrow-types
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
        f1 = np.divide(hits, ends - hits, out=np.zeros(len(hits)), where=ends > 0)
        return float(f1.mean())
