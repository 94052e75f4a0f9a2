"""The classes of the last batch are in the mean.

Trap: a class leaves the mean as soon as a batch comes without it.
Mistake: no_validation
Caught by: edge/turned-up, oracle/streams, oracle/uneven-batches
May also fail: edge/many-looks, edge/several-instances, edge/without-rows, metamorphic/one-batch,
  metamorphic/row-by-row
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes))
        self.turned_up = np.zeros(0, dtype=int)

    def update(self, y_true, y_pred):
        y_true, y_pred = np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)
        np.add.at(self.confusion, (y_true, y_pred), 1)
        self.turned_up = np.union1d(y_true, y_pred)

    def compute(self):
        ends = (self.confusion.sum(axis=0) + self.confusion.sum(axis=1))[self.turned_up]
        hits = np.diag(self.confusion)[self.turned_up]
        return float(np.mean(2 * hits / ends)) if len(self.turned_up) else 0.0
