"""Mistake: the batches are kept as references (np.asarray does not copy), and a buffer that the caller fills anew changes the past. Violates "compute() returns the macro-F1 of all rows seen so far". Shows on one array passed to update, then overwritten, then compute()."""
import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.n_classes = n_classes
        self.batches = []

    def update(self, y_true, y_pred):
        if len(y_true):
            self.batches.append((np.asarray(y_true), np.asarray(y_pred)))

    def compute(self):
        if not self.batches:
            return 0.0
        t = np.concatenate([b[0] for b in self.batches])
        p = np.concatenate([b[1] for b in self.batches])
        total = 0.0
        for c in range(self.n_classes):
            den = np.count_nonzero(t == c) + np.count_nonzero(p == c)
            if den:
                total += 2 * np.count_nonzero((t == c) & (p == c)) / den
        return float(total / self.n_classes)
