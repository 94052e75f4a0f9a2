"""Counters, whose keys are the classes that have turned up."""

from collections import Counter


class StreamingMacroF1:
    def __init__(self, n_classes):
        self.hits = Counter()
        self.ends = Counter()

    def update(self, y_true, y_pred):
        for true, pred in zip(y_true, y_pred):
            self.ends[int(true)] += 1
            self.ends[int(pred)] += 1
            if true == pred:
                self.hits[int(true)] += 1

    def compute(self):
        if not self.ends:
            return 0.0
        return sum(2 * self.hits[c] / ends for c, ends in self.ends.items()) / len(self.ends)
