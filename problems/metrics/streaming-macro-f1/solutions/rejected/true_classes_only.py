"""The mean is over the classes that the inspectors have found.

Trap: a class that is only ever predicted goes unpunished.
Mistake: wrong_objective
Caught by: edge/absent-classes
May also fail: oracle/streams, oracle/uneven-batches, edge/without-rows, edge/many-looks,
  edge/several-instances
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
        f1 = np.divide(2 * hits, ends, out=np.zeros(len(hits)), where=ends > 0)
        found = self.confusion.sum(axis=1) > 0
        return float(f1[found].mean()) if found.any() else 0.0
