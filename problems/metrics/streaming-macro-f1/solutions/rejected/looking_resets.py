"""A look empties the counts.

Trap: fine for a report per interval, but this is the score of the day so far.
Mistake: no_validation
Caught by: edge/many-looks, oracle/streams
May also fail: edge/absent-classes, edge/several-instances
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
        self.confusion = np.zeros_like(self.confusion)
        return float(f1.mean())
