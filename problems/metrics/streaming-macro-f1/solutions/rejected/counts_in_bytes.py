"""Adds the hits in the type of the labels.

Trap: the sum of a byte array starts wide, but a running total kept as a byte wraps at 256.
Mistake: edge_cases_late
Caught by: edge/narrow-types
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.hits = np.zeros(n_classes, dtype=np.uint8)
        self.ends = np.zeros(n_classes)

    def update(self, y_true, y_pred):
        for true, pred in zip(y_true, y_pred):
            self.ends[int(true)] += 1
            self.ends[int(pred)] += 1
            self.hits[int(true)] += np.uint8(true == pred)

    def compute(self):
        f1 = np.divide(2.0 * self.hits, self.ends, out=np.zeros(len(self.hits)), where=self.ends > 0)
        return float(f1.mean())
