"""The counts live on the class.

Trap: all conveyors write into one array; a process with one of them never shows it.
Mistake: pure_coding
Caught by: edge/several-instances
May also fail: oracle/streams, oracle/uneven-batches, metamorphic/one-batch, metamorphic/row-by-row,
    edge/absent-classes, edge/without-rows, edge/many-looks, edge/narrow-types, hygiene/inputs
"""

from collections import Counter


class StreamingMacroF1:
    hits = Counter()
    ends = Counter()

    def __init__(self, n_classes):
        self.n_classes = n_classes

    def update(self, y_true, y_pred):
        for true, pred in zip(y_true, y_pred):
            self.ends[int(true)] += 1
            self.ends[int(pred)] += 1
            self.hits[int(true)] += int(true == pred)

    def compute(self):
        return sum(2 * self.hits[c] / ends for c, ends in self.ends.items()) / self.n_classes
