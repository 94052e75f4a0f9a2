"""The mean is over classes that a row belongs to.

Trap: a class that is only predicted goes unpunished.
Mistake: wrong_objective
Caught by: edge/turned-up, edge/absent-classes
May also fail: oracle/streams, oracle/uneven-batches, edge/many-looks, edge/several-instances,
  edge/without-rows
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes))

    def update(self, y_true, y_pred):
        np.add.at(self.confusion, (np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)), 1)

    def compute(self):
        ends = self.confusion.sum(axis=0) + self.confusion.sum(axis=1)
        turned_up = self.confusion.sum(axis=1) > 0
        if not turned_up.any():
            return 0.0
        return float(np.mean(2 * np.diag(self.confusion)[turned_up] / ends[turned_up]))
