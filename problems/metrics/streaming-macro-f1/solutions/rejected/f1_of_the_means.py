"""Averages precision and recall over classes, and combines the two means.

Trap: another measure that is called macro-F1 as well.
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
        zeros = np.zeros(len(hits))
        predicted, true = self.confusion.sum(axis=0), self.confusion.sum(axis=1)
        precision = np.divide(hits, predicted, out=zeros.copy(), where=predicted > 0).mean()
        recall = np.divide(hits, true, out=zeros, where=true > 0).mean()
        return float(2 * precision * recall / (precision + recall)) if precision + recall > 0 else 0.0
