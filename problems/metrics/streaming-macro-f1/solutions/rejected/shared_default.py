"""The list of batches is a default argument.

Trap: a default is made once, so every instance begins with the batches of the others.
Mistake: pure_coding
Caught by: edge/several-instances
May also fail: oracle/streams, oracle/uneven-batches, metamorphic/one-batch, metamorphic/row-by-row,
    edge/absent-classes, edge/without-rows, edge/many-looks, edge/narrow-types, hygiene/inputs
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes, batches=[]):
        self.n_classes = n_classes
        self.batches = batches

    def update(self, y_true, y_pred):
        self.batches.append((np.array(y_true, dtype=int), np.array(y_pred, dtype=int)))

    def compute(self):
        f1 = np.zeros(self.n_classes)
        if not self.batches:
            return 0.0
        true, pred = (np.concatenate(part) for part in zip(*self.batches))
        for c in range(self.n_classes):
            ends = np.sum(true == c) + np.sum(pred == c)
            if ends:
                f1[c] = 2 * np.sum((true == c) & (pred == c)) / ends
        return float(f1.mean())
