"""Keeps the confusion matrix in sixteen bits, since the computer is small.

Trap: a class of which nearly every parcel is passes 65,535 before the evening.
Mistake: edge_cases_late
Caught by: edge/narrow-types
"""

import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.confusion = np.zeros((n_classes, n_classes), dtype=np.uint16)

    def update(self, y_true, y_pred):
        np.add.at(self.confusion, (np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)), 1)

    def compute(self):
        counts = self.confusion.astype(float)
        ends = counts.sum(axis=0) + counts.sum(axis=1)
        return float(np.mean(2 * counts.diagonal() / np.maximum(ends, 1)))
