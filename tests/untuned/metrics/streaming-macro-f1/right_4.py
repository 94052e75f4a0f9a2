"""Keeps copies of all batches and evaluates the definition with masks whenever somebody looks (slow, but simple to trust). Nothing is left open."""
import numpy as np


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.classes = range(n_classes)
        self.batches = []

    def update(self, y_true, y_pred):
        self.batches.append(np.array([list(y_true), list(y_pred)], dtype=np.int64).reshape(2, -1))

    def compute(self):
        t, p = np.concatenate([np.empty((2, 0), dtype=np.int64)] + self.batches, axis=1)
        scores = []
        for c in self.classes:
            tp = int(((t == c) & (p == c)).sum())
            fp = int(((t != c) & (p == c)).sum())
            fn = int(((t == c) & (p != c)).sum())
            scores.append(2 * tp / (2 * tp + fp + fn) if tp else 0.0)
        return float(sum(scores) / len(scores))
